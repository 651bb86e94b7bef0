package org.shuyuan.api.tx;

import java.time.Duration;
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

    private final String name;
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

    private void once() {
        try {
            work.run();
        } catch (RuntimeException e) {
            if (!thread.isShutdown()) {
                LOG.warn("{} failed; the next try is in {} minutes", name, Math.max(1, pause.toMinutes()), e);
            }
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
