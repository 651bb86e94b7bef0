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

        String healthy_seconds() default "60";

        String requests_at_once() default "50";

        String deadline_seconds() default "60";

        String failures() default "50";
    }

    private static final Logger LOG = LoggerFactory.getLogger(ModuleSettings.class);

    private volatile boolean unsigned;
    private volatile String catalogue = "";
    private volatile int healthySeconds = 60;
    private volatile int requestsAtOnce = 50;
    private volatile int deadlineSeconds = 60;
    private volatile int failures = 50;

    @Activate
    @Modified
    public void read(Config config, Map<String, Object> given) {
        Set<String> unknown = UnknownKeys.of(given, Config.class);
        healthySeconds = within("healthy.seconds", config.healthy_seconds(), 60, 5, 600);
        requestsAtOnce = within("requests.at.once", config.requests_at_once(), 50, 5, 150);
        deadlineSeconds = within("deadline.seconds", config.deadline_seconds(), 60, 5, 600);
        failures = within("failures", config.failures(), 50, 10, 100_000);
        if (unknown.isEmpty()) {
            set(config.unsigned(), config.catalogue());
        } else {
            set(false, "");
            LOG.error("etc/org.shuyuan.modules.cfg has settings that do not exist: {}. No unsigned module is installed and no further catalogue read until the file is right",
                    String.join(", ", unknown));
        }
    }

    /** Read as a text: a slip of the pen in one number must not keep the portal closed at its next start. */
    private static int within(String key, String text, int otherwise, int least, int most) {
        int given;
        try {
            given = Integer.parseInt(text.strip());
        } catch (NumberFormatException noNumber) {
            LOG.error("etc/org.shuyuan.modules.cfg: {} is {}, and must be a number from {} to {}; {} holds", key, text, least, most, otherwise);
            return otherwise;
        }
        if (given < least || given > most) {
            LOG.error("etc/org.shuyuan.modules.cfg: {} is {}, and must be from {} to {}; {} holds", key, given, least, most, Math.max(least, Math.min(most, given)));
        }
        return Math.max(least, Math.min(most, given));
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

    /** How long a module that was brought may take until it does its work, 5 to 600. */
    int healthySeconds() {
        return healthySeconds;
    }

    /** Requests that may be inside a domain module at the same time, 5 to 150 of the two hundred threads that answer all. */
    int requestsAtOnce() {
        return requestsAtOnce;
    }

    /** How long a domain module may take for one answer before the portal answers in its place, 5 to 600; counted from when all of the request is there. */
    int deadlineSeconds() {
        return deadlineSeconds;
    }

    /** Of a module that hardly does anything else, within five minutes: then it is withdrawn. 10 to 100,000. */
    int failures() {
        return failures;
    }
}
