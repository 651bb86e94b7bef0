package org.shuyuan.attendance.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import javax.persistence.PersistenceException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.id.Secrets;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.tx.Transactions;
import org.shuyuan.attendance.internal.jpa.WrongStore;

/**
 * Makes guessing at stations slow: five wrong tries at a staff number pause it for some minutes, wherever they were made. A station is paused too, but later: a hundred honest people
 * pass one in a quarter of an hour, and some of them mistype. Thread-safe.
 */
@Component(service = WrongTries.class)
public final class WrongTries {

    /** Half an hour without one forgets all. */
    private static final Duration MEMORY = Duration.ofMinutes(30);
    static final Duration PAUSE = Duration.ofMinutes(5);
    private static final int TRIES = 4;

    /** What is counted, and how many are free. */
    enum Kind {
        /** A number as it was typed, whether somebody has it or not: the pause must not tell. */
        NUMBER(5),
        /** PINs typed at a station. */
        STATION(20),
        /** What was typed at a station and is no card: numbers of cards cannot be tried out for long either. */
        ASKED(60);

        private final int free;

        Kind(int free) {
            this.free = free;
        }
    }

    record Key(Kind kind, String of) {

        static Key station(Kind kind, UUID station) {
            return new Key(kind, station.toString());
        }

        private String hash() {
            return Secrets.hash(kind + ":" + of);
        }
    }

    private final WrongStore store;
    private final Transactions transactions;
    private final Watch watch;

    @Activate
    public WrongTries(@Reference WrongStore store, @Reference Transactions transactions, @Reference Watch watch) {
        this.store = store;
        this.transactions = transactions;
        this.watch = watch;
    }

    /**
     * Counts the try as wrong before it is made, so that many at once are many. Commits by itself.
     *
     * @param keys in the order of their kinds
     * @throws Problem 429 {@code attendance.too-many-wrong} with {@code retryAfter}; the try is then not counted
     */
    void begin(List<Key> keys) {
        for (int tried = 1;; tried++) {
            try {
                transactions.run(() -> keys.forEach(this::count));
                return;
            } catch (PersistenceException sameRowAtOnce) {
                if (tried == TRIES) {
                    throw sameRowAtOnce;
                }
            }
        }
    }

    /** It was right: the number begins anew, a station loses this one only. */
    void right(List<Key> keys) {
        Instant now = now();
        transactions.run(() -> keys.forEach(key -> {
            if (key.kind() == Kind.NUMBER) {
                store.clear(List.of(key.hash()));
            } else {
                store.change(key.hash(), now, c -> new WrongStore.Count(Math.max(0, c.failures() - 1), c.lastAt(), c.failures() - 1 < key.kind().free ? now : c.pausedUntil()));
            }
        }));
        store.purge(now);
    }

    private void count(Key key) {
        Instant now = now();
        store.change(key.hash(), now, c -> {
            if (now.isBefore(c.pausedUntil())) {
                long seconds = Math.max(1, Duration.between(now, c.pausedUntil()).toSeconds());
                throw new Problem(429, "attendance.too-many-wrong").with("minutes", (seconds + 59) / 60).extra("retryAfter", seconds);
            }
            int failures = c.lastAt().plus(MEMORY).isBefore(now) ? 1 : c.failures() + 1;
            return new WrongStore.Count(failures, now, failures >= key.kind().free ? now.plus(PAUSE) : now);
        });
    }

    private Instant now() {
        return watch.clock().instant().truncatedTo(ChronoUnit.MICROS);
    }
}
