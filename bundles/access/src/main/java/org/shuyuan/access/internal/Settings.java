package org.shuyuan.access.internal;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.settings.UnknownKeys;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code etc/org.shuyuan.access.cfg}. Immutable: a change of the file makes a new one. A key that is unknown or a value that is out of
 * bounds is refused with a line in the log that says which; until it is mended whatever asks for a limit is answered 503 with the reason,
 * so that nobody signs in and a limit never is another than the one the administrator reads in the file.
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

        @AttributeDefinition(description = "Fewest characters of a password, 8 to 64")
        int password_length() default 8;

        @AttributeDefinition(description = "Fewest characters of a system administrator's password, 8 to 64")
        int password_length_administrator() default 10;

        @AttributeDefinition(description = "Words a password must not be made of, such as the organisation's name, with commas")
        String password_refused() default "";

        @AttributeDefinition(description = "How many passwords before must not come again, 0 to 5")
        int password_history() default 0;

        @AttributeDefinition(description = "Days after which a password must be changed, 0 for never, at most 3660")
        int password_days() default 0;

        @AttributeDefinition(description = "Days in which an initial password must be used, 1 to 366")
        int password_initial_days() default 30;

        @AttributeDefinition(description = "Minutes for which a link to a new password counts, 5 to 120")
        int reset_minutes() default 30;

        @AttributeDefinition(description = "Days after which a changed mail address may be used for a new password, 0 to 90")
        int reset_mail_days() default 7;

        @AttributeDefinition(description = "Days for which sign-ins are kept for their owner to see, 1 to 3660")
        int history_days() default 180;

        @AttributeDefinition(description = "Addresses of reverse proxies whose X-Forwarded-For is believed, with commas")
        String proxy_addresses() default "";
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
    private final int passwordLength;
    private final int passwordLengthAdministrator;
    private final List<String> passwordRefused;
    private final int passwordHistory;
    private final Duration passwordAge;
    private final Duration initial;
    private final Duration reset;
    private final Duration resetMailAge;
    private final Duration history;
    private final Set<String> proxies;
    private final @Nullable String wrong;

    @Activate
    public Settings(Config config, Map<String, Object> given) {
        this(config, problem(config, given));
        if (wrong != null) {
            LOG.error("Nobody can sign in until this is mended: {}", wrong);
        }
    }

    private Settings(Config config, @Nullable String wrong) {
        this.wrong = wrong;
        session = Duration.ofHours(config.session_hours());
        idle = Duration.ofMinutes(config.session_idle_minutes());
        hashing = wrong == null ? config.hashing_concurrency() : 1;
        token = Duration.ofDays(config.token_days());
        throttleAccount = config.throttle_account();
        throttleAddress = config.throttle_address();
        throttleLongest = Duration.ofSeconds(config.throttle_seconds());
        passwordLength = config.password_length();
        passwordLengthAdministrator = Math.max(config.password_length(), config.password_length_administrator());
        passwordRefused = List.copyOf(words(config.password_refused()));
        passwordHistory = config.password_history();
        passwordAge = Duration.ofDays(config.password_days());
        initial = Duration.ofDays(config.password_initial_days());
        reset = Duration.ofMinutes(config.reset_minutes());
        resetMailAge = Duration.ofDays(config.reset_mail_days());
        history = Duration.ofDays(config.history_days());
        proxies = Set.copyOf(words(config.proxy_addresses()));
    }

    /** What is wrong with the file, null when nothing is. */
    private static @Nullable String problem(Config config, Map<String, Object> given) {
        try {
            refuseUnknown(given);
            within("session.hours", config.session_hours(), 1, 2160);
            within("session.idle.minutes", config.session_idle_minutes(), 5, 43200);
            within("hashing.concurrency", config.hashing_concurrency(), 1, 64);
            within("token.days", config.token_days(), 1, 3660);
            within("throttle.account", config.throttle_account(), 3, 100);
            within("throttle.address", config.throttle_address(), 5, 10_000);
            within("throttle.seconds", config.throttle_seconds(), 10, 3600);
            within("password.length", config.password_length(), 8, 64);
            within("password.length.administrator", config.password_length_administrator(), 8, 64);
            within("password.history", config.password_history(), 0, 5);
            within("password.days", config.password_days(), 0, 3660);
            within("password.initial.days", config.password_initial_days(), 1, 366);
            within("reset.minutes", config.reset_minutes(), 5, 120);
            within("reset.mail.days", config.reset_mail_days(), 0, 90);
            within("history.days", config.history_days(), 1, 3660);
            for (String proxy : words(config.proxy_addresses())) {
                if (!Addresses.literal(proxy)) {
                    throw new IllegalArgumentException(FILE + ": proxy.addresses names " + proxy + ", which is no address");
                }
            }
            return null;
        } catch (IllegalArgumentException refused) {
            return refused.getMessage();
        }
    }

    private static Set<String> words(String text) {
        Set<String> found = new LinkedHashSet<>();
        for (String word : text.split("[,，]")) {
            if (!word.isBlank()) {
                found.add(word.strip());
            }
        }
        return found;
    }

    /** @throws Problem 503 {@code access.settings-wrong} with the reason while the file is wrong */
    private <T> T right(T value) {
        if (wrong != null) {
            throw new Problem(503, "access.settings-wrong").with("reason", wrong);
        }
        return value;
    }

    /** What counts when nothing is configured. */
    public static Settings defaults() {
        return new Settings((Config) Proxy.newProxyInstance(Settings.class.getClassLoader(), new Class<?>[] {Config.class}, (proxy, key, none) -> key.getDefaultValue()),
                (String) null);
    }

    public Duration session() {
        return right(session);
    }

    public Duration idle() {
        return right(idle);
    }

    public int hashing() {
        return hashing;
    }

    public Duration token() {
        return right(token);
    }

    /** Failures that cost no wait yet. */
    public int throttleAccount() {
        return right(throttleAccount);
    }

    /** Failures that cost no wait yet; more than an account's, since an office shares one address. */
    public int throttleAddress() {
        return right(throttleAddress);
    }

    public Duration throttleLongest() {
        return right(throttleLongest);
    }

    /** Fewest characters of a password. */
    public int passwordLength(boolean administrator) {
        return right(administrator ? passwordLengthAdministrator : passwordLength);
    }

    /** Words that a password must not be made of. */
    public List<String> passwordRefused() {
        return right(passwordRefused);
    }

    /** How many passwords before must not come again. */
    public int passwordHistory() {
        return right(passwordHistory);
    }

    /** After which time a password must be changed, zero for never. */
    public Duration passwordAge() {
        return right(passwordAge);
    }

    /** How long an initial password may wait for its first use. */
    public Duration initial() {
        return right(initial);
    }

    /** For how long a link to a new password counts. */
    public Duration reset() {
        return right(reset);
    }

    /** How long after its owner has signed in with it a changed mail address may be used for a new password. */
    public Duration resetMailAge() {
        return right(resetMailAge);
    }

    /** For how long sign-ins are kept. */
    public Duration history() {
        return right(history);
    }

    /** Whose X-Forwarded-For is believed; nobody's while the file is wrong. */
    public Set<String> proxies() {
        return wrong == null ? proxies : Set.of();
    }

    private static void refuseUnknown(Map<String, Object> given) {
        Set<String> unknown = UnknownKeys.of(given, Config.class);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(FILE + " has settings that do not exist: " + String.join(", ", unknown));
        }
    }

    private static void within(String key, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(FILE + ": " + key + " is " + value + ", allowed are " + least + " to " + most);
        }
    }
}
