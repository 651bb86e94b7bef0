package org.shuyuan.rest.internal;

import java.util.Arrays;
import java.util.ConcurrentModificationException;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkListener;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceListener;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.jaxrs.runtime.JaxrsServiceRuntime;
import org.osgi.service.jaxrs.runtime.dto.RuntimeDTO;
import org.shuyuan.api.module.Modules;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the JAX-RS whiteboard anew when it has lost a service. Its maps are not made for services that come on two threads at once
 * (docs/adr/0011); what it then throws, the framework reports, and the resource is missing until the whiteboard looks at all services again.
 * Such a map may also lose an entry without a word, so when services have come, what the whiteboard knows of is compared with what is there.
 * Only what the platform offers is compared: whether a module answers, whoever brings it sees to.
 * The portal avoids both at its start; should it happen after all, interfaces answer again after some seconds instead of after the next start.
 * Thread-safe.
 */
@Component(service = WhiteboardWatch.class, immediate = true)
public final class WhiteboardWatch implements FrameworkListener, ServiceListener {

    static final String WHITEBOARD = "org.apache.aries.jax.rs.whiteboard";
    private static final Logger LOG = LoggerFactory.getLogger(WhiteboardWatch.class);
    /** Whatever else comes in the same rush has come. */
    private static final long REST_MS = 1_000;
    /** After the last service came: the whiteboard takes each up on the thread that brings it, CXF some hundredths of a second for each. */
    private static final long LOOK_AFTER_MS = 5_000;
    /**
     * So often in a row the same must be missing. To start anew takes every module's interface away for a moment, and on a PC with too much to do the whiteboard is still
     * taking up what came five seconds ago.
     */
    private static final int LOOKS = 3;
    /** Of applications only the service itself: the whiteboard gives the servlets it makes of one all its properties. */
    private static final String MEANT_FOR_IT =
            "(|(osgi.jaxrs.resource=true)(osgi.jaxrs.extension=true)(&(objectClass=javax.ws.rs.core.Application)(osgi.jaxrs.application.base=*)))";
    /** A whiteboard that cannot be helped is not restarted for ever. */
    private static final int AT_MOST = 5;

    private final BundleContext context;
    private final long pause;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread made = new Thread(work, "shuyuan-whiteboard");
        made.setDaemon(true);
        return made;
    });
    private @Nullable ScheduledFuture<?> due;
    private @Nullable ScheduledFuture<?> look;
    private int times;
    private Set<Object> missed = Set.of();
    private int looks;

    @Activate
    public WhiteboardWatch(BundleContext context) {
        this(context, LOOK_AFTER_MS);
    }

    /** @param pause in milliseconds, before each look */
    WhiteboardWatch(BundleContext context, long pause) {
        this.context = context;
        this.pause = pause;
        context.addFrameworkListener(this);
        try {
            context.addServiceListener(this, MEANT_FOR_IT);
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    @Deactivate
    public void close() {
        context.removeFrameworkListener(this);
        context.removeServiceListener(this);
        thread.shutdownNow();
    }

    @Override
    public synchronized void serviceChanged(ServiceEvent event) {
        if (event.getType() != ServiceEvent.UNREGISTERING) {
            looks = 0;
            lookLater();
        }
    }

    private synchronized void lookLater() {
        if (times < AT_MOST && !thread.isShutdown()) {
            if (look != null) {
                look.cancel(false);
            }
            look = thread.schedule(this::look, pause, TimeUnit.MILLISECONDS);
        }
    }

    /** Whether the same was missed in all looks since a service came last. */
    private synchronized boolean surely(Set<Object> lost) {
        looks = lost.equals(missed) ? looks + 1 : 1;
        missed = lost;
        return looks >= LOOKS;
    }

    private void look() {
        ServiceReference<JaxrsServiceRuntime> reference = context.getServiceReference(JaxrsServiceRuntime.class);
        JaxrsServiceRuntime runtime = reference == null ? null : context.getService(reference);
        if (reference == null || runtime == null) {
            return;
        }
        try {
            Set<Long> known = known(runtime.getRuntimeDTO());
            ServiceReference<?>[] there = context.getAllServiceReferences(null, MEANT_FOR_IT);
            List<Object> lost = there == null ? List.of() : Arrays.stream(there).filter(WhiteboardWatch::ofPlatform).filter(one -> !known.contains(one.getProperty(Constants.SERVICE_ID)))
                    .map(one -> Objects.requireNonNullElse(one.getProperty("component.name"), one.getProperty(Constants.SERVICE_ID))).toList();
            if (surely(Set.copyOf(lost)) && !lost.isEmpty()) {
                LOG.warn("The JAX-RS whiteboard does not know of {}", lost);
                again(reference.getBundle());
            } else if (!lost.isEmpty()) {
                lookLater();
            }
        } catch (InvalidSyntaxException | RuntimeException e) {
            // its view may fail while services come and go; each of those has a look of its own
            LOG.debug("What the whiteboard knows of cannot be told now", e);
        } finally {
            context.ungetService(reference);
        }
    }

    /** What a module lost, or what is wrong with it, takes nobody else's interface away; whoever brings it sees whether it answers. */
    private static boolean ofPlatform(ServiceReference<?> service) {
        Bundle owner = service.getBundle();
        return owner == null || !String.valueOf(owner.getLocation()).startsWith(Modules.LOCATION);
    }

    private static boolean met(@Nullable Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConcurrentModificationException) {
                return true;
            }
        }
        return false;
    }

    /** Everything it speaks of, also what it could not take up: that has been said and will not be better by a new start. */
    private static Set<Long> known(RuntimeDTO view) {
        Set<Long> known = new HashSet<>();
        Stream.concat(Stream.of(view.defaultApplication), Arrays.stream(view.applicationDTOs)).filter(Objects::nonNull).forEach(application -> {
            known.add(application.serviceId);
            Arrays.stream(application.resourceDTOs).forEach(one -> known.add(one.serviceId));
            Arrays.stream(application.extensionDTOs).forEach(one -> known.add(one.serviceId));
        });
        Arrays.stream(view.failedApplicationDTOs).forEach(one -> known.add(one.serviceId));
        Arrays.stream(view.failedResourceDTOs).forEach(one -> known.add(one.serviceId));
        Arrays.stream(view.failedExtensionDTOs).forEach(one -> known.add(one.serviceId));
        return known;
    }

    @Override
    public synchronized void frameworkEvent(FrameworkEvent event) {
        Bundle source = event.getBundle();
        if (event.getType() != FrameworkEvent.ERROR || source == null || !WHITEBOARD.equals(source.getSymbolicName()) || times == AT_MOST || thread.isShutdown()
                || !met(event.getThrowable())) {
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
