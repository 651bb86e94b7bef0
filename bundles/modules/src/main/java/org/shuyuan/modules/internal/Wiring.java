package org.shuyuan.modules.internal;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.wiring.FrameworkWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who gets whose classes, after a module's bundle was exchanged or has gone. */
final class Wiring {

    private static final Logger LOG = LoggerFactory.getLogger(Wiring.class);
    private static final long WIRED_WITHIN_S = 20;

    private final BundleContext context;

    Wiring(BundleContext context) {
        this.context = context;
    }

    /** What is uninstalled lets go of its classes; whoever uses them is stopped and wired anew. */
    void letGo(String id, Bundle bundle, boolean knowing) {
        Effects effects = Effects.ofTaking(context, id, bundle);
        if (!knowing && !effects.others().isEmpty()) {
            LOG.warn("Module {} is gone, but {} keep using its classes until the portal starts anew", id, effects.refreshed());
            return;
        }
        refresh(List.of(bundle));
    }

    /** Whoever used the classes of the version before gets those of the new one; that was looked at, or wanted, before. */
    void rewire(Bundle bundle) {
        if (!Effects.users(context, List.of(bundle)).isEmpty()) {
            refresh(List.of(bundle));
        }
    }

    /** Stops whoever uses them, and wires and starts it anew. */
    void refresh(List<Bundle> bundles) {
        CountDownLatch done = new CountDownLatch(1);
        context.getBundle(0).adapt(FrameworkWiring.class).refreshBundles(bundles, event -> done.countDown());
        try {
            if (!done.await(WIRED_WITHIN_S, TimeUnit.SECONDS)) {
                LOG.warn("{} are still being wired anew", bundles);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
