package org.shuyuan.modules.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.startlevel.BundleStartLevel;
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
    private static final int START_LEVEL = 80;
    private static final long DRAINED_WITHIN_MS = 3_000;

    private final BundleContext context;
    private final ModuleRegistry registry;
    private final Gate gate;
    private final Health health;
    private final Path kept;
    private final Function<String, @Nullable String> known;
    private final Libraries libraries;
    private final RunningJars jars;
    private final Wiring wiring;
    private final StartedModules started;
    private final Starting starting;
    private final Proof proof;

    /** @param known by what name the container knew a module that does not run now; null where there was none */
    Installer(BundleContext context, ModuleRegistry registry, Gate gate, Health health, Path kept, Function<String, @Nullable String> known, LongSupplier healthyWithinMs) {
        this.context = context;
        this.registry = registry;
        this.gate = gate;
        this.health = health;
        this.kept = kept;
        this.known = known;
        libraries = new Libraries(context, START_LEVEL);
        jars = new RunningJars(kept);
        wiring = new Wiring(context);
        started = new StartedModules(context);
        // a migration is part of it, and takes its time
        starting = new Starting(() -> 10 * healthyWithinMs.getAsLong());
        proof = new Proof(registry, gate, health, started, healthyWithinMs);
    }

    /** Nobody answers for the modules any more, until another of this kind does. */
    void close() {
        started.close();
    }

    RunningJars jars() {
        return jars;
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
        Bundle running = bundle(jar.id());
        return Effects.of(context, jar, running, running == null ? known.apply(jar.id()) : running.getSymbolicName());
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
        starting.refuseStuck(jar.id());
        Bundle running = bundle(jar.id());
        String before = running == null ? null : jars.name(jar.id());
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
                starting.start(id, bundle);
            }
            bundle.start();
            started.tell(id);
            proof.healthy(id, bundle);
            registry.changed();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Problem(503, "modules.starting").with("module", id);
        } catch (BundleException e) {
            throw health.missing(id, bundle).orElseGet(() -> Reasons.notStarted(id, e));
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
            started.end(id);
            // killed from here on, nobody takes what lies in the container for the version of before
            jars.remove(id);
            if (bundle == null) {
                libraries.bring(jar);
                try (InputStream in = jar.bundle()) {
                    bundle = context.installBundle(LOCATION + id, in);
                    bundle.adapt(BundleStartLevel.class).setStartLevel(START_LEVEL);
                }
            } else {
                exchange(bundle, jar);
            }
            wiring.rewire(bundle);
            registry.step(id, Step.STARTING);
            start(bundle, jar);
            started.tell(id);
            registry.step(id, Step.PROVING);
            proof.healthyAtOnce(id, bundle);
            proof.answers(id, bundle);
            // from now on the container starts it by itself
            bundle.start();
            jars.put(id, jar.path());
            LOG.info("Module {} {} runs", id, jar.version());
        } catch (BundleException | IOException | RuntimeException e) {
            // whatever it is, what ran before comes back
            Problem why = e instanceof Problem p ? p
                    : bundle == null ? Reasons.notStarted(id, e) : health.missing(id, bundle).orElse(Reasons.notStarted(id, e));
            registry.step(id, Step.RETURNING);
            if (!starting.stuck(id)) {
                putBack(id, bundle, before);
            }
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
            // for good: killed before it has proved itself, it is not started by the container. And one that ran when it is updated would be started again at once, with the
            // libraries of before, since what is wired already is preferred
            bundle.stop();
            bundle.update(in);
        }
        if (libraries.held()) {
            sweep(jar.id(), jar);
        }
    }

    private void start(Bundle bundle, ModuleJar jar) throws BundleException, InterruptedException {
        for (Bundle library : libraries.of(jar)) {
            library.start();
        }
        starting.start(jar.id(), bundle);
    }

    /** @param jar what runs as the module from now on; null when nothing does */
    private void sweep(String id, @Nullable ModuleJar jar) {
        if (!libraries.held()) {
            return;
        }
        List<ModuleJar> needing = new ArrayList<>(jar == null ? List.of() : List.of(jar));
        try {
            for (Path other : jars.others(id)) {
                if (Kar.named(other)) {
                    needing.add(ModuleJar.read(other, registry.descriptors()));
                }
            }
        } catch (IOException | Problem e) {
            LOG.warn("Which libraries are still needed could not be found out; all stay", e);
            return;
        }
        List<Bundle> gone = libraries.sweep(id, needing);
        if (!gone.isEmpty()) {
            wiring.refresh(gone);
        }
    }

    private void putBack(String id, @Nullable Bundle bundle, @Nullable String before) {
        if (bundle == null) {
            sweep(id, null);
            return;
        }
        try {
            started.end(id);
            if (before == null) {
                bundle.uninstall();
                wiring.letGo(id, bundle, false);
                sweep(id, null);
                return;
            }
            ModuleJar jar = ModuleJar.read(kept.resolve(before), registry.descriptors());
            exchange(bundle, jar);
            jars.put(id, jar.path());
            wiring.rewire(bundle);
            start(bundle, jar);
            started.tell(id);
            proof.healthy(id, bundle);
            bundle.start();
            LOG.info("Module {}: {} runs again", id, before);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Problem e) {
            LOG.error("Module {}: what ran before could not be put back: {}", id, registry.sentence(Language.EN, e));
        } catch (BundleException | IOException | RuntimeException e) {
            LOG.error("Module {}: what ran before could not be put back", id, e);
        }
    }

    /** @param knowing whether other modules may be stopped and started by it; without that, those that use its classes keep them until the portal starts anew */
    void takeAway(String id, boolean knowing) {
        registry.withdraw(id);
        Bundle bundle = bundle(id);
        try {
            gate.drain(id, DRAINED_WITHIN_MS);
            started.end(id);
            if (starting.stuck(id)) {
                LOG.error("Module {} has not come to the end of its start yet; it goes when the portal starts again", id);
            } else if (bundle != null) {
                bundle.uninstall();
                wiring.letGo(id, bundle, knowing);
                LOG.info("Module {} is withdrawn; its data stays", id);
            }
            jars.remove(id);
            synchronized (libraries) {
                sweep(id, null);
            }
        } catch (BundleException | IOException | IllegalStateException e) {
            LOG.error("Module {} could not be taken away", id, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        registry.changed();
    }
}
