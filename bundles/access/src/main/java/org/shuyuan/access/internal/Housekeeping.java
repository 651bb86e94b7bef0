package org.shuyuan.access.internal;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every hour removes sessions, tokens and counts that have run out; that two nodes do it at once does no harm. */
@Component(immediate = true, service = Housekeeping.class)
public class Housekeeping {

    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "access-housekeeping");
        thread.setDaemon(true);
        return thread;
    });

    @Activate
    public Housekeeping(@Reference Sessions sessions, @Reference SignInHistory history, @Reference PasswordReset reset) {
        clock.scheduleWithFixedDelay(() -> {
            try {
                sessions.purge();
                history.purge();
                reset.purge();
            } catch (RuntimeException away) {
                LOG.warn("Old sessions were not removed; tried again in an hour", away);
            }
        }, 10, 60, TimeUnit.MINUTES);
    }

    @Deactivate
    public void stop() {
        clock.shutdownNow();
    }
}
