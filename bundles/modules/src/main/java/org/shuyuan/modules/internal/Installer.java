package org.shuyuan.modules.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.wiring.FrameworkWiring;
import org.shuyuan.api.module.ModuleStarted;
import org.shuyuan.api.module.Modules;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.text.Language;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings one module's bundle to run, or takes it away; what ran before is put back when the new one is not healthy. For one thread at a time. */
final class Installer {

    /** A module's bundle has this location, whichever jar it runs. */
    static final String LOCATION = Modules.LOCATION;
    private static final String PROBE = "shuyuan-probe:";
    private static final Logger LOG = LoggerFactory.getLogger(Installer.class);
    /** After the id: the file that names the jar which runs. */
    private static final String CURRENT = ".current";
    private static final int START_LEVEL = 80;
    private static final long DRAINED_WITHIN_MS = 3_000;
    private static final long WIRED_WITHIN_S = 20;
    /** A resource is taken up within hundredths of a second, on a PC with twenty times too much to do within eight seconds. */
    private static final long LOST_AFTER_MS = 10_000;
    /** The value of a problem that holds what stands behind its sentence: a resolver's chain, the causes of a failure. */
    static final String CHAIN = "chain";
    private static final int LONGEST_CHAIN = 8_000;

    private final BundleContext context;
    private final ModuleRegistry registry;
    private final Gate gate;
    private final Health health;
    private final Path kept;
    private final LongSupplier healthyWithinMs;
    private final Map<String, ServiceRegistration<ModuleStarted>> started = new ConcurrentHashMap<>();
    private final Libraries libraries;
    private final Answers answers = Answers.ofThisPortal();

    Installer(BundleContext context, ModuleRegistry registry, Gate gate, Health health, Path kept, LongSupplier healthyWithinMs) {
        this.context = context;
        this.registry = registry;
        this.gate = gate;
        this.health = health;
        this.kept = kept;
        this.healthyWithinMs = healthyWithinMs;
        libraries = new Libraries(context, START_LEVEL);
    }

    @Nullable Bundle bundle(String id) {
        return context.getBundle(LOCATION + id);
    }

    /** What of the jar's requirements, and of those of what it brings along, nothing here offers: found out beside what runs, without starting anything. */
    Optional<Problem> unresolvable(ModuleJar jar) {
        List<Bundle> probes = new ArrayList<>();
        // libraries have one place in the container: whoever looks and whoever acts must not take them from one another
        synchronized (libraries) {
            try (InputStream in = jar.bundle()) {
                probes.addAll(libraries.bring(jar));
                Optional<Problem> clash = libraries.clash(jar.id(), probes);
                if (clash.isPresent()) {
                    return clash;
                }
                probes.add(context.installBundle(PROBE + jar.id(), in));
                return probes.stream().flatMap(probe -> health.missing(jar.id(), probe).stream()).findFirst();
            } catch (Problem refused) {
                return Optional.of(refused);
            } catch (BundleException | IOException e) {
                LOG.debug("{} could not be looked at before", jar.path(), e);
                return Optional.empty();
            } finally {
                Libraries.takeAway(probes);
            }
        }
    }

    /** What bringing the jar does to the container's bundles. */
    Effects effects(ModuleJar jar) {
        return Effects.of(context, jar, bundle(jar.id()));
    }

    /** What taking the module away does to them. */
    Effects effectsOfTaking(String id) {
        return Effects.ofTaking(context, id, bundle(id));
    }

    /**
     * @param jar kept in the data folder
     * @param knowing whether other modules may be stopped and started by it
     * @throws Problem 422 with what is wrong, 409 {@code modules.touches-others}; what ran before runs on
     */
    void bring(ModuleJar jar, boolean knowing) {
        Bundle running = bundle(jar.id());
        String before = running == null ? null : current(jar.id());
        if (running != null && jar.path().getFileName().toString().equals(before)) {
            startAsItWas(jar.id(), running);
        } else {
            Optional<Problem> touching = knowing ? Optional.empty() : effects(jar).refusal(jar.id());
            touching.or(() -> unresolvable(jar)).ifPresent(why -> {
                throw why;
            });
            synchronized (libraries) {
                change(jar, running, before);
            }
        }
    }

    private void startAsItWas(String id, Bundle bundle) {
        try {
            if (bundle.getState() != Bundle.ACTIVE) {
                bundle.start();
            }
            started(id);
            proveHealth(id, bundle);
            registry.changed();
        } catch (BundleException e) {
            throw health.missing(id, bundle).orElseGet(() -> notStarted(id, e));
        }
    }

    private void change(ModuleJar jar, @Nullable Bundle running, @Nullable String before) {
        String id = jar.id();
        registry.updating(id, true);
        Bundle bundle = running;
        try {
            registry.step(id, Step.WAITING);
            gate.drain(id, DRAINED_WITHIN_MS);
            registry.step(id, Step.EXCHANGING);
            ending(id);
            if (bundle == null) {
                libraries.bring(jar);
                try (InputStream in = jar.bundle()) {
                    bundle = context.installBundle(LOCATION + id, in);
                    bundle.adapt(BundleStartLevel.class).setStartLevel(START_LEVEL);
                }
            } else {
                exchange(bundle, jar);
            }
            rewire(bundle);
            registry.step(id, Step.STARTING);
            start(bundle, jar);
            started(id);
            registry.step(id, Step.PROVING);
            proveHealth(id, bundle);
            proveAnswer(id, bundle);
            Files.writeString(kept.resolve(id + CURRENT), jar.path().getFileName().toString());
            LOG.info("Module {} {} runs", id, jar.version());
        } catch (BundleException | IOException | Problem e) {
            Problem why = e instanceof Problem p ? p
                    : bundle == null ? notStarted(id, e) : health.missing(id, bundle).orElse(notStarted(id, e));
            registry.step(id, Step.RETURNING);
            putBack(id, bundle, before);
            throw why;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Problem(503, "modules.starting").with("module", id);
        } finally {
            registry.updating(id, false);
        }
    }

    /** What runs gives way to the jar, and the libraries that only it used to those that the jar brings. */
    private void exchange(Bundle bundle, ModuleJar jar) throws BundleException, IOException {
        libraries.bring(jar);
        try (InputStream in = jar.bundle()) {
            if (!libraries.held()) {
                bundle.update(in);
                return;
            }
            // one that runs is started again at once, with the libraries of before: what is wired already is preferred
            bundle.stop(Bundle.STOP_TRANSIENT);
            bundle.update(in);
        }
        sweep(jar.id(), jar);
    }

    private void start(Bundle bundle, ModuleJar jar) throws BundleException {
        for (Bundle library : libraries.of(jar)) {
            library.start();
        }
        bundle.start();
    }

    /** @param jar what runs as the module from now on; null when nothing does */
    private void sweep(String id, @Nullable ModuleJar jar) {
        if (!libraries.held()) {
            return;
        }
        List<ModuleJar> needing = new ArrayList<>(jar == null ? List.of() : List.of(jar));
        try (DirectoryStream<Path> all = Files.newDirectoryStream(kept, "*" + CURRENT)) {
            for (Path one : all) {
                Path file = kept.resolve(Files.readString(one).strip());
                if (!one.getFileName().toString().equals(id + CURRENT) && Kar.named(file)) {
                    needing.add(ModuleJar.read(file, registry.descriptors()));
                }
            }
        } catch (IOException | Problem e) {
            LOG.warn("Which libraries are still needed could not be found out; all stay", e);
            return;
        }
        List<Bundle> gone = libraries.sweep(id, needing);
        if (!gone.isEmpty()) {
            refresh(gone);
        }
    }

    /** The whiteboard takes up an interface before it answers; so it is asked until it does. */
    private void proveAnswer(String id, Bundle bundle) throws InterruptedException {
        if (!health.offersRest(bundle)) {
            return;
        }
        long end = System.nanoTime() + healthyWithinMs.getAsLong() * 1_000_000;
        String secret = gate.probe(id);
        try {
            Optional<Problem> trouble = answers.trouble(id, secret);
            while (trouble.isPresent() && System.nanoTime() < end) {
                Thread.sleep(50);
                trouble = answers.trouble(id, secret);
            }
            trouble.ifPresent(why -> {
                throw why;
            });
        } finally {
            gate.probed(id);
        }
    }

    private void proveHealth(String id, Bundle bundle) {
        long end = System.nanoTime() + healthyWithinMs.getAsLong() * 1_000_000;
        long lost = System.nanoTime() + LOST_AFTER_MS * 1_000_000;
        boolean again = false;
        Optional<Problem> trouble = health.trouble(id, bundle);
        while (trouble.isPresent() && health.failedForGood(id).isEmpty() && System.nanoTime() < end) {
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
            trouble = health.trouble(id, bundle);
            if (!again && System.nanoTime() > lost && trouble.filter(why -> why.code().equals(Health.NOT_PUBLISHED)).isPresent()) {
                again = true;
                publishAgain(id, bundle);
            }
        }
        trouble.or(() -> missingAsset(id)).ifPresent(why -> {
            throw why;
        });
    }

    /** Its application may come now, behind its resources. */
    private void started(String id) {
        if (!started.containsKey(id)) {
            started.put(id, context.registerService(ModuleStarted.class, new ModuleStarted() { }, new Hashtable<>(Map.of(ModuleStarted.MODULE, id))));
        }
    }

    /** Its application goes, before its resources. */
    private void ending(String id) {
        ServiceRegistration<ModuleStarted> registration = started.remove(id);
        if (registration != null) {
            registration.unregister();
        }
    }

    /** The whiteboard may lose a service that comes beside another (docs/adr/0011): the module says once more what it offers, and nobody else has to. */
    private void publishAgain(String id, Bundle bundle) {
        LOG.warn("Module {} does not answer yet although it runs; it is started once more", id);
        try {
            ending(id);
            bundle.stop(Bundle.STOP_TRANSIENT);
            bundle.start(Bundle.START_TRANSIENT);
            started(id);
        } catch (BundleException e) {
            LOG.warn("Module {} could not be started once more", id, e);
        }
    }

    /** What the descriptor names for browsers and the bundle does not have: a page that opens it would stay empty. */
    private Optional<Problem> missingAsset(String id) {
        return registry.entry(id).filter(entry -> entry.descriptor() != null).flatMap(entry -> entry.descriptor().assets().stream()
                .filter(file -> registry.content(entry, file).isEmpty()).findFirst()).map(file -> new Problem(422, "modules.asset-missing").with("module", id).with("file", file));
    }

    private void putBack(String id, @Nullable Bundle bundle, @Nullable String before) {
        if (bundle == null) {
            sweep(id, null);
            return;
        }
        try {
            ending(id);
            if (before == null) {
                bundle.uninstall();
                letGo(id, bundle, false);
                sweep(id, null);
                return;
            }
            ModuleJar jar = ModuleJar.read(kept.resolve(before), registry.descriptors());
            exchange(bundle, jar);
            rewire(bundle);
            start(bundle, jar);
            started(id);
            proveHealth(id, bundle);
            LOG.info("Module {}: {} runs again", id, before);
        } catch (Problem e) {
            LOG.error("Module {}: what ran before could not be put back: {}", id, registry.sentence(Language.EN, e));
        } catch (BundleException | IOException e) {
            LOG.error("Module {}: what ran before could not be put back", id, e);
        }
    }

    /** @param knowing whether other modules may be stopped and started by it; without that, those that use its classes keep them until the portal starts anew */
    void takeAway(String id, boolean knowing) {
        registry.withdraw(id);
        Bundle bundle = bundle(id);
        try {
            gate.drain(id, DRAINED_WITHIN_MS);
            ending(id);
            if (bundle != null) {
                bundle.uninstall();
                letGo(id, bundle, knowing);
                LOG.info("Module {} is withdrawn; its data stays", id);
            }
            Files.deleteIfExists(kept.resolve(id + CURRENT));
            synchronized (libraries) {
                sweep(id, null);
            }
        } catch (BundleException | IOException e) {
            LOG.error("Module {} could not be taken away", id, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        registry.changed();
    }

    /** What is uninstalled lets go of its classes; whoever uses them is stopped and wired anew. */
    private void letGo(String id, Bundle bundle, boolean knowing) {
        Effects effects = Effects.ofTaking(context, id, bundle);
        if (!knowing && !effects.others().isEmpty()) {
            LOG.warn("Module {} is gone, but {} keep using its classes until the portal starts anew", id, effects.refreshed());
            return;
        }
        refresh(List.of(bundle));
    }

    /** Whoever used the classes of the version before gets those of the new one; that was looked at, or wanted, before. */
    private void rewire(Bundle bundle) {
        if (!Effects.users(context, List.of(bundle)).isEmpty()) {
            refresh(List.of(bundle));
        }
    }

    private void refresh(List<Bundle> bundles) {
        CountDownLatch done = new CountDownLatch(1);
        context.getBundle(0).adapt(FrameworkWiring.class).refreshBundles(bundles, event -> done.countDown());
        try {
            if (!done.await(WIRED_WITHIN_S, TimeUnit.SECONDS)) {
                LOG.warn("{} are still being wired anew", bundles);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Problem notStarted(String id, Exception e) {
        return new Problem(422, "modules.not-started").with("module", id).with("detail", reason(e)).with(CHAIN, chain(e));
    }

    /** Every cause with all that it says. */
    private static String chain(Exception e) {
        StringBuilder all = new StringBuilder();
        for (Throwable cause = e; cause != null && all.length() < LONGEST_CHAIN; cause = cause.getCause()) {
            all.append(all.isEmpty() ? "" : "\n").append(cause.getClass().getSimpleName()).append(": ").append(cause.getMessage());
        }
        return bounded(all.toString());
    }

    static String bounded(String text) {
        return text.length() > LONGEST_CHAIN ? text.substring(0, LONGEST_CHAIN) + " …" : text;
    }

    private static String reason(Exception e) {
        Throwable cause = e;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        String text = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return text.lines().findFirst().orElse(text);
    }

    /** The file name of the jar that runs, as it was written down when it had proved itself. */
    @Nullable String current(String id) {
        try {
            return Files.readString(kept.resolve(id + CURRENT)).strip();
        } catch (IOException none) {
            return null;
        }
    }
}
