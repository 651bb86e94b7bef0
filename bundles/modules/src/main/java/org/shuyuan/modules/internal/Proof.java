package org.shuyuan.modules.internal;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.shuyuan.api.problem.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits until a module that was just started is what its descriptor says, or tells why it is not. */
final class Proof {

    private static final Logger LOG = LoggerFactory.getLogger(Proof.class);
    /** A resource is taken up within hundredths of a second, on a PC with twenty times too much to do within eight seconds. */
    private static final long LOST_AFTER_MS = 10_000;
    /**
     * After how long of the very same trouble a version that is brought is given up before its time: the container does not try a part again whose constructor threw, and
     * what the portal offers is there at once, or comes within seconds where much starts. Who writes a module waits for this sentence.
     */
    private static final Map<String, Long> GIVEN_UP_AFTER_MS = Map.of(Health.PART_FAILED, 3_000L, Health.PART_WAITS, 15_000L);

    private final ModuleRegistry registry;
    private final Gate gate;
    private final Health health;
    private final StartedModules started;
    private final LongSupplier healthyWithinMs;
    private final Answers answers = Answers.ofThisPortal();

    Proof(ModuleRegistry registry, Gate gate, Health health, StartedModules started, LongSupplier healthyWithinMs) {
        this.registry = registry;
        this.gate = gate;
        this.health = health;
        this.started = started;
        this.healthyWithinMs = healthyWithinMs;
    }

    /** The whiteboard takes up an interface before it answers; so it is asked until it does. */
    void answers(String id, Bundle bundle) throws InterruptedException {
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

    /** As it is: whatever it waits for may come within the time that modules have. */
    void healthy(String id, Bundle bundle) {
        healthy(id, bundle, false);
    }

    /** Of a version that was just brought: what will not come right is told sooner. */
    void healthyAtOnce(String id, Bundle bundle) {
        healthy(id, bundle, true);
    }

    private void healthy(String id, Bundle bundle, boolean atOnce) {
        long end = System.nanoTime() + healthyWithinMs.getAsLong() * 1_000_000;
        long lost = System.nanoTime() + LOST_AFTER_MS * 1_000_000;
        boolean again = false;
        Optional<Problem> trouble = trouble(id, bundle);
        Optional<Problem> same = trouble;
        long since = System.nanoTime();
        while (trouble.isPresent() && health.failedForGood(id).isEmpty() && System.nanoTime() < end) {
            if (!alike(trouble, same)) {
                same = trouble;
                since = System.nanoTime();
            } else if (atOnce && System.nanoTime() - since > GIVEN_UP_AFTER_MS.getOrDefault(trouble.get().code(), Long.MAX_VALUE / 1_000_000) * 1_000_000) {
                break;
            }
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
            trouble = trouble(id, bundle);
            if (!again && System.nanoTime() > lost && trouble.filter(why -> why.code().equals(Health.NOT_PUBLISHED)).isPresent()) {
                again = true;
                publishAgain(id, bundle);
            }
        }
        trouble.or(() -> missingAsset(id)).ifPresent(why -> {
            throw why;
        });
    }

    private static boolean alike(Optional<Problem> one, Optional<Problem> other) {
        return one.isPresent() && other.isPresent() && one.get().code().equals(other.get().code()) && Objects.equals(one.get().values().get("part"), other.get().values().get("part"));
    }

    /** What the container tells of itself may fail while it changes: that is no health, and is asked again. */
    private Optional<Problem> trouble(String id, Bundle bundle) {
        try {
            return health.trouble(id, bundle);
        } catch (Problem known) {
            return Optional.of(known);
        } catch (RuntimeException e) {
            LOG.debug("Module {} cannot be looked at now", id, e);
            return Optional.of(Reasons.notStarted(id, e));
        }
    }

    /** The whiteboard may lose a service that comes beside another (docs/adr/0011): the module says once more what it offers, and nobody else has to. */
    private void publishAgain(String id, Bundle bundle) {
        LOG.warn("Module {} does not answer yet although it runs; it is started once more", id);
        try {
            started.end(id);
            bundle.stop(Bundle.STOP_TRANSIENT);
            bundle.start(Bundle.START_TRANSIENT);
            started.tell(id);
        } catch (BundleException e) {
            LOG.warn("Module {} could not be started once more", id, e);
        }
    }

    /** What the descriptor names for browsers and the bundle does not have: a page that opens it would stay empty. */
    private Optional<Problem> missingAsset(String id) {
        return registry.entry(id).filter(entry -> entry.descriptor() != null).flatMap(entry -> entry.descriptor().assets().stream()
                .filter(file -> registry.content(entry, file).isEmpty()).findFirst()).map(file -> new Problem(422, "modules.asset-missing").with("module", id).with("file", file));
    }
}
