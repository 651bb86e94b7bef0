package org.shuyuan.web.internal;

import java.net.URL;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.util.tracker.BundleTracker;
import org.osgi.util.tracker.BundleTrackerCustomizer;
import org.shuyuan.api.module.ModuleInfo;
import org.shuyuan.api.module.ModulePage;
import org.shuyuan.api.module.Modules;

/** Finds module files in the bundles that carry the header {@code Shuyuan-Module}. Thread-safe. */
@Component(service = ModuleFiles.class)
public final class BundleFiles implements ModuleFiles {

    private final Modules modules;
    private final Map<String, Bundle> bundles = new ConcurrentHashMap<>();
    private final BundleTracker<String> tracker;

    @Activate
    public BundleFiles(BundleContext context, @Reference Modules modules) {
        this.modules = modules;
        tracker = new BundleTracker<>(context, Bundle.STARTING | Bundle.ACTIVE, new BundleTrackerCustomizer<>() {
            @Override
            public @Nullable String addingBundle(Bundle bundle, @Nullable BundleEvent event) {
                String id = bundle.getHeaders("").get("Shuyuan-Module");
                if (id != null) {
                    bundles.put(id, bundle);
                }
                return id;
            }

            @Override
            public void modifiedBundle(Bundle bundle, @Nullable BundleEvent event, String id) {}

            @Override
            public void removedBundle(Bundle bundle, @Nullable BundleEvent event, String id) {
                bundles.remove(id, bundle);
            }
        });
        tracker.open();
    }

    @Deactivate
    void close() {
        tracker.close();
    }

    @Override
    public Optional<String> tag(String module) {
        return modules.find(module).map(ModuleInfo::tag);
    }

    @Override
    public Optional<ModulePage> page(String module, String path) {
        return modules.page(module, path);
    }

    @Override
    public @Nullable URL find(String module, String file) {
        Bundle bundle = bundles.get(module);
        try {
            return bundle == null ? null : bundle.getEntry("shuyuan/web/" + file);
        } catch (IllegalStateException e) {
            // taken away between the two lines above
            return null;
        }
    }
}
