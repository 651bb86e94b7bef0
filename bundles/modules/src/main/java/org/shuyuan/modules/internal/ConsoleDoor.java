package org.shuyuan.modules.internal;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.EnumSet;
import org.apache.karaf.features.Feature;
import org.apache.karaf.features.FeaturesService;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.text.Language;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The fourth door: {@code feature:install shuyuan-<id>} (or {@code bundle:install}) on the container's console. What came so is taken over:
 * the container forgets it, and the same jar runs as if it had come through any other door.
 */
@Component(service = ConsoleDoor.class, immediate = true)
public class ConsoleDoor {

    private static final Logger LOG = LoggerFactory.getLogger(ConsoleDoor.class);

    private final ModuleManager manager;
    private final ModuleRegistry registry;
    private final FeaturesService features;

    @Activate
    public ConsoleDoor(BundleContext context, @Reference ModuleManager manager, @Reference ModuleRegistry registry, @Reference FeaturesService features) {
        this.manager = manager;
        this.registry = registry;
        this.features = features;
        // later: the bundle is just being started, by a thread that holds the container's own locks
        registry.strays(bundle -> manager.later(() -> take(bundle), 0));
        Arrays.stream(context.getBundles()).filter(b -> (b.getState() & (Bundle.STARTING | Bundle.ACTIVE)) != 0 && ModuleRegistry.stray(b))
                .forEach(bundle -> manager.later(() -> take(bundle), 0));
    }

    @Deactivate
    public void close() {
        registry.strays(bundle -> {});
    }

    private void take(Bundle bundle) {
        Path copy = null;
        try {
            copy = Files.createTempFile("shuyuan-module", ".jar");
            try (InputStream in = new URL(bundle.getLocation()).openStream()) {
                Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
            }
            forget(bundle);
            manager.install(ModuleJar.brought(copy, registry.descriptors()), ModuleManager.FROM_CONSOLE, Caller.system("console"));
        } catch (Problem e) {
            LOG.error("{} was not installed: {}", bundle.getLocation(), registry.sentence(Language.EN, e));
        } catch (Exception e) {
            LOG.error("{} could not be taken over; install the module by \"portal module install\" instead", bundle.getLocation(), e);
        } finally {
            delete(copy);
        }
    }

    /** From the features' state too: the container would bring the bundle back at the next change of its features. */
    private void forget(Bundle bundle) throws Exception {
        for (Feature feature : features.listInstalledFeatures()) {
            if (feature.getBundles().stream().anyMatch(b -> b.getLocation().equals(bundle.getLocation()))) {
                features.uninstallFeature(feature.getName(), feature.getVersion(), EnumSet.of(FeaturesService.Option.NoAutoRefreshBundles));
            }
        }
        if (bundle.getState() != Bundle.UNINSTALLED) {
            bundle.uninstall();
        }
    }

    private static void delete(@org.jspecify.annotations.Nullable Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            LOG.warn("Not deleted: {}", file);
        }
    }
}
