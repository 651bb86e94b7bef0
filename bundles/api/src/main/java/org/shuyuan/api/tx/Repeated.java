package org.shuyuan.api.tx;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work that a component does again and again on a thread of its own: a failure is logged and tried again the next time, and the component's end waits for the
 * transaction that runs. Every node does it; which of them works is for the work itself to settle, by a row it claims. Thread-safe.
 */
public final class Repeated {

    private static final Logger LOG = LoggerFactory.getLogger(Repeated.class);
    private static final long ENDS_WITHIN_S = 5;

    /** Everybody's that are at work. */
    private static final Set<Repeated> AT_WORK = ConcurrentHashMap.newKeySet();

    /**
     * A job that runs.
     *
     * @param name of the module and the work
     * @param since how long
     */
    public record Working(String name, Duration since) {}

    private final String name;
    private volatile long begun;
    private final Duration pause;
    private final Runnable work;
    private final ScheduledExecutorService thread;

    private Repeated(String name, Duration pause, Runnable work) {
        this.name = name;
        this.pause = pause;
        this.work = work;
        this.thread = Executors.newSingleThreadScheduledExecutor(run -> {
            Thread made = new Thread(run, "shuyuan-" + name);
            made.setDaemon(true);
            return made;
        });
    }

    /**
     * Begins.
     *
     * @param name of the module and the work, e.g. {@code calendar-reminders}: for the thread and the log
     * @param first until it is done for the first time; the first minutes after a start belong to those who are waiting for the portal
     * @param pause from its end until it is done again
     * @param work looks at {@link Thread#isInterrupted()} between its transactions
     * @return to be stopped with the component
     */
    public static Repeated every(String name, Duration first, Duration pause, Runnable work) {
        Repeated made = new Repeated(name, pause, work);
        made.thread.scheduleWithFixedDelay(made::once, first.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
        return made;
    }

    /**
     * Which jobs of a module are at work; one that does not come to its end keeps nobody waiting but itself, and is named where modules are managed.
     *
     * @param module its id, which the names of its jobs begin with
     * @param than only those that have been at work for longer
     * @return the longest first
     */
    public static List<Working> working(String module, Duration than) {
        long now = System.nanoTime();
        return AT_WORK.stream().filter(job -> job.name.equals(module) || job.name.startsWith(module + "-"))
                .map(job -> new Working(job.name, Duration.ofNanos(now - job.begun))).filter(job -> job.since().compareTo(than) > 0)
                .sorted(Comparator.comparing(Working::since).reversed()).toList();
    }

    private void once() {
        begun = System.nanoTime();
        AT_WORK.add(this);
        try {
            work.run();
        } catch (RuntimeException | LinkageError e) {
            if (!thread.isShutdown()) {
                LOG.warn("{} failed; the next try is in {} minutes", name, Math.max(1, pause.toMinutes()), e);
            }
        } finally {
            AT_WORK.remove(this);
        }
    }

    /**
     * Ends it. What runs is interrupted and waited for: its transaction must end before the persistence unit goes.
     *
     * @throws InterruptedException whoever waits is interrupted
     */
    public void stop() throws InterruptedException {
        thread.shutdownNow();
        thread.awaitTermination(ENDS_WITHIN_S, TimeUnit.SECONDS);
    }
}
