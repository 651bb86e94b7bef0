package org.shuyuan.rest;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.problem.Problem;

/** Times as the browser gives and takes them: ISO 8601. Thread-safe. */
public final class Times {

    private Times() {}

    /**
     * A time with offset, a local time, or the beginning of a day.
     *
     * @param text as the caller sent it
     * @param zone of what has no offset
     * @return empty when it is none of them, or before 1970 or after 2199
     */
    public static Optional<Instant> read(@Nullable String text, ZoneId zone) {
        if (text == null || text.length() < 10 || text.length() > 40) {
            return Optional.empty();
        }
        try {
            if (text.length() == 10) {
                return year(LocalDate.parse(text).atStartOfDay(zone).toInstant());
            }
            boolean offset = text.endsWith("Z") || text.indexOf('+', 10) > 0 || text.indexOf('-', 10) > 0;
            return year(offset ? OffsetDateTime.parse(text).toInstant() : LocalDateTime.parse(text).atZone(zone).toInstant());
        } catch (DateTimeException | ArithmeticException other) {
            return Optional.empty();
        }
    }

    /**
     * The same of what must be there.
     *
     * @param text as the caller sent it
     * @param zone of what has no offset
     * @param name of the field or parameter
     * @param code of the problem that says what a time looks like
     * @return the moment
     * @throws Problem 422 that names the field
     */
    public static Instant needed(@Nullable String text, ZoneId zone, String name, String code) {
        return read(text, zone).orElseThrow(() -> Problem.invalid(name, code));
    }

    /**
     * With the zone's offset.
     *
     * @param at the moment
     * @param zone whose offset it gets
     * @return such as {@code 2026-05-11T14:30:00+08:00}
     */
    public static String text(Instant at, ZoneId zone) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(at.atZone(zone));
    }

    /** What databases hold and people mean. */
    private static Optional<Instant> year(Instant at) {
        Instant first = Instant.parse("1970-01-01T00:00:00Z");
        return at.isBefore(first) || at.isAfter(first.plus(230 * 365L, ChronoUnit.DAYS)) ? Optional.empty() : Optional.of(at);
    }
}
