package org.shuyuan.persistence.internal;

import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.startlevel.FrameworkStartLevel;

/**
 * The container's own start: all bundles of its boot features are started. Opening the database publishes nearly every service of the
 * portal, on the thread that opens it. While another thread still starts bundles, two threads publish at once, and the JAX-RS whiteboard
 * keeps its applications in maps that are not made for that (component-dsl 1.2.2, {@code OSGi.splitBy}: a HashMap): now and then one
 * application would be missing until the next start. So the services wait for the start, and one thread publishes.
 */
final class ContainerStart {

    /** Registered by Karaf once its boot features are installed and started. */
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

    /** At a first start the features come after the start level is reached, at later ones before. */
    private boolean over() {
        Bundle framework = context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION);
        int reached = framework.adapt(FrameworkStartLevel.class).getStartLevel();
        String wanted = context.getProperty(Constants.FRAMEWORK_BEGINNING_STARTLEVEL);
        return reached >= (wanted == null ? 1 : Integer.parseInt(wanted)) && context.getServiceReference(BOOT_FINISHED) != null;
    }
}
