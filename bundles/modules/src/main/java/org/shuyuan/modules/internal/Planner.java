package org.shuyuan.modules.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.directory.Units;
import org.shuyuan.api.module.ModuleInfo;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.text.Language;
import org.shuyuan.persistence.scripts.Expanding;

/** Finds out what bringing a jar would do, without doing it, for whichever door asks. Thread-safe. */
@Component(service = Planner.class)
public class Planner {

    private final ModuleManager manager;
    private final ModuleRegistry registry;
    private final Health health;
    private final Units units;
    private final Activation activation;

    @Activate
    public Planner(@Reference ModuleManager manager, @Reference ModuleRegistry registry, @Reference Health health, @Reference Units units, @Reference Activation activation) {
        this.manager = manager;
        this.registry = registry;
        this.health = health;
        this.units = units;
        this.activation = activation;
    }

    /** @param knowing whether other modules may be touched */
    Plan plan(ModuleJar jar, Language language, boolean knowing) {
        String id = jar.id();
        Optional<DesiredStore.Desired> chosen = manager.store().find(id);
        Optional<ModuleJar> before = manager.last(id);
        Effects effects = manager.installer().effects(jar);
        List<Problem> problems = problems(jar, knowing ? Optional.empty() : effects.refusal(id));
        List<String> migrations = pending(jar, before);
        return new Plan(id, jar.name(language), jar.version().toString(), before.map(b -> b.version().toString()).orElse(null), kind(jar, chosen, before),
                permissions(jar, before.orElse(null), language), before.map(b -> permissions(b, jar, language)).orElse(List.of()),
                migrations.stream().map(ModuleJar::name).toList(), taking(jar, migrations, language), effects, Affected.of(jar.descriptor(), units, activation), manager.trust().of(jar),
                problems.stream().map(p -> registry.sentence(language, p)).toList(),
                problems.stream().map(p -> p.values().get(Reasons.CHAIN)).filter(Objects::nonNull).map(String::valueOf).toList());
    }

    /** What can be overcome by knowing it is the last. */
    private List<Problem> problems(ModuleJar jar, Optional<Problem> touching) {
        List<Problem> problems = new ArrayList<>();
        if (registry.isPlatform(jar.id())) {
            problems.add(new Problem(422, "modules.is-platform").with("module", jar.id()));
        }
        Optional<Problem> distrust = manager.trust().refusal(jar);
        distrust.ifPresent(problems::add);
        jar.descriptor().requires().stream().filter(r -> registry.state(r).isEmpty())
                .forEach(r -> problems.add(new Problem(422, "modules.requires").with("module", jar.id()).with("other", r)));
        if (distrust.isEmpty()) {
            // to find that out the container is given the jar
            manager.installer().unresolvable(jar).ifPresent(problems::add);
        }
        touching.ifPresent(problems::add);
        return problems;
    }

    /** By what this database tells; without that, by the version that ran last. */
    private List<String> pending(ModuleJar jar, Optional<ModuleJar> before) {
        List<String> all = jar.migrations();
        Set<String> open = health.pending(jar.id(), all).map(Set::copyOf).orElseGet(() -> {
            Set<String> known = before.map(ModuleJar::migrations).map(Set::copyOf).orElse(Set.of());
            return all.stream().filter(one -> !known.contains(one)).collect(Collectors.toSet());
        });
        return all.stream().filter(open::contains).toList();
    }

    private List<String> taking(ModuleJar jar, List<String> migrations, Language language) {
        return migrations.stream().flatMap(script -> Expanding.findings(jar.migration(script)).stream().map(finding -> registry.text(language, "modules",
                "plan.taking." + finding.taking().name().toLowerCase(Locale.ROOT), Map.of("script", ModuleJar.name(script), "statement", finding.statement())))).toList();
    }

    private static Plan.Kind kind(ModuleJar jar, Optional<DesiredStore.Desired> chosen, Optional<ModuleJar> before) {
        if (chosen.isEmpty()) {
            return Plan.Kind.INSTALL;
        }
        if (!chosen.get().installed()) {
            return Plan.Kind.RETURN;
        }
        if (jar.sha().equals(chosen.get().sha())) {
            return Plan.Kind.SAME;
        }
        return before.map(b -> jar.version().compareTo(b.version()) < 0).orElse(false) ? Plan.Kind.DOWNGRADE : Plan.Kind.UPDATE;
    }

    /** Texts of the permissions that one jar has and the other has not. */
    private static List<String> permissions(ModuleJar of, @Nullable ModuleJar not, Language language) {
        Set<String> others = not == null ? Set.of() : not.descriptor().permissions().stream().map(ModuleInfo.Permission::id).collect(Collectors.toSet());
        return of.descriptor().permissions().stream().filter(p -> !others.contains(p.id())).map(p -> of.text(language, p.text())).toList();
    }
}
