package org.shuyuan.calendar.internal.rest;

import java.time.LocalDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.calendar.internal.Details;
import org.shuyuan.calendar.internal.Event;
import org.shuyuan.calendar.internal.OccurrenceOverride;

/** One occurrence as its form sends it, whole; times as in {@link EventInput}. */
public record DateInput(@Nullable String title, @Nullable String description, @Nullable String place, @Nullable UUID host, @Nullable String hostName,
        boolean allDay, @Nullable String start, @Nullable String end) {

    /** @throws Problem 422 {@code rest.invalid} */
    OccurrenceOverride.Time time(Event event) {
        Problem wrong = new Problem(422, "rest.invalid");
        LocalDateTime from = Times.local(start, event.schedule().zone()).orElse(null);
        LocalDateTime to = Times.local(end, event.schedule().zone()).orElse(null);
        if (from == null) {
            wrong.field("start", "calendar.bad-time");
        }
        if (to == null) {
            wrong.field("end", "calendar.bad-time");
        }
        if (from == null || to == null) {
            throw wrong;
        }
        return new OccurrenceOverride.Time(allDay, from, to);
    }

    Details details(Event event) {
        return new Details(event.details().kind(), title == null ? "" : title, description, place, host, hostName);
    }
}
