package org.shuyuan.resources.internal.rest;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.resources.internal.BookingService;
import org.shuyuan.resources.internal.Repeats;
import org.shuyuan.rest.Times;

/**
 * A booking as a form sends it.
 *
 * @param resource what is booked
 * @param unit for which unit; the request's unit when missing; it never changes
 * @param start local time of the request's unit, or time with offset
 * @param end likewise, exclusive
 * @param title what for
 * @param every {@code weekly}, {@code fortnightly} or {@code monthly}, on the weekday of the start; once unless given
 * @param until the last day on which it may begin; needed for what repeats
 */
public record BookingInput(@Nullable UUID resource, @Nullable UUID unit, @Nullable String start, @Nullable String end, @Nullable String title,
        @Nullable String every, @Nullable String until) {

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

    /** @throws Problem 422 {@code rest.invalid}: the last day is none */
    Repeats.@Nullable Repeat repeat(ZoneId zone) {
        return repeat(every, until, zone);
    }

    static Repeats.@Nullable Repeat repeat(@Nullable String every, @Nullable String until, ZoneId zone) {
        if (every == null || every.isBlank()) {
            return null;
        }
        return new Repeats.Repeat(every, until == null || until.isBlank() ? null : day(until), zone);
    }

    /** Of the years in which anything is booked: to the last one that Java knows no day can be added. */
    private static LocalDate day(String until) {
        try {
            LocalDate day = LocalDate.parse(until);
            if (day.getYear() >= 1970 && day.getYear() <= 2200) {
                return day;
            }
        } catch (DateTimeException none) {
            // told below
        }
        throw Problem.invalid("until", "resources.bad-day");
    }
}
