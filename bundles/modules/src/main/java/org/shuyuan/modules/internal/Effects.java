package org.shuyuan.modules.internal;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.wiring.FrameworkWiring;
import org.shuyuan.api.problem.Problem;

/**
 * What becomes of the container's bundles when a module comes, is updated or goes, by the framework's own wiring. A module commonly stands alone; one that
 * exports packages which others use cannot be changed without them.
 *
 * @param added bundles that are not here yet
 * @param stopped the module's own, stopped while it is exchanged
 * @param refreshed bundles that use it, stopped and wired anew
 * @param others ids of the modules to which such bundles belong
 * @param replaces the bundle's name of another module of the same id, whose place it would take: somebody chose a word that was taken; null where it is the same module
 */
public record Effects(List<String> added, List<String> stopped, List<String> refreshed, List<String> others, @Nullable String replaces) {

    /**
     * Of bringing the jar.
     *
     * @param running the bundle that runs as this module, null when none does
     * @param known by what name the container knew the module until now, whether it runs or not; null where it is new
     */
    static Effects of(BundleContext context, ModuleJar jar, @Nullable Bundle running, @Nullable String known) {
        Set<Bundle> touched = new LinkedHashSet<>(users(context, running == null ? List.of() : List.of(running)));
        touched.remove(running);
        String name = jar.symbolicName();
        Stream<String> own = running != null ? Stream.empty() : Stream.of(word(name, jar.version()));
        return new Effects(Stream.concat(own, Libraries.missing(context, jar).stream().map(Kar.Library::words)).toList(),
                running == null ? List.of() : List.of(word(running)), words(touched), others(touched, jar.id()),
                known == null || name.equals(known) ? null : known);
    }

    /** Of taking the module's bundle away. */
    static Effects ofTaking(BundleContext context, String id, @Nullable Bundle running) {
        Set<Bundle> touched = users(context, running == null ? List.of() : List.of(running));
        return new Effects(List.of(), running == null ? List.of() : List.of(word(running)), words(touched), others(touched, id), null);
    }

    /** The bundles that are wired to those, directly or over others; not those themselves. */
    static Set<Bundle> users(BundleContext context, Collection<Bundle> of) {
        if (of.isEmpty()) {
            return Set.of();
        }
        Set<Bundle> users = new LinkedHashSet<>(context.getBundle(0).adapt(FrameworkWiring.class).getDependencyClosure(of));
        users.removeAll(of);
        return users;
    }

    /** Why it is not done unless somebody wants it knowing this; empty when no other module is touched. 409 {@code modules.replaces-another}, {@code modules.touches-others} */
    Optional<Problem> refusal(String id) {
        if (replaces != null) {
            return Optional.of(Problem.conflict("modules.replaces-another").with("module", id).with("word", id).with("other", replaces));
        }
        return others.isEmpty() ? Optional.empty()
                : Optional.of(Problem.conflict("modules.touches-others").with("module", id).with("others", String.join(", ", others)));
    }

    private static List<String> others(Collection<Bundle> touched, String own) {
        return List.copyOf(touched.stream().map(b -> b.getHeaders("").get(Descriptors.HEADER)).filter(id -> id != null && !id.equals(own))
                .collect(Collectors.toCollection(TreeSet::new)));
    }

    private static List<String> words(Collection<Bundle> bundles) {
        return bundles.stream().map(Effects::word).sorted().toList();
    }

    private static String word(Bundle bundle) {
        return word(bundle.getSymbolicName(), bundle.getVersion());
    }

    private static String word(@Nullable String name, Object version) {
        return name + " " + version;
    }
}
