package org.shuyuan.access.internal;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.shuyuan.api.settings.UnknownKeys;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code etc/org.shuyuan.access.cfg}. Immutable: a change of the file makes a new one. A key that is unknown or a value that is out of
 * bounds is refused with a line in the log that says which; nobody signs in until it is mended, so that a limit never is another
 * than the one the administrator reads in the file.
 */
@Component(service = Settings.class, configurationPid = "org.shuyuan.access")
@Designate(ocd = Settings.Config.class)
public class Settings {

    /** The keys of the file. */
    @ObjectClassDefinition(name = "Sign-in and sessions")
    public @interface Config {

        @AttributeDefinition(description = "Hours after which a session ends even if it is used, 1 to 2160")
        int session_hours() default 168;

        @AttributeDefinition(description = "Minutes without a request after which a session ends, 5 to 43200")
        int session_idle_minutes() default 720;

        @AttributeDefinition(description = "How many passwords are hashed at once, 19 MiB each, 1 to 64")
        int hashing_concurrency() default 2;

        @AttributeDefinition(description = "Longest life of an API token in days, 1 to 3660")
        int token_days() default 366;

        @AttributeDefinition(description = "Wrong passwords for one account before further attempts must wait, 3 to 100")
        int throttle_account() default 5;

        @AttributeDefinition(description = "Wrong passwords from one address before further attempts must wait, 5 to 10000")
        int throttle_address() default 30;

        @AttributeDefinition(description = "Longest wait between two attempts in seconds, 10 to 3600")
        int throttle_seconds() default 300;
    }

    private static final Logger LOG = LoggerFactory.getLogger(Settings.class);
    private static final String FILE = "org.shuyuan.access.cfg";

    private final Duration session;
    private final Duration idle;
    private final int hashing;
    private final Duration token;
    private final int throttleAccount;
    private final int throttleAddress;
    private final Duration throttleLongest;

    @Activate
    public Settings(Config config, Map<String, Object> given) {
        try {
            refuseUnknown(given);
            session = Duration.ofHours(within("session.hours", config.session_hours(), 1, 2160));
            idle = Duration.ofMinutes(within("session.idle.minutes", config.session_idle_minutes(), 5, 43200));
            hashing = within("hashing.concurrency", config.hashing_concurrency(), 1, 64);
            token = Duration.ofDays(within("token.days", config.token_days(), 1, 3660));
            throttleAccount = within("throttle.account", config.throttle_account(), 3, 100);
            throttleAddress = within("throttle.address", config.throttle_address(), 5, 10_000);
            throttleLongest = Duration.ofSeconds(within("throttle.seconds", config.throttle_seconds(), 10, 3600));
        } catch (IllegalArgumentException wrong) {
            LOG.error("Nobody can sign in until this is mended: {}", wrong.getMessage());
            throw wrong;
        }
    }

    private Settings() {
        session = Duration.ofHours(168);
        idle = Duration.ofMinutes(720);
        hashing = 2;
        token = Duration.ofDays(366);
        throttleAccount = 5;
        throttleAddress = 30;
        throttleLongest = Duration.ofSeconds(300);
    }

    /** What counts when nothing is configured. */
    public static Settings defaults() {
        return new Settings();
    }

    public Duration session() {
        return session;
    }

    public Duration idle() {
        return idle;
    }

    public int hashing() {
        return hashing;
    }

    public Duration token() {
        return token;
    }

    /** Failures that cost no wait yet. */
    public int throttleAccount() {
        return throttleAccount;
    }

    /** Failures that cost no wait yet; more than an account's, since an office shares one address. */
    public int throttleAddress() {
        return throttleAddress;
    }

    public Duration throttleLongest() {
        return throttleLongest;
    }

    private static void refuseUnknown(Map<String, Object> given) {
        Set<String> unknown = UnknownKeys.of(given, Config.class);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(FILE + " has settings that do not exist: " + String.join(", ", unknown));
        }
    }

    private static int within(String key, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(FILE + ": " + key + " is " + value + ", allowed are " + least + " to " + most);
        }
        return value;
    }
}
