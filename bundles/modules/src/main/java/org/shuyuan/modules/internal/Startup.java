package org.shuyuan.modules.internal;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.text.Language;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reaches after each start what was wanted before, and says when the portal is ready. */
final class Startup {

    private static final Logger LOG = LoggerFactory.getLogger(Startup.class);
    /** How long modules that ran are waited for once the platform is whole. */
    private static final long SETTLED_WITHIN_NS = 20_000_000_000L;
    /** Longer than a start takes on an old machine: who looks into the log then must find what is missing. */
    private static final long EXPECTED_WITHIN_NS = 60_000_000_000L;

    private final BundleContext context;
    private final ModuleManager manager;
    private final ModuleRegistry registry;
    private final Gate gate;
    private final Health health;
    /** Until when domain modules are waited for; 0 while the platform itself is not whole. */
    private long settledBy;
    private final long began = System.nanoTime();
    private boolean lateTold;

    Startup(BundleContext context, ModuleManager manager, ModuleRegistry registry, Gate gate, Health health) {
        this.context = context;
        this.manager = manager;
        this.registry = registry;
        this.gate = gate;
        this.health = health;
    }

    /** Modules of the catalogue run unless somebody withdrew them, optional ones only once somebody installed them; a newer distribution brings its newer modules. */
    void converge() {
        forgetBundlesOf(manager.deployed().folder().toFile().toURI().toString());
        Map<String, DesiredStore.Desired> wanted = manager.store().all();
        Map<String, ModuleJar> offered = manager.offers().own().newest();
        manager.decided().keepOnly(name -> Files.exists(manager.deployed().folder().resolve(name)));
        forgetUnknown(wanted.keySet(), offered.keySet());
        for (DesiredStore.Desired one : inOrder(wanted)) {
            ModuleJar newer = offered.remove(one.id());
            if (!one.installed()) {
                manager.installer().takeAway(one.id(), false);
            } else if (manager.deletedMeanwhile(one)) {
                attempt(one.id(), one, () -> manager.undeployed(one));
            } else if (ModuleManager.FROM_CATALOGUE.equals(one.origin()) && newer != null && !newer.sha().equals(one.sha()) && !manager.decided().leftOut(newer.sha())) {
                attempt(one.id(), one, () -> manager.install(newer, ModuleManager.FROM_CATALOGUE, Caller.system("start")));
                asItWas(one);
            } else {
                attempt(one.id(), one, () -> manager.install(manager.keptAs(one), String.valueOf(one.origin()), Caller.system("start")));
            }
        }
        offered.values().removeIf(jar -> jar.descriptor().optional());
        offered.forEach((id, jar) -> attempt(id, null, () -> manager.install(jar, ModuleManager.FROM_CATALOGUE, Caller.system("start"))));
    }

    /** A newer distribution brings its newer module to an empty container: where that does not start, nothing runs yet that could run on. */
    private void asItWas(DesiredStore.Desired one) {
        Problem why = manager.failures().get(one.id());
        if (why != null && manager.bundle(one.id()) == null) {
            attempt(one.id(), one, () -> manager.install(manager.keptAs(one), String.valueOf(one.origin()), Caller.system("start")));
            manager.failures().put(one.id(), why);
        }
    }

    /** A module that the process was just bringing when it was killed, and that nobody knows of, goes. */
    private void forgetUnknown(Set<String> wanted, Set<String> offered) {
        for (Bundle bundle : context.getBundles()) {
            String id = bundle.getLocation().startsWith(Installer.LOCATION) ? bundle.getLocation().substring(Installer.LOCATION.length()) : null;
            if (id != null && !wanted.contains(id) && !offered.contains(id)) {
                LOG.warn("Module {} was not whole when the portal ended, and is taken away", id);
                manager.installer().takeAway(id, false);
            }
        }
    }

    /** Each behind those that it requires. */
    private List<DesiredStore.Desired> inOrder(Map<String, DesiredStore.Desired> wanted) {
        Map<String, DesiredStore.Desired> ordered = new LinkedHashMap<>();
        wanted.keySet().forEach(id -> add(id, wanted, ordered, new HashSet<>()));
        return List.copyOf(ordered.values());
    }

    private void add(String id, Map<String, DesiredStore.Desired> wanted, Map<String, DesiredStore.Desired> ordered, Set<String> above) {
        DesiredStore.Desired one = wanted.get(id);
        if (one == null || ordered.containsKey(id) || !above.add(id)) {
            return;
        }
        if (one.installed()) {
            try {
                manager.last(id).ifPresent(jar -> jar.descriptor().requires().forEach(required -> add(required, wanted, ordered, above)));
            } catch (Problem unreadable) {
                LOG.debug("What {} requires cannot be read; it says so itself", id, unreadable);
            }
        }
        ordered.put(id, one);
    }

    /** The watcher of the folder may once have started a jar by itself; only the manager's own bundle runs a module. */
    private void forgetBundlesOf(String folder) {
        for (Bundle bundle : context.getBundles()) {
            if (bundle.getLocation().startsWith(folder) && ModuleRegistry.stray(bundle)) {
                try {
                    bundle.uninstall();
                } catch (BundleException e) {
                    LOG.warn("{} stays behind", bundle.getLocation(), e);
                }
            }
        }
    }

    private void attempt(String id, DesiredStore.@Nullable Desired one, Runnable act) {
        try {
            // the deploy folder is watched on a thread of its own: what it, or somebody, has decided since the list was read holds
            synchronized (manager) {
                if (Objects.equals(manager.store().find(id).orElse(null), one)) {
                    act.run();
                }
            }
        } catch (Problem e) {
            failed(id, one, e);
        } catch (RuntimeException e) {
            // with the database away nothing is reached, and all is tried again; else one module must not keep the others from starting
            manager.store().all();
            failed(id, one, Reasons.notStarted(id, e));
        }
    }

    private void failed(String id, DesiredStore.@Nullable Desired one, Problem why) {
        if (!manager.failures().containsKey(id)) {
            manager.failed(id, one == null ? "" : String.valueOf(one.version()), one == null ? ModuleManager.FROM_CATALOGUE : String.valueOf(one.origin()), why, Caller.system("start"));
        }
    }

    /** Is every platform module whole? What is not is told to those who wait. */
    boolean platformWhole() {
        List<String> waiting = platformWaitsFor();
        if (!waiting.isEmpty()) {
            tell(waiting);
        }
        return waiting.isEmpty();
    }

    private List<String> platformWaitsFor() {
        List<String> waiting = new ArrayList<>(gate.maintenance().stream().toList());
        if (!waiting.isEmpty()) {
            // the parts are being published just now, and asking for each of them takes its time from that
            return waiting;
        }
        for (ModuleRegistry.Entry entry : registry.entries()) {
            if (entry.descriptor() == null && !entry.bundle().getLocation().startsWith(Installer.LOCATION)) {
                waiting.add(entry.bundle().getSymbolicName() + ": " + registry.sentence(Language.EN, entry.problem()));
            }
        }
        trouble(Descriptor::platform, waiting);
        return waiting;
    }

    /**
     * True once every platform module is whole. Domain modules that ran are then waited for a little: the last parts of the container to
     * start make their resources be published anew. But a broken one keeps nobody from working.
     */
    boolean ready() {
        List<String> waiting = platformWaitsFor();
        if (waiting.isEmpty()) {
            settledBy = settledBy == 0 ? System.nanoTime() + SETTLED_WITHIN_NS : settledBy;
            if (System.nanoTime() < settledBy) {
                trouble(descriptor -> !descriptor.platform() && !manager.failures().containsKey(descriptor.id()), waiting);
            }
        }
        tell(waiting);
        if (waiting.isEmpty()) {
            LOG.info("The portal is ready");
        }
        return waiting.isEmpty();
    }

    private void tell(List<String> waiting) {
        gate.waitingFor(waiting);
        LOG.debug("Waiting for {}", waiting);
        if (!waiting.isEmpty() && !lateTold && System.nanoTime() - began > EXPECTED_WITHIN_NS) {
            lateTold = true;
            LOG.warn("The portal is not ready yet and waits for: {}", String.join("; ", waiting));
        }
    }

    private void trouble(Predicate<Descriptor> which, List<String> waiting) {
        Supplier<Map<String, Integer>> served = new Once<>(health::served);
        for (ModuleRegistry.Entry entry : registry.entries()) {
            Descriptor descriptor = entry.descriptor();
            if (descriptor != null && which.test(descriptor)) {
                try {
                    health.trouble(descriptor.id(), entry.bundle(), served).ifPresent(why -> waiting.add(registry.sentence(Language.EN, why)));
                } catch (RuntimeException e) {
                    // what the container tells of itself may fail while it changes, and whoever asks must ask again
                    LOG.debug("What {} still waits for cannot be told now", descriptor.id(), e);
                    waiting.add(descriptor.id() + ": " + e);
                }
            }
        }
    }

    private static final class Once<T> implements Supplier<T> {

        private final Supplier<T> source;
        private @Nullable T value;

        Once(Supplier<T> source) {
            this.source = source;
        }

        @Override
        public T get() {
            T known = value;
            if (known == null) {
                known = source.get();
                value = known;
            }
            return known;
        }
    }
}
