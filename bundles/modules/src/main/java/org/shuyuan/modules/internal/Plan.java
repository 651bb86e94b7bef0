package org.shuyuan.modules.internal;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.module.ModuleInfo;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.text.Language;
import org.shuyuan.persistence.scripts.Expanding;

/**
 * What installing a jar would do, found out without doing it.
 *
 * @param running the version that runs now, or that ran last when {@code withdrawn}
 * @param added permissions that roles can hold afterwards and could not before, as people read them; {@code removed} the other way round
 * @param migrations scripts that would change the tables
 * @param taking what those scripts take away, in words: after them the version that runs now may not find what it needs
 * @param problems why it would be refused; empty when it would be tried
 */
public record Plan(String id, String name, String version, @Nullable String running, Kind kind, List<String> added, List<String> removed,
        List<String> migrations, List<String> taking, List<String> problems) {

    /** How the jar relates to what is here. */
    public enum Kind {
        /** The module was never here. */
        INSTALL,
        /** It was withdrawn and comes back. */
        RETURN,
        UPDATE,
        /** An older version: the code goes back, the tables stay as they are. */
        DOWNGRADE,
        /** The very same jar runs already. */
        SAME;

        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Plan of(ModuleJar jar, ModuleManager manager, ModuleRegistry registry, Language language) {
        String id = jar.id();
        Optional<DesiredStore.Desired> chosen = manager.store().find(id);
        Optional<ModuleJar> before = manager.last(id);
        List<Problem> problems = new ArrayList<>();
        if (registry.isPlatform(id)) {
            problems.add(new Problem(422, "modules.is-platform").with("module", id));
        }
        jar.descriptor().requires().stream().filter(r -> registry.state(r).isEmpty())
                .forEach(r -> problems.add(new Problem(422, "modules.requires").with("module", id).with("other", r)));
        manager.installer().unresolvable(jar).ifPresent(problems::add);
        Set<String> known = before.map(ModuleJar::migrations).map(Set::copyOf).orElse(Set.of());
        List<String> migrations = jar.migrations().stream().filter(m -> !known.contains(m)).toList();
        return new Plan(id, jar.name(language), jar.version().toString(), before.map(b -> b.version().toString()).orElse(null),
                kind(jar, chosen, before), permissions(jar, before.orElse(null), language), before.map(b -> permissions(b, jar, language)).orElse(List.of()),
                migrations, taking(jar, migrations, registry, language),
                problems.stream().map(p -> registry.sentence(language, p)).toList());
    }

    private static List<String> taking(ModuleJar jar, List<String> migrations, ModuleRegistry registry, Language language) {
        return migrations.stream().flatMap(script -> Expanding.findings(jar.migration(script)).stream().map(finding -> registry.text(language, "modules",
                "plan.taking." + finding.taking().name().toLowerCase(Locale.ROOT), Map.of("script", script, "statement", finding.statement())))).toList();
    }

    private static Kind kind(ModuleJar jar, Optional<DesiredStore.Desired> chosen, Optional<ModuleJar> before) {
        if (chosen.isEmpty()) {
            return Kind.INSTALL;
        }
        if (!chosen.get().installed()) {
            return Kind.RETURN;
        }
        if (jar.sha().equals(chosen.get().sha())) {
            return Kind.SAME;
        }
        return before.map(b -> jar.version().compareTo(b.version()) < 0).orElse(false) ? Kind.DOWNGRADE : Kind.UPDATE;
    }

    /** Texts of the permissions that one jar has and the other has not. */
    private static List<String> permissions(ModuleJar of, @Nullable ModuleJar not, Language language) {
        Set<String> others = not == null ? Set.of() : not.descriptor().permissions().stream().map(ModuleInfo.Permission::id).collect(Collectors.toSet());
        return of.descriptor().permissions().stream().filter(p -> !others.contains(p.id())).map(p -> of.text(language, p.text())).toList();
    }
}
