package org.shuyuan.modules.internal;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.shuyuan.api.problem.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts modules, each on a thread of its own: code of theirs runs then, and one that waits for something for ever must not hold whoever else is to be brought. The
 * container holds a lock on such a bundle, so nothing can be done with it until the portal starts again, and then it is not started by itself. For one thread at a time.
 */
final class Starting {

    private static final String TOO_LONG = "modules.start-too-long";
    private static final Logger LOG = LoggerFactory.getLogger(Starting.class);

    private final LongSupplier withinMs;
    private final Map<String, Thread> stuck = new ConcurrentHashMap<>();

    Starting(LongSupplier withinMs) {
        this.withinMs = withinMs;
    }

    /**
     * Starts it for this run of the container.
     *
     * @throws BundleException it does not start
     * @throws Problem 422 {@code modules.start-too-long}
     */
    void start(String id, Bundle bundle) throws BundleException, InterruptedException {
        refuseStuck(id);
        FutureTask<Void> start = new FutureTask<>(() -> {
            bundle.start(Bundle.START_TRANSIENT);
            return null;
        });
        Thread thread = new Thread(() -> {
            start.run();
            if (stuck.get(id) == Thread.currentThread()) {
                stop(id, bundle);
                stuck.remove(id, Thread.currentThread());
            }
        }, "shuyuan-start-" + id);
        thread.setDaemon(true);
        thread.start();
        try {
            start.get(withinMs.getAsLong(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            stuck.put(id, thread);
            if (start.isDone()) {
                // just now: the thread may have looked before it was given up
                stop(id, bundle);
                stuck.remove(id, thread);
            }
            throw tooLong(id);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof BundleException why) {
                throw why;
            }
            throw new BundleException(String.valueOf(e.getCause().getMessage()), e.getCause());
        }
    }

    /** It came to its end when nobody waited for it any more. */
    private static void stop(String id, Bundle bundle) {
        try {
            bundle.stop();
            LOG.info("Module {} has started by now; it is stopped, for it was given up", id);
        } catch (BundleException e) {
            LOG.warn("Module {} could not be stopped", id, e);
        }
    }

    /** @throws Problem 422 {@code modules.start-too-long} while it is still at it */
    void refuseStuck(String id) {
        if (stuck(id)) {
            throw tooLong(id);
        }
    }

    boolean stuck(String id) {
        return stuck.containsKey(id);
    }

    private Problem tooLong(String id) {
        return new Problem(422, TOO_LONG).with("module", id).with("seconds", Math.max(1, withinMs.getAsLong() / 1000));
    }
}
