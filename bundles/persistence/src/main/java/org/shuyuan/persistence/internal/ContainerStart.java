package org.shuyuan.persistence.internal;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.startlevel.BundleStartLevel;

/**
 * The container's own start: all bundles of its boot features are started. Opening the database publishes nearly every service of the
 * portal, on the thread that opens it. While another thread still starts bundles, two threads publish at once, and the JAX-RS whiteboard,
 * which starts last for that reason, loses services then (docs/adr/0011). So the services wait for the start, and one thread publishes.
 */
final class ContainerStart {

    /** Registered by Karaf once its boot features are installed: late at a first start, at once at others. */
    private static final String BOOT_FINISHED = "org.apache.karaf.features.BootFinished";
    private static final long LOOK_EVERY_MS = 20;

    private final BundleContext context;

    ContainerStart(BundleContext context) {
        this.context = context;
    }

    /** Returns when it is over. */
    void await() throws InterruptedException {
        while (!over()) {
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MS);
        }
    }

    /** The framework's start level does not tell: Felix reports the new one before it starts the bundles of it, and Karaf begins with 1. */
    private boolean over() {
        int own = level(context.getBundle());
        return context.getServiceReference(BOOT_FINISHED) != null
                && Arrays.stream(context.getBundles()).filter(bundle -> level(bundle) > own).allMatch(bundle -> bundle.getState() == Bundle.ACTIVE);
    }

    private static int level(Bundle bundle) {
        BundleStartLevel level = bundle.adapt(BundleStartLevel.class);
        return level == null ? 0 : level.getStartLevel();
    }
}
