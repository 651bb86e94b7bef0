package org.shuyuan.access.internal;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;

/**
 * A service of a bundle that itself needs {@code Access}. It is fetched when it is first used, never while this bundle's
 * components start: declarative services would see a circle and leave the reference empty. Thread-safe.
 */
final class LazyService<T> implements Supplier<@Nullable T>, AutoCloseable {

    private final BundleContext context;
    private final ServiceTracker<T, ServiceReference<T>> tracker;
    private volatile @Nullable Got<T> got;

    private record Got<T>(ServiceReference<T> reference, T service) {}

    LazyService(BundleContext context, Class<T> type) {
        this.context = context;
        this.tracker = new ServiceTracker<>(context, type, null) {
            @Override
            public ServiceReference<T> addingService(ServiceReference<T> reference) {
                return reference;
            }

            @Override
            public void removedService(ServiceReference<T> reference, ServiceReference<T> same) {
                Got<T> held = got;
                if (held != null && held.reference().equals(reference)) {
                    got = null;
                    context.ungetService(reference);
                }
            }
        };
        tracker.open();
    }

    /** The service, or null while there is none. */
    @Override
    public @Nullable T get() {
        Got<T> held = got;
        if (held != null) {
            return held.service();
        }
        ServiceReference<T> reference = tracker.getService();
        T service = reference == null ? null : context.getService(reference);
        if (reference != null && service != null) {
            got = new Got<>(reference, service);
        }
        return service;
    }

    @Override
    public void close() {
        tracker.close();
    }
}
