package org.shuyuan.modules.internal;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.wiring.BundleRevision;
import org.shuyuan.api.problem.Problem;

/**
 * The bundles that modules bring along in their archives. Two modules that bring the same one share it; it goes with the last of them. What the platform has itself is
 * never brought a second time: after a restart the platform's own parts could be wired to it, and its going would take them along. For one thread at a time.
 */
final class Libraries {

    /** Followed by name, version and hash: what is here is found again after each start, and told from the like of it. */
    static final String LOCATION = "shuyuan-library:";

    private final BundleContext context;
    private final int startLevel;

    Libraries(BundleContext context, int startLevel) {
        this.context = context;
        this.startLevel = startLevel;
    }

    private static String location(Kar.Library library) {
        return LOCATION + library.name() + "/" + library.version() + "/" + library.sha();
    }

    /** Those of the module that would be installed with it. @throws Problem 409 {@code modules.library-differs} */
    static List<Kar.Library> missing(BundleContext context, ModuleJar jar) {
        List<Kar.Library> missing = new ArrayList<>();
        for (Kar.Library library : jar.libraries()) {
            if (context.getBundle(location(library)) != null) {
                continue;
            }
            List<Bundle> alike = Arrays.stream(context.getBundles()).filter(bundle -> library.name().equals(bundle.getSymbolicName())).toList();
            if (alike.stream().anyMatch(bundle -> bundle.getLocation().startsWith(LOCATION) && bundle.getVersion().equals(library.version()))) {
                throw Problem.conflict("modules.library-differs").with("module", jar.id()).with("library", library.words());
            }
            if (alike.stream().allMatch(bundle -> bundle.getLocation().startsWith(LOCATION))) {
                missing.add(library);
            }
        }
        return missing;
    }

    /** @return those that were not here before; none of them is started */
    List<Bundle> bring(ModuleJar jar) throws BundleException, IOException {
        List<Bundle> brought = new ArrayList<>();
        List<Kar.Library> missing = missing(context, jar);
        if (missing.isEmpty()) {
            return brought;
        }
        try (ZipFile zip = new ZipFile(jar.path().toFile())) {
            for (Kar.Library library : missing) {
                try (InputStream in = zip.getInputStream(zip.getEntry(library.entry()))) {
                    Bundle bundle = context.installBundle(location(library), in);
                    bundle.adapt(BundleStartLevel.class).setStartLevel(startLevel);
                    brought.add(bundle);
                }
            }
        } catch (BundleException | IOException e) {
            takeAway(brought);
            throw e;
        }
        return brought;
    }

    /** Whether any module has brought one: where none has, nothing is asked of the archives. */
    boolean held() {
        return Arrays.stream(context.getBundles()).anyMatch(bundle -> bundle.getLocation().startsWith(LOCATION));
    }

    /** All of the module's own, whether they were brought for it or for another. */
    List<Bundle> of(ModuleJar jar) {
        return jar.libraries().stream().map(library -> context.getBundle(location(library))).filter(bundle -> bundle != null).toList();
    }

    /** What a library offers and the platform does so already: nobody could say from which of them a part would have it after the next start. */
    Optional<Problem> clash(String id, List<Bundle> brought) {
        Set<Object> platform = Arrays.stream(context.getBundles()).filter(bundle -> !bundle.getLocation().startsWith(LOCATION) && bundle.getHeaders("").get(Descriptors.HEADER) == null)
                .flatMap(Libraries::packages).collect(Collectors.toSet());
        return brought.stream().flatMap(bundle -> packages(bundle).filter(platform::contains)
                .map(name -> new Problem(422, "modules.library-platform").with("module", id).with("library", bundle.getSymbolicName()).with("package", name))).findFirst();
    }

    private static Stream<Object> packages(Bundle bundle) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        return revision == null ? Stream.empty()
                : revision.getDeclaredCapabilities(PackageNamespace.PACKAGE_NAMESPACE).stream().map(one -> one.getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE));
    }

    /**
     * Uninstalls those that none of the modules needs; one that another module uses without having brought it stays.
     *
     * @param id of the module that changes
     * @return what was uninstalled and still lends its classes to whoever uses them
     */
    List<Bundle> sweep(String id, Collection<ModuleJar> needing) {
        Set<String> needed = needing.stream().flatMap(jar -> jar.libraries().stream()).map(Libraries::location).collect(Collectors.toSet());
        List<Bundle> gone = Arrays.stream(context.getBundles()).filter(bundle -> bundle.getLocation().startsWith(LOCATION))
                .filter(bundle -> !needed.contains(bundle.getLocation()) && !usedByOthers(id, bundle)).toList();
        takeAway(gone);
        return gone;
    }

    private boolean usedByOthers(String id, Bundle library) {
        return Effects.users(context, List.of(library)).stream().map(user -> user.getHeaders("").get(Descriptors.HEADER)).anyMatch(module -> module != null && !module.equals(id));
    }

    static void takeAway(List<Bundle> bundles) {
        for (Bundle bundle : bundles) {
            try {
                bundle.uninstall();
            } catch (BundleException e) {
                throw new IllegalStateException(bundle + " stays behind", e);
            }
        }
    }
}
