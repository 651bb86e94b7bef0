package org.shuyuan.testing;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.tree.YieldTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * The codes of problems, the actions of the trail and the permissions asked for that a module's sources say: as they stand in the call, by a constant, by a choice between several, or handed
 * over to a method of the module's own that passes them on. Sources are parsed and not compiled, so that names are all there is to go by: what is put together at run
 * time, held in a field or comes out of a map is not found.
 */
final class SaidCodes {

    private enum Kind { PROBLEM, AUDIT, PERMISSION }

    /** Where a code goes in: an argument of whatever has this name. Of a module's own method, {@code owner} is the class that declares it. */
    private record Door(Kind kind, @Nullable String owner, String name, int position, String before, String after) {}

    private record Call(List<String> types, @Nullable MethodTree method, @Nullable String on, String name, List<? extends ExpressionTree> arguments) {}

    private static final String MADE = "new ";
    private static final List<Door> KNOWN = List.of(
            problem(MADE + "Problem", 1), problem(MADE + "FieldError", 1), problem("notFound", 0), problem("badRequest", 0), problem("forbidden", 0), problem("conflict", 0),
            problem("invalid", 1), problem("field", 1),
            new Door(Kind.AUDIT, "audit", "write", 2, "", ""), new Door(Kind.AUDIT, "audit", "read", 2, "", ""), new Door(Kind.AUDIT, null, MADE + "Change", 1, "", ""),
            asked("require"), asked("can"), asked("within"), asked("unitsWith"));
    /** Doors that are known by what the variable is called which they are called on: it may be of any type. */
    private static final Set<String> VARIABLES = Set.of("audit", "access");

    private final Map<String, Set<String>> constants = new HashMap<>();
    /** By class and name of a field, parameter or variable. */
    private final Map<String, Set<String>> typesOf = new HashMap<>();
    private final List<Call> calls = new ArrayList<>();
    private final Map<String, Set<String>> declaredIn = new HashMap<>();
    private final Map<Kind, Set<String>> found = new HashMap<>(Map.of(Kind.PROBLEM, new TreeSet<>(), Kind.AUDIT, new TreeSet<>(), Kind.PERMISSION, new TreeSet<>()));

    private SaidCodes() {}

    private static Door problem(String name, int position) {
        return new Door(Kind.PROBLEM, null, name, position, "", "");
    }

    private static Door asked(String name) {
        return new Door(Kind.PERMISSION, "access", name, 1, "", "");
    }

    /** @param sources files of Java */
    static SaidCodes in(Collection<Path> sources) throws IOException {
        SaidCodes said = new SaidCodes();
        JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "the tests need a JDK, not a JRE alone");
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask) compiler.getTask(null, files, problem -> { }, List.of("-proc:none"), null, files.getJavaFileObjectsFromPaths(sources));
            for (CompilationUnitTree unit : task.parse()) {
                said.gather(unit);
            }
        }
        said.follow();
        return said;
    }

    /** Whether it names a module and a word of it, as the descriptor's schema has both; a text in passing does not. */
    static boolean isCode(String text) {
        return text.matches("[a-z][a-z0-9-]*\\.[a-z][a-z0-9-]*");
    }

    /** Codes {@code <module>.<problem>}. */
    Set<String> problems() {
        return found.getOrDefault(Kind.PROBLEM, Set.of());
    }

    /** Actions {@code <module>.<verb>}. */
    Set<String> actions() {
        return found.getOrDefault(Kind.AUDIT, Set.of());
    }

    /** Permissions {@code <module>.<word>} that {@code Access} is asked about. */
    Set<String> permissions() {
        return found.getOrDefault(Kind.PERMISSION, Set.of());
    }

    private void gather(CompilationUnitTree unit) {
        new TreeScanner<Void, Void>() {
            private final Deque<String> types = new ArrayDeque<>();
            private final Deque<MethodTree> methods = new ArrayDeque<>();

            @Override
            public Void visitClass(ClassTree type, Void none) {
                types.push(type.getSimpleName().toString());
                super.visitClass(type, none);
                types.pop();
                return null;
            }

            @Override
            public Void visitMethod(MethodTree method, Void none) {
                methods.push(method);
                String name = method.getName().contentEquals("<init>") ? MADE + types.peek() : method.getName().toString();
                declaredIn.computeIfAbsent(name, all -> new HashSet<>()).add(types.peek());
                super.visitMethod(method, none);
                methods.pop();
                return null;
            }

            @Override
            public Void visitVariable(VariableTree variable, Void none) {
                if (methods.isEmpty() && variable.getInitializer() instanceof LiteralTree literal && literal.getValue() instanceof String text) {
                    constants.computeIfAbsent(variable.getName().toString(), all -> new HashSet<>()).add(text);
                    constants.computeIfAbsent(types.peek() + "." + variable.getName(), all -> new HashSet<>()).add(text);
                }
                String type = variable.getType() == null ? null : last(variable.getType());
                if (type != null) {
                    types.forEach(within -> typesOf.computeIfAbsent(within + "." + variable.getName(), all -> new HashSet<>()).add(type));
                }
                return super.visitVariable(variable, none);
            }

            @Override
            public Void visitMethodInvocation(MethodInvocationTree call, Void none) {
                ExpressionTree select = call.getMethodSelect();
                if (select instanceof MemberSelectTree member) {
                    add(last(member.getExpression()), member.getIdentifier().toString(), call.getArguments());
                } else if (select instanceof IdentifierTree name) {
                    String called = name.getName().toString();
                    add(null, called.equals("this") || called.equals("super") ? MADE + types.peek() : called, call.getArguments());
                }
                return super.visitMethodInvocation(call, none);
            }

            @Override
            public Void visitNewClass(NewClassTree made, Void none) {
                add(null, MADE + last(made.getIdentifier()), made.getArguments());
                return super.visitNewClass(made, none);
            }

            private void add(@Nullable String on, String name, List<? extends ExpressionTree> arguments) {
                calls.add(new Call(List.copyOf(types), methods.peek(), on, name, arguments));
            }
        }.scan(unit, null);
    }

    private static @Nullable String last(Tree tree) {
        return tree instanceof IdentifierTree name ? name.getName().toString() : tree instanceof MemberSelectTree member ? member.getIdentifier().toString() : null;
    }

    private void follow() {
        Deque<Door> open = new ArrayDeque<>(KNOWN);
        Set<Door> seen = new HashSet<>(KNOWN);
        while (!open.isEmpty()) {
            Door door = open.pop();
            for (Call call : calls) {
                if (leads(call, door) && call.arguments().size() > door.position()) {
                    for (Door next : said(call, call.arguments().get(door.position()), door)) {
                        if (seen.add(next)) {
                            open.push(next);
                        }
                    }
                }
            }
        }
    }

    private boolean leads(Call call, Door door) {
        if (!call.name().equals(door.name())) {
            return false;
        }
        if (door.owner() == null || call.name().startsWith(MADE)) {
            return true;
        }
        if (VARIABLES.contains(door.owner())) {
            return call.on() != null && call.on().toLowerCase(Locale.ROOT).endsWith(door.owner());
        }
        // A name that two classes have leads to the one that is named, to that of the variable's type, or to the class itself.
        return call.on() == null || call.on().equals("this") ? call.types().contains(door.owner())
                : door.owner().equals(call.on()) || typesOf.getOrDefault(call.types().get(0) + "." + call.on(), Set.of()).contains(door.owner())
                        || declaredIn.getOrDefault(door.name(), Set.of()).size() == 1;
    }

    /** Takes the codes that an argument says; what it has from a parameter makes the method another door. */
    private List<Door> said(Call call, ExpressionTree argument, Door door) {
        List<Door> next = new ArrayList<>();
        for (Part part : parts(call, argument, new HashSet<>())) {
            String before = door.before() + part.before();
            String after = part.after() + door.after();
            if (part.parameter() < 0) {
                found.getOrDefault(door.kind(), new TreeSet<>()).add(before + after);
            } else if (call.method() != null) {
                String name = call.method().getName().contentEquals("<init>") ? MADE + call.types().get(0) : call.method().getName().toString();
                next.add(new Door(door.kind(), call.types().get(0), name, part.parameter(), before, after));
            }
        }
        return next;
    }

    /** What a text is made of: a fixed one in {@code before} alone, or around a parameter of the method. */
    private record Part(String before, int parameter, String after) {}

    private List<Part> parts(Call call, ExpressionTree tree, Set<String> within) {
        List<Part> all = new ArrayList<>();
        if (tree instanceof ParenthesizedTree inner) {
            return parts(call, inner.getExpression(), within);
        } else if (tree instanceof LiteralTree literal) {
            if (literal.getValue() instanceof String text) {
                all.add(new Part(text, -1, ""));
            }
        } else if (tree instanceof ConditionalExpressionTree choice) {
            all.addAll(parts(call, choice.getTrueExpression(), within));
            all.addAll(parts(call, choice.getFalseExpression(), within));
        } else if (tree instanceof SwitchExpressionTree choice) {
            choice.getCases().forEach(one -> all.addAll(yielded(call, one, within)));
        } else if (tree instanceof BinaryTree both && both.getKind() == Tree.Kind.PLUS) {
            for (Part left : parts(call, both.getLeftOperand(), within)) {
                for (Part right : parts(call, both.getRightOperand(), within)) {
                    if (left.parameter() < 0) {
                        all.add(new Part(left.before() + right.before(), right.parameter(), right.after()));
                    } else if (right.parameter() < 0) {
                        all.add(new Part(left.before(), left.parameter(), left.after() + right.before()));
                    }
                }
            }
        } else if (tree instanceof MemberSelectTree member) {
            constant(Stream.of(String.valueOf(last(member.getExpression()))), member.getIdentifier().toString()).forEach(text -> all.add(new Part(text, -1, "")));
        } else if (tree instanceof IdentifierTree name) {
            all.addAll(named(call, name.getName().toString(), within));
        }
        return all;
    }

    private List<Part> yielded(Call call, CaseTree one, Set<String> within) {
        if (one.getBody() instanceof ExpressionTree value) {
            return parts(call, value, within);
        }
        List<Part> all = new ArrayList<>();
        new TreeScanner<Void, Void>() {
            @Override
            public Void visitYield(YieldTree yield, Void none) {
                all.addAll(parts(call, yield.getValue(), within));
                return null;
            }
        }.scan(one, null);
        return all;
    }

    /** A parameter of the method, a variable in it by what it begins with, or a constant. */
    private List<Part> named(Call call, String name, Set<String> within) {
        if (call.method() != null) {
            List<? extends VariableTree> parameters = call.method().getParameters();
            for (int i = 0; i < parameters.size(); i++) {
                if (parameters.get(i).getName().contentEquals(name)) {
                    return List.of(new Part("", i, ""));
                }
            }
            List<Part> local = new ArrayList<>();
            if (within.add(name)) {
                new TreeScanner<Void, Void>() {
                    @Override
                    public Void visitVariable(VariableTree variable, Void none) {
                        if (variable.getName().contentEquals(name) && variable.getInitializer() != null) {
                            local.addAll(parts(call, variable.getInitializer(), within));
                        }
                        return super.visitVariable(variable, none);
                    }
                }.scan(call.method(), null);
            }
            if (!local.isEmpty()) {
                return local;
            }
        }
        return constant(call.types().stream(), name).stream().map(text -> new Part(text, -1, "")).toList();
    }

    /** That of the nearest of these classes, else of whichever class has one of that name. */
    private Set<String> constant(Stream<String> types, String name) {
        return types.map(type -> constants.get(type + "." + name)).filter(Objects::nonNull).findFirst().orElse(constants.getOrDefault(name, Set.of()));
    }
}
