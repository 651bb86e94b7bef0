package org.shuyuan.calendar.internal;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One occurrence as a page shows it.
 *
 * @param recurrence start by the rule, in the event's local time; names the occurrence as long as the rule keeps it
 * @param starts seconds of the epoch
 * @param ends seconds of the epoch, exclusive
 * @param overridden whether it has anything of its own beside its series
 */
public record Occurrence(UUID id, UUID event, LocalDateTime recurrence, long starts, long ends, UUID unit, UUID kind, String title,
        @Nullable String place, @Nullable UUID host, @Nullable String hostName, boolean allDay, boolean repeats, ZoneId zone, boolean overridden) {

    /** Whether it counts as held: it is over. What was called off is no occurrence any more. */
    boolean held(Instant now) {
        return ends <= now.getEpochSecond();
    }

    /** The day on which it begins, as a unit counts its days; of what lasts whole days the day that the event names. */
    LocalDate day(ZoneId unit) {
        return Instant.ofEpochSecond(starts).atZone(allDay ? zone : unit).toLocalDate();
    }
}
