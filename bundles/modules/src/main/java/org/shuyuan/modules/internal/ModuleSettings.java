package org.shuyuan.modules.internal;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Modified;
import org.shuyuan.api.settings.UnknownKeys;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code etc/org.shuyuan.modules.cfg}; a change counts at once. While something is wrong in the file the strictest holds. Thread-safe. */
@Component(service = ModuleSettings.class, configurationPid = "org.shuyuan.modules", configurationPolicy = ConfigurationPolicy.REQUIRE)
public class ModuleSettings {

    /** Keys of the file, which explains each. */
    @interface Config {
        boolean unsigned() default false;

        String catalogue() default "";
    }

    private static final Logger LOG = LoggerFactory.getLogger(ModuleSettings.class);

    private volatile boolean unsigned;
    private volatile String catalogue = "";

    @Activate
    @Modified
    public void read(Config config, Map<String, Object> given) {
        Set<String> unknown = UnknownKeys.of(given, Config.class);
        if (unknown.isEmpty()) {
            set(config.unsigned(), config.catalogue());
        } else {
            set(false, "");
            LOG.error("etc/org.shuyuan.modules.cfg has settings that do not exist: {}. No unsigned module is installed and no further catalogue read until the file is right",
                    String.join(", ", unknown));
        }
    }

    void set(boolean allowed, String folder) {
        unsigned = allowed;
        catalogue = folder.strip();
    }

    /** Whether modules may be installed that nobody signed, or somebody unknown. */
    boolean unsigned() {
        return unsigned;
    }

    /** A folder of modules with a signed index, besides the catalogue of the distribution. */
    Optional<Path> catalogue() {
        return catalogue.isEmpty() ? Optional.empty() : Optional.of(Path.of(catalogue));
    }
}
