package org.shuyuan.rest.internal;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the JAX-RS whiteboard anew when it has lost a service. Its maps are not made for services that come on two threads at once
 * (docs/adr/0011); what it then throws, the framework reports, and the resource is missing until the whiteboard looks at all services again.
 * The portal avoids that at its start; should it happen after all, interfaces answer again after some seconds instead of after the next start.
 * Thread-safe.
 */
@Component(service = WhiteboardWatch.class, immediate = true)
public final class WhiteboardWatch implements FrameworkListener {

    static final String WHITEBOARD = "org.apache.aries.jax.rs.whiteboard";
    private static final Logger LOG = LoggerFactory.getLogger(WhiteboardWatch.class);
    /** Whatever else comes in the same rush has come. */
    private static final long REST_MS = 1_000;
    /** A whiteboard that cannot be helped is not restarted for ever. */
    private static final int AT_MOST = 5;

    private final BundleContext context;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread made = new Thread(work, "shuyuan-whiteboard");
        made.setDaemon(true);
        return made;
    });
    private @Nullable ScheduledFuture<?> due;
    private int times;

    @Activate
    public WhiteboardWatch(BundleContext context) {
        this.context = context;
        context.addFrameworkListener(this);
    }

    @Deactivate
    public void close() {
        context.removeFrameworkListener(this);
        thread.shutdownNow();
    }

    @Override
    public synchronized void frameworkEvent(FrameworkEvent event) {
        Bundle source = event.getBundle();
        if (event.getType() != FrameworkEvent.ERROR || source == null || !WHITEBOARD.equals(source.getSymbolicName()) || times == AT_MOST || thread.isShutdown()) {
            return;
        }
        if (due != null) {
            due.cancel(false);
        }
        due = thread.schedule(() -> again(source), REST_MS, TimeUnit.MILLISECONDS);
    }

    private void again(Bundle whiteboard) {
        synchronized (this) {
            times++;
        }
        LOG.warn("The JAX-RS whiteboard has lost a service and is started anew, {} of {} times", times, AT_MOST);
        try {
            // transient: whether it starts with the container is not changed
            whiteboard.stop(Bundle.STOP_TRANSIENT);
            whiteboard.start(Bundle.START_TRANSIENT);
        } catch (BundleException | IllegalStateException e) {
            LOG.error("The JAX-RS whiteboard could not be started anew; restart the portal if interfaces are missing", e);
        }
    }
}
