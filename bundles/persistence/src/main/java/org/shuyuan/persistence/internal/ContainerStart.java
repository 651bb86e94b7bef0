package org.shuyuan.persistence.internal;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The container's own start: all bundles of its boot features are started. Opening the database publishes nearly every service of the
 * portal, on the thread that opens it. While another thread still starts bundles, two threads publish at once, and the JAX-RS whiteboard,
 * which starts last for that reason, loses services then (docs/adr/0011). So the services wait for the start, and one thread publishes.
 */
final class ContainerStart {

    private static final Logger LOG = LoggerFactory.getLogger(ContainerStart.class);
    /** Registered by Karaf once its boot features are installed: late at a first start, at once at others. */
    private static final String BOOT_FINISHED = "org.apache.karaf.features.BootFinished";
    /** The JAX-RS whiteboard says where it answers only after it has looked at all services that were there; it begins when Jetty is up, on the thread that brings Jetty up. */
    private static final String WHITEBOARD_HAS_LOOKED = "(&(objectClass=org.osgi.service.jaxrs.runtime.JaxrsServiceRuntime)(osgi.jaxrs.endpoint=*))";
    private static final long LOOK_EVERY_MS = 20;

    /** What can be done while the container starts, again and again: it must publish nothing. */
    @FunctionalInterface
    interface Meanwhile<E extends Exception> {
        void act() throws E;
    }

    private final BundleContext context;
    private final Duration patience;

    /** @param patience how long bundles that do not start are waited for once the boot features are installed */
    ContainerStart(BundleContext context, Duration patience) {
        this.context = context;
        this.patience = patience;
    }

    /**
     * Returns when it is over and the whiteboard has taken up what was there. One that cannot start, because a module in it no longer fits the distribution,
     * keeps nobody from working: once the boot features are there, the last ones are waited for a while and then named.
     */
    <E extends Exception> void await(Meanwhile<E> meanwhile) throws InterruptedException, E {
        while (context.getServiceReference(BOOT_FINISHED) == null) {
            pause(meanwhile);
        }
        long end = System.nanoTime() + patience.toNanos();
        List<Bundle> starting = starting();
        while (!starting.isEmpty() && System.nanoTime() < end) {
            pause(meanwhile);
            starting = starting();
        }
        while (starting.isEmpty() && !whiteboardHasLooked() && System.nanoTime() < end) {
            pause(meanwhile);
        }
        if (!starting.isEmpty()) {
            LOG.warn("Not started within {} s: {}. The portal goes on without", patience.toSeconds(),
                    starting.stream().map(Bundle::getSymbolicName).collect(Collectors.joining(", ")));
        }
    }

    private static <E extends Exception> void pause(Meanwhile<E> meanwhile) throws InterruptedException, E {
        meanwhile.act();
        TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MS);
    }

    private boolean whiteboardHasLooked() {
        try {
            return context.getAllServiceReferences(null, WHITEBOARD_HAS_LOOKED) != null;
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The framework's start level does not tell: Felix reports the new one before it starts the bundles of it, and Karaf begins with 1. */
    private List<Bundle> starting() {
        int own = level(context.getBundle());
        return Arrays.stream(context.getBundles()).filter(bundle -> level(bundle) > own && wanted(bundle) && bundle.getState() != Bundle.ACTIVE).toList();
    }

    /** Somebody may have stopped a bundle for good by the console. */
    private static boolean wanted(Bundle bundle) {
        BundleStartLevel level = bundle.adapt(BundleStartLevel.class);
        return level != null && level.isPersistentlyStarted();
    }

    private static int level(Bundle bundle) {
        BundleStartLevel level = bundle.adapt(BundleStartLevel.class);
        return level == null ? 0 : level.getStartLevel();
    }
}
