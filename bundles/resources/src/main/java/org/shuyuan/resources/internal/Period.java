package org.shuyuan.resources.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.resources.Bookings;

/** What may be booked, and looked at, in time. */
final class Period {

    /** What one booking lasts at most. */
    static final Duration LONGEST = Duration.ofDays(30);
    private Period() {}

    /** Adds what is wrong with a booking's time. @param since the earliest start */
    static void check(Problem wrong, Instant from, Instant to, Instant since, Instant now) {
        if (!from.truncatedTo(ChronoUnit.MINUTES).equals(from)) {
            wrong.field("start", "resources.whole-minutes");
        }
        if (!to.truncatedTo(ChronoUnit.MINUTES).equals(to)) {
            wrong.field("end", "resources.whole-minutes");
        }
        if (!to.isAfter(from)) {
            wrong.field("end", "resources.end-before-start");
        } else if (Duration.between(from, to).compareTo(LONGEST) > 0) {
            wrong.field("end", "resources.too-long-booking", Map.of("max", LONGEST.toDays()));
        }
        if (from.isBefore(since)) {
            wrong.field("start", "resources.in-past");
        }
        if (from.isAfter(now.plus(Bookings.FARTHEST))) {
            wrong.field("start", "resources.too-far");
        }
    }

    /** A period to look at. @throws Problem 422 */
    static void look(Instant from, Instant to, int days) {
        if (!to.isAfter(from)) {
            throw Problem.invalid("to", "resources.end-before-start");
        }
        if (Duration.between(from, to).compareTo(Duration.ofDays(days).plusHours(1)) > 0) {
            throw new Problem(422, "rest.invalid").field("to", "resources.period-too-long", Map.of("max", days));
        }
    }
}
