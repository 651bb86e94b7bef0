package org.shuyuan.rest.internal;

import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.shuyuan.api.module.Modules;
import org.shuyuan.rest.Json;

/** What the shared mapper has learnt of a module's classes would hold each version of it in memory: it forgets when one goes. */
@Component(service = JsonMemory.class, immediate = true)
public class JsonMemory implements BundleListener {

    private static final int GONE = BundleEvent.UPDATED | BundleEvent.UNINSTALLED | BundleEvent.UNRESOLVED;

    private final BundleContext context;

    @Activate
    public JsonMemory(BundleContext context) {
        this.context = context;
        context.addBundleListener(this);
    }

    @Deactivate
    public void close() {
        context.removeBundleListener(this);
    }

    @Override
    public void bundleChanged(BundleEvent event) {
        if ((event.getType() & GONE) != 0 && String.valueOf(event.getBundle().getLocation()).startsWith(Modules.LOCATION)) {
            Json.forget();
        }
    }
}
