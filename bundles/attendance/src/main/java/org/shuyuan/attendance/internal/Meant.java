package org.shuyuan.attendance.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which of several gatherings somebody means who signs in where all of the day can be signed in to. Nobody says it, and two are often open at once: from two hours before their start
 * to a quarter of an hour after their end.
 */
final class Meant {

    /** Whoever comes so shortly before the next comes for that, even if another still goes on. */
    static final Duration AT_HAND = Duration.ofMinutes(15);
    /** Whoever comes so shortly before the next does not come for what is over. */
    static final Duration SOON = Duration.ofMinutes(30);

    private Meant() {}

    /**
     * @param open in which the person is expected and not signed in
     * @param elsewhere the person is at another that goes on
     * @param before the person was at another, which is over
     * @return empty where the person comes for none of them yet
     */
    static Optional<Gathering> of(Collection<Gathering> open, Instant now, boolean elsewhere, boolean before) {
        Optional<Gathering> nearest = of(open, g -> !over(g, now) && !now.plus(AT_HAND).isBefore(start(g)), Comparator.comparing(g -> Duration.between(start(g), now).abs()));
        if (nearest.isPresent() || elsewhere) {
            return nearest;
        }
        Optional<Gathering> next = of(open, g -> !over(g, now), Comparator.comparing(Meant::start));
        boolean soon = next.isPresent() && !now.plus(SOON).isBefore(start(next.get()));
        if (soon || before) {
            return next.filter(g -> soon);
        }
        // people who come out of the room late sign in yet; who has nothing of that kind comes early
        return of(open, g -> over(g, now), Comparator.comparing(g -> Duration.between(g.draft().end(), now))).or(() -> next);
    }

    private static Optional<Gathering> of(Collection<Gathering> some, Predicate<Gathering> which, Comparator<Gathering> order) {
        return some.stream().filter(which).min(order.thenComparing(Gathering::id));
    }

    private static Instant start(Gathering g) {
        return g.draft().start();
    }

    static boolean over(Gathering g, Instant now) {
        return !now.isBefore(g.draft().end());
    }
}
