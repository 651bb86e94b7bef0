package org.shuyuan.access.internal;

import java.time.Duration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** {@code etc/org.shuyuan.access.cfg}. Immutable: a change makes a new one. */
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
    }

    private final Duration session;
    private final Duration idle;
    private final int hashing;
    private final Duration token;

    @Activate
    public Settings(Config config) {
        this(Duration.ofHours(within("session.hours", config.session_hours(), 1, 2160)),
                Duration.ofMinutes(within("session.idle.minutes", config.session_idle_minutes(), 5, 43200)),
                within("hashing.concurrency", config.hashing_concurrency(), 1, 64),
                Duration.ofDays(within("token.days", config.token_days(), 1, 3660)));
    }

    public Settings(Duration session, Duration idle, int hashing, Duration token) {
        this.session = session;
        this.idle = idle;
        this.hashing = hashing;
        this.token = token;
    }

    /** What counts when nothing is configured. */
    public static Settings defaults() {
        return new Settings(Duration.ofHours(168), Duration.ofMinutes(720), 2, Duration.ofDays(366));
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

    private static int within(String key, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "org.shuyuan.access.cfg: " + key + " is " + value + ", allowed are " + least + " to " + most);
        }
        return value;
    }
}
