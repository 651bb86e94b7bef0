package org.shuyuan.attendance.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Leave somebody asks for: a stretch of time, whatever is held in it.
 *
 * @param unit where the person belonged when asking: there it is decided
 * @param reason word of a reason of {@link State#ON_LEAVE}
 * @param note what the person says to it; for whoever decides only
 * @param to exclusive
 * @param answer what whoever decided says to it
 */
public record Leave(UUID id, int version, UUID person, UUID unit, String reason, @Nullable String note, Instant from, Instant to, Status status, Instant askedAt, @Nullable Instant decidedAt,
        @Nullable String decidedBy, @Nullable String answer) {

    /** What became of it. */
    public enum Status {
        ASKED, APPROVED, REFUSED, WITHDRAWN;

        /** As the REST and the database have it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How much of a gathering a stretch of time takes; never below none. @param to exclusive */
    public static Duration within(Instant from, Instant to, Instant start, Instant end) {
        Duration common = Duration.between(from.isAfter(start) ? from : start, to.isBefore(end) ? to : end);
        return common.isNegative() ? Duration.ZERO : common;
    }

    /** Whether leave for so much of a gathering excuses from it: at least half. Whoever is away for its first minutes only is late, not on leave. */
    public static boolean excuses(Duration within, Instant start, Instant end) {
        return within.multipliedBy(2).compareTo(Duration.between(start, end)) >= 0;
    }

    Leave withdrawn(Instant at) {
        return new Leave(id, version, person, unit, reason, note, from, to, Status.WITHDRAWN, askedAt, at, decidedBy, answer);
    }

    Leave decided(Status as, Instant at, String by, @Nullable String said) {
        return new Leave(id, version, person, unit, reason, note, from, to, as, askedAt, at, by, said);
    }
}
