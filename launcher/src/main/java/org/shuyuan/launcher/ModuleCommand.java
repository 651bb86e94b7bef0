package org.shuyuan.launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** {@code portal module …}: the modules of the running portal; what would happen is shown before anything does. */
final class ModuleCommand {

    private static final String PLAN = "module.plan.";

    private final Control control;
    private final Messages messages;
    private final PrintStream out;

    ModuleCommand(Control control, Messages messages, PrintStream out) {
        this.control = control;
        this.messages = messages;
        this.out = out;
    }

    int run(List<String> words) throws IOException, InterruptedException {
        String what = words.get(0);
        if (what.equals("list") && words.size() == 1) {
            list();
        } else if (what.equals("plan") && words.size() == 2) {
            return print(plan(words.get(1))) ? 0 : Failure.REFUSED;
        } else if (what.equals("install") && words.size() == 2) {
            install(words.get(1));
        } else if (what.equals("withdraw") && words.size() == 2) {
            control.post("/api/modules/" + Control.encode(words.get(1)) + "/withdraw");
            out.println(messages.get("module-withdrawn", words.get(1)));
        } else {
            throw new Failure(Failure.USAGE, "usage.words", "module");
        }
        return 0;
    }

    private void list() throws IOException, InterruptedException {
        for (Map<String, Object> m : Control.entries(control.get("/api/modules"), "items", "modules")) {
            String problem = m.get("problem") == null ? "" : "  " + m.get("problem");
            out.printf("%-14s %-10s %-10s %s%s%n", m.get("id"), m.get("version"), m.get("state"), m.getOrDefault("name", ""), problem);
        }
    }

    private void install(String module) throws IOException, InterruptedException {
        // whether it can be is asked again, with the answer that counts
        print(plan(module));
        if (isFile(module)) {
            Path jar = Path.of(module);
            control.upload("/api/modules/install?name=" + Control.encode(String.valueOf(jar.getFileName())), jar);
        } else {
            control.post("/api/modules/" + Control.encode(module) + "/install");
        }
        out.println(messages.get("module-installed", module));
    }

    private static boolean isFile(String module) {
        return module.endsWith(".jar") || module.endsWith(".kar");
    }

    private Map<String, Object> plan(String module) throws IOException, InterruptedException {
        if (!isFile(module)) {
            return Json.object(control.get("/api/modules/" + Control.encode(module) + "/plan"));
        }
        Path jar = Path.of(module);
        return Json.object(control.upload("/api/modules/plan?name=" + Control.encode(String.valueOf(jar.getFileName())), jar));
    }

    /** @return whether it would be tried */
    boolean print(Map<String, Object> plan) {
        out.println(said(plan.get("kind"), plan.get("name"), plan.get("id"), plan.get("version"), plan.get("running")));
        line("added", plan.get("added"));
        line("removed", plan.get("removed"));
        line("migrations", plan.get("migrations"));
        line("taking", plan.get("taking"));
        if (plan.get("units") instanceof Map<?, ?> units) {
            List<?> some = units.get("some") instanceof List<?> list ? list : List.of();
            long count = units.get("count") instanceof Number number ? number.longValue() : some.size();
            String key = Boolean.TRUE.equals(units.get("everywhere")) ? "everywhere" : some.isEmpty() ? "units-number" : count > some.size() ? "units-more" : "units";
            out.println("  " + said(key, count, messages.list(some)));
        }
        if (plan.get("bundles") instanceof Map<?, ?> bundles) {
            line("refreshed", bundles.get("refreshed"));
        }
        if (plan.get("signature") instanceof Map<?, ?> signature) {
            out.println("  " + said("signature." + signature.get("state"), signature.get("signer")));
        }
        line("problems", plan.get("problems"));
        line("details", plan.get("details"));
        return !(plan.get("problems") instanceof List<?> problems) || problems.isEmpty();
    }

    private void line(String what, Object values) {
        if (values instanceof List<?> list && !list.isEmpty()) {
            out.println("  " + said(what, messages.list(list)));
        }
    }

    private String said(Object what, Object... values) {
        return messages.get(PLAN + what, values);
    }
}
