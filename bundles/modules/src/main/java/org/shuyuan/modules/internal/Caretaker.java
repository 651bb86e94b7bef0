package org.shuyuan.modules.internal;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread on which the portal acts by itself: what was wanted is reached again after a start, and then looked at again and again. */
final class Caretaker {

    private static final Logger LOG = LoggerFactory.getLogger(Caretaker.class);
    private static final int CHECKED_EVERY_S = 60;

    private final ModuleManager manager;
    private final Withheld withheld;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(r -> new Thread(r, "shuyuan-modules"));

    Caretaker(ModuleManager manager, Withheld withheld) {
        this.manager = manager;
        this.withheld = withheld;
    }

    /** Soon, or behind what is being done now. */
    void later(Runnable act, long milliseconds) {
        if (!thread.isShutdown()) {
            thread.schedule(() -> {
                try {
                    act.run();
                } catch (RuntimeException e) {
                    if (Reasons.database(e)) {
                        LOG.warn("What the portal does by itself with its modules waits for the database: {}", e.getMessage());
                    } else {
                        LOG.error("What the portal does by itself with its modules failed", e);
                    }
                }
            }, milliseconds, TimeUnit.MILLISECONDS);
        }
    }

    /** One after the other: while the platform still publishes what it is made of, no module is started beside it. */
    void begin(Startup startup) {
        later(() -> converge(startup), 0);
    }

    private void converge(Startup startup) {
        if (!startup.platformWhole()) {
            later(() -> converge(startup), 100);
            return;
        }
        try {
            withheld.look();
            startup.converge();
        } catch (RuntimeException e) {
            LOG.error("The modules could not be brought to the wanted state; tried again in 5 s", e);
            later(() -> converge(startup), 5_000);
            return;
        }
        watch(startup);
    }

    private void watch(Startup startup) {
        if (!startup.ready()) {
            later(() -> watch(startup), 100);
        } else if (!thread.isShutdown()) {
            thread.scheduleWithFixedDelay(manager::checkItself, CHECKED_EVERY_S, CHECKED_EVERY_S, TimeUnit.SECONDS);
        }
    }

    void close() {
        thread.shutdownNow();
    }
}
