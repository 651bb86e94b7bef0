package org.shuyuan.modules.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.wiring.FrameworkWiring;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.text.Language;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings one module's bundle to run, or takes it away; what ran before is put back when the new one is not healthy. For one thread at a time. */
final class Installer {

    /** A module's bundle has this location, whichever jar it runs. */
    static final String LOCATION = "shuyuan:";
    private static final String PROBE = "shuyuan-probe:";
    private static final Logger LOG = LoggerFactory.getLogger(Installer.class);
    private static final int START_LEVEL = 80;
    private static final long DRAINED_WITHIN_MS = 3_000;

    private final BundleContext context;
    private final ModuleRegistry registry;
    private final Gate gate;
    private final Health health;
    private final Path kept;
    private final long healthyWithinMs;

    Installer(BundleContext context, ModuleRegistry registry, Gate gate, Health health, Path kept, long healthyWithinMs) {
        this.context = context;
        this.registry = registry;
        this.gate = gate;
        this.health = health;
        this.kept = kept;
        this.healthyWithinMs = healthyWithinMs;
    }

    @Nullable Bundle bundle(String id) {
        return context.getBundle(LOCATION + id);
    }

    /** What of the jar's requirements nothing here offers: found out beside what runs, without starting anything. */
    Optional<Problem> unresolvable(ModuleJar jar) {
        Bundle probe = null;
        try (InputStream in = Files.newInputStream(jar.path())) {
            probe = context.installBundle(PROBE + jar.id(), in);
            return health.missing(jar.id(), probe);
        } catch (BundleException | IOException e) {
            LOG.debug("{} could not be looked at before", jar.path(), e);
            return Optional.empty();
        } finally {
            if (probe != null) {
                try {
                    probe.uninstall();
                } catch (BundleException e) {
                    LOG.warn("{} stays behind", probe, e);
                }
            }
        }
    }

    /**
     * @param jar kept in the data folder
     * @throws Problem 422 with what is wrong; what ran before runs on
     */
    void bring(ModuleJar jar) {
        Bundle running = bundle(jar.id());
        String before = running == null ? null : current(jar.id());
        if (running != null && jar.path().getFileName().toString().equals(before)) {
            startAsItWas(jar.id(), running);
        } else {
            unresolvable(jar).ifPresent(missing -> {
                throw missing;
            });
            change(jar, running, before);
        }
    }

    private void startAsItWas(String id, Bundle bundle) {
        try {
            if (bundle.getState() != Bundle.ACTIVE) {
                bundle.start();
            }
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
            gate.drain(id, DRAINED_WITHIN_MS);
            try (InputStream in = Files.newInputStream(jar.path())) {
                if (bundle == null) {
                    bundle = context.installBundle(LOCATION + id, in);
                    bundle.adapt(BundleStartLevel.class).setStartLevel(START_LEVEL);
                } else {
                    bundle.update(in);
                }
            }
            bundle.start();
            proveHealth(id, bundle);
            Files.writeString(kept.resolve(id + ".current"), jar.path().getFileName().toString());
            LOG.info("Module {} {} runs", id, jar.version());
        } catch (BundleException | IOException | Problem e) {
            Problem why = e instanceof Problem p ? p
                    : bundle == null ? notStarted(id, e) : health.missing(id, bundle).orElse(notStarted(id, e));
            putBack(id, bundle, before);
            throw why;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Problem(503, "modules.starting").with("module", id);
        } finally {
            registry.updating(id, false);
        }
    }

    private void proveHealth(String id, Bundle bundle) {
        long end = System.nanoTime() + healthyWithinMs * 1_000_000;
        Optional<Problem> trouble = health.trouble(id, bundle);
        while (trouble.isPresent() && health.failedForGood(id).isEmpty() && System.nanoTime() < end) {
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
            trouble = health.trouble(id, bundle);
        }
        trouble.ifPresent(why -> {
            throw why;
        });
    }

    private void putBack(String id, @Nullable Bundle bundle, @Nullable String before) {
        if (bundle == null) {
            return;
        }
        try {
            if (before == null) {
                bundle.uninstall();
                refresh(bundle);
                return;
            }
            try (InputStream in = Files.newInputStream(kept.resolve(before))) {
                bundle.update(in);
            }
            bundle.start();
            proveHealth(id, bundle);
            LOG.info("Module {}: {} runs again", id, before);
        } catch (Problem e) {
            LOG.error("Module {}: what ran before could not be put back: {}", id, registry.sentence(Language.EN, e));
        } catch (BundleException | IOException e) {
            LOG.error("Module {}: what ran before could not be put back", id, e);
        }
    }

    void takeAway(String id) {
        registry.withdraw(id);
        Bundle bundle = bundle(id);
        try {
            gate.drain(id, DRAINED_WITHIN_MS);
            if (bundle != null) {
                bundle.uninstall();
                refresh(bundle);
                LOG.info("Module {} is withdrawn; its data stays", id);
            }
            Files.deleteIfExists(kept.resolve(id + ".current"));
        } catch (BundleException | IOException e) {
            LOG.error("Module {} could not be taken away", id, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        registry.changed();
    }

    private void refresh(Bundle bundle) {
        // it exports nothing, so nobody else is touched; only its classes are let go
        context.getBundle(0).adapt(FrameworkWiring.class).refreshBundles(List.of(bundle));
    }

    private static Problem notStarted(String id, Exception e) {
        return new Problem(422, "modules.not-started").with("module", id).with("detail", reason(e));
    }

    private static String reason(Exception e) {
        Throwable cause = e;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        String text = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return text.lines().findFirst().orElse(text);
    }

    private @Nullable String current(String id) {
        try {
            return Files.readString(kept.resolve(id + ".current")).strip();
        } catch (IOException none) {
            return null;
        }
    }
}
