package org.shuyuan.access.internal.password;

import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.access.internal.Settings;
import org.shuyuan.api.problem.Problem;

/**
 * Hashes and checks passwords with Argon2id. Only a few are hashed at once (each takes 19 MiB and about a quarter of a
 * second of one core); the others wait their turn, and when too many wait the rest are told to come back. Never call it
 * inside a transaction: a waiting thread would hold a connection. Thread-safe.
 */
@Component(service = Passwords.class)
public class Passwords {

    /** OWASP's second recommendation for Argon2id: 19 MiB, two passes, one lane. */
    private static final Argon2.Cost FULL = new Argon2.Cost(19456, 2, 1);
    /**
     * For passwords the portal made itself: 59 random bits cannot be guessed at any cost, and several hundred of them are
     * made in one request. They are replaced at the first sign-in.
     */
    private static final Argon2.Cost GENERATED = new Argon2.Cost(1024, 1, 1);
    private static final int SALT_BYTES = 16;
    private static final int MOST_WAITING = 60;
    private static final int PATIENCE_SECONDS = 12;
    /** No 0 O 1 I l: people type these from paper. */
    private static final String ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz";

    private final SecureRandom random = new SecureRandom();
    private final Semaphore turns;
    private final AtomicLong computed = new AtomicLong();
    private final Argon2.Stored nobody;

    @Activate
    public Passwords(@Reference Settings settings) {
        this.turns = new Semaphore(settings.hashing(), true);
        byte[] none = new byte[32];
        this.nobody = new Argon2.Stored(FULL, salt(), none);
    }

    /** The hash to store for a password that a person chose. @throws Problem 503 {@code access.busy} when too many wait */
    public String hash(String password) {
        return inTurn(() -> Argon2.hash(normal(password), salt(), FULL));
    }

    /** The hash to store for what {@link #generate} made. */
    public String hashGenerated(String password) {
        return inTurn(() -> Argon2.hash(normal(password), salt(), GENERATED));
    }

    /**
     * Checks a password; takes the same time whether the account exists or not.
     *
     * @param stored what is stored, null when there is no such account
     * @throws Problem 503 {@code access.busy} when too many wait
     */
    public boolean matches(String password, @Nullable String stored) {
        String given = normal(password);
        return inTurn(() -> {
            Argon2.Stored parsed = stored == null ? nobody : Argon2.parse(stored);
            boolean matches = Argon2.matches(given, parsed) && stored != null;
            if (!parsed.cost().atLeast(FULL)) {
                // A cheap hash would answer sooner than an unknown account does.
                Argon2.matches(given, nobody);
            }
            return matches;
        });
    }

    /** Was it hashed with less than what is asked for today? */
    public boolean outdated(String stored) {
        return !Argon2.parse(stored).cost().atLeast(FULL);
    }

    /** Twelve characters in three groups, 59 bits. */
    public String generate() {
        StringBuilder made = new StringBuilder(14);
        for (int i = 0; i < 12; i++) {
            if (i > 0 && i % 4 == 0) {
                made.append('-');
            }
            made.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return made.toString();
    }

    /** How often a password has been hashed or checked here; for tests of what takes how long. */
    public long computed() {
        return computed.get();
    }

    /** Would one be taken for the other? */
    public static boolean same(String one, @Nullable String other) {
        return other != null && normal(one).equals(normal(other));
    }

    /** The same password typed on another keyboard gives the same characters (NIST SP 800-63B §3.1.1.2). */
    private static String normal(String password) {
        return Normalizer.normalize(password, Normalizer.Form.NFKC);
    }

    private byte[] salt() {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return salt;
    }

    private <T> T inTurn(Supplier<T> work) {
        boolean mine = false;
        try {
            mine = turns.getQueueLength() < MOST_WAITING && turns.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (!mine) {
                throw new Problem(503, "access.busy").with("retryAfter", 5).extra("retryAfter", 5);
            }
            computed.incrementAndGet();
            return work.get();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new Problem(503, "access.busy").with("retryAfter", 5).extra("retryAfter", 5);
        } finally {
            if (mine) {
                turns.release();
            }
        }
    }
}
