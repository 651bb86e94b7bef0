package org.shuyuan.resources.internal.rest;

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

/** Times as the browser gives and takes them: ISO 8601. */
final class Times {

    private Times() {}

    /** A time with offset, a local time, or the beginning of a day; empty when it is none of them. */
    static Optional<Instant> read(@Nullable String text, ZoneId zone) {
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

    /** @throws Problem 422 that names the parameter */
    static Instant needed(@Nullable String text, ZoneId zone, String name) {
        return read(text, zone).orElseThrow(() -> Problem.invalid(name, "resources.bad-time"));
    }

    static String text(Instant at, ZoneId zone) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(at.atZone(zone));
    }

    /** What databases hold and people mean. */
    private static Optional<Instant> year(Instant at) {
        Instant first = Instant.parse("1970-01-01T00:00:00Z");
        return at.isBefore(first) || at.isAfter(first.plus(230 * 365L, ChronoUnit.DAYS)) ? Optional.empty() : Optional.of(at);
    }
}
