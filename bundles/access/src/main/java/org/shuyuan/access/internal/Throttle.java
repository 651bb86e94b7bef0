package org.shuyuan.access.internal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import javax.persistence.PersistenceException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.access.internal.jpa.ThrottleStore;
import org.shuyuan.access.internal.jpa.ThrottleStore.Count;
import org.shuyuan.api.id.Secrets;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.tx.Transactions;

/**
 * Makes guessing slow: after some free failures each further one costs a pause that doubles. Counted by account and by
 * address; a browser, and a network, from which the account has signed in before are counted by themselves, so others who guess
 * at an account, or at others' from the same office, cannot keep its owner out. Nobody is locked out for good. Thread-safe.
 */
@Component(service = Throttle.class)
public class Throttle {

    /** Half an hour without a failure forgets all. */
    private static final Duration MEMORY = Duration.ofMinutes(30);
    private static final int TRIES = 4;

    /** A browser that the account has signed in from before: its owner types wrong more often than others guess through it. */
    private static final int DEVICE_FREE = 10;
    private static final Duration DEVICE_LONGEST = Duration.ofMinutes(1);

    /** What is counted. */
    public enum Kind {
        /** A name somebody tries, from wherever it was never signed in from. */
        ACCOUNT,
        /** An account at a network from which it has signed in before. */
        PLACE,
        /** A browser from which the account has signed in before. */
        DEVICE,
        /** An address; an office shares one, so that it has more free failures. */
        ADDRESS,
        /** Codes of an account's second factor. */
        CODE,
        /** An address, for accounts that have signed in from there before: who tries a little with every colleague is slowed down too. */
        OFFICE,
        /** Who asks for a new password by mail: a name, or an account where it is known. */
        RESET,
        /** The same, of an address. */
        RESET_ADDRESS,
        /** The same, of an address, for accounts that have signed in from there. */
        RESET_OFFICE,
        /** Letters with a link to one account, whoever asked for them from wherever. */
        RESET_LETTER;

        private boolean address() {
            return this == ADDRESS || this == OFFICE || this == RESET_ADDRESS || this == RESET_OFFICE;
        }
    }

    /** A mailbox is not filled: after so many letters each further one waits longer than a try to sign in does. */
    private static final int LETTERS_FREE = 3;
    private static final int LETTERS_TIMES = 4;

    /** How many times more an office may fail with accounts that belong there. */
    private static final int OFFICE_TIMES = 10;

    /** One thing that is counted. */
    public record Key(Kind kind, String of) {
        String hash() {
            return Secrets.hash(kind + ":" + Names.cut(kind.address() ? Addresses.network(of) : of, 180));
        }
    }

    private final ThrottleStore store;
    private final Transactions transactions;
    private final Settings settings;
    private final Clock clock;

    @Activate
    public Throttle(@Reference ThrottleStore store, @Reference Transactions transactions, @Reference Settings settings) {
        this(store, transactions, settings, Clock.systemUTC());
    }

    public Throttle(ThrottleStore store, Transactions transactions, Settings settings, Clock clock) {
        this.store = store;
        this.transactions = transactions;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Counts the attempt as failed before it is made, so that a hundred at once are a hundred. Commits by itself.
     *
     * @throws Problem 429 {@code access.too-many-attempts} with {@code retryAfter} seconds; the attempt is then not counted
     */
    public void begin(List<Key> keys) {
        for (int tried = 1;; tried++) {
            try {
                transactions.run(() -> keys.stream().sorted((a, b) -> a.kind().compareTo(b.kind())).forEach(this::count));
                return;
            } catch (PersistenceException sameRowAtOnce) {
                if (tried == TRIES) {
                    throw sameRowAtOnce;
                }
            }
        }
    }

    /** The attempt was good: the failures of account and device are forgotten, the address loses only this one. */
    public void succeeded(List<Key> keys) {
        Instant now = now();
        // in the order in which begin() takes the rows: two who sign in at once would wait for one another
        store.clear(keys.stream().filter(key -> !key.kind().address()).map(Key::hash).toList());
        keys.stream().filter(key -> key.kind().address()).sorted((a, b) -> a.kind().compareTo(b.kind()))
                .forEach(key -> store.change(key.hash(), now, count -> new Count(Math.max(0, count.failures() - 1), count.lastAt(), now)));
    }

    private void count(Key key) {
        Instant now = now();
        store.change(key.hash(), now, count -> {
            if (now.isBefore(count.pausedUntil())) {
                long seconds = Math.max(1, Duration.between(now, count.pausedUntil()).plusMillis(999).toSeconds());
                throw new Problem(429, "access.too-many-attempts").with("seconds", seconds).with("retryAfter", seconds).extra("retryAfter", seconds);
            }
            int failures = count.lastAt().plus(MEMORY).isBefore(now) ? 1 : count.failures() + 1;
            return new Count(failures, now, now.plus(pause(key.kind(), failures)));
        });
    }

    /** 0 while failures are free, then 2, 4, 8 … seconds up to the kind's longest. */
    Duration pause(Kind kind, int failures) {
        int free = switch (kind) {
            case ACCOUNT, PLACE, CODE, RESET -> settings.throttleAccount();
            case DEVICE -> DEVICE_FREE;
            case ADDRESS, RESET_ADDRESS -> settings.throttleAddress();
            case OFFICE, RESET_OFFICE -> OFFICE_TIMES * settings.throttleAddress();
            case RESET_LETTER -> LETTERS_FREE;
        };
        if (failures < free) {
            return Duration.ZERO;
        }
        Duration longest = kind == Kind.DEVICE && DEVICE_LONGEST.compareTo(settings.throttleLongest()) < 0 ? DEVICE_LONGEST : settings.throttleLongest();
        longest = kind == Kind.RESET_LETTER ? longest.multipliedBy(LETTERS_TIMES) : longest;
        Duration pause = Duration.ofSeconds(1L << Math.min(failures - free + 1, 20));
        return pause.compareTo(longest) > 0 ? longest : pause;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
