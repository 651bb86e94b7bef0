package org.shuyuan.resources.internal.rest;

import java.time.Instant;
import java.time.ZoneId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.resources.internal.BookingService;
import org.shuyuan.rest.Times;

/**
 * A booking as a form sends it.
 *
 * @param resource what is booked
 * @param unit for which unit; the request's unit when missing; it never changes
 * @param start local time of the request's unit, or time with offset
 * @param end likewise, exclusive
 * @param title what for
 */
public record BookingInput(@Nullable UUID resource, @Nullable UUID unit, @Nullable String start, @Nullable String end, @Nullable String title) {

    /** @throws Problem 422 {@code rest.invalid} that names every wrong field */
    BookingService.Wish wish(UUID otherwise, ZoneId zone) {
        Problem wrong = new Problem(422, "rest.invalid");
        @Nullable Instant from = Times.read(start, zone).orElse(null);
        @Nullable Instant to = Times.read(end, zone).orElse(null);
        if (resource == null) {
            wrong.field("resource", "resources.resource-missing");
        }
        if (from == null) {
            wrong.field("start", "resources.bad-time");
        }
        if (to == null) {
            wrong.field("end", "resources.bad-time");
        }
        if (resource == null || from == null || to == null) {
            throw wrong;
        }
        return new BookingService.Wish(resource, unit == null ? otherwise : unit, from, to, title);
    }
}
