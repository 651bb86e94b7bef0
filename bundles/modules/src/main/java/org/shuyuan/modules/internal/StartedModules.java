package org.shuyuan.modules.internal;

import java.util.Hashtable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.shuyuan.api.module.ModuleStarted;

/** Tells the modules' interfaces when they may be built: once all resources are there, not anew for each of them. */
final class StartedModules {

    private final BundleContext context;
    private final Map<String, ServiceRegistration<ModuleStarted>> started = new ConcurrentHashMap<>();

    StartedModules(BundleContext context) {
        this.context = context;
    }

    /** Its application may come now, behind its resources. */
    void tell(String id) {
        if (!started.containsKey(id)) {
            started.put(id, context.registerService(ModuleStarted.class, new ModuleStarted() { }, new Hashtable<>(Map.of(ModuleStarted.MODULE, id))));
        }
    }

    /** Its application goes, before its resources. */
    void end(String id) {
        ServiceRegistration<ModuleStarted> registration = started.remove(id);
        if (registration != null) {
            registration.unregister();
        }
    }

    /** All of them go: whoever comes next tells of them anew. */
    void close() {
        started.keySet().forEach(this::end);
    }
}
