package org.shuyuan.calendar.internal.rest;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Times as the browser gives and takes them: ISO 8601 with offset, or a day. */
final class Times {

    private Times() {}

    /** {@code 2026-05-11T14:30:00+08:00}, or {@code 2026-07-01} of an all-day event. Written by hand: it is done 164 times for a month. */
    static String text(long epochSecond, ZoneId zone, boolean allDay) {
        ZoneOffset offset = zone.getRules().getOffset(Instant.ofEpochSecond(epochSecond));
        LocalDateTime local = LocalDateTime.ofEpochSecond(epochSecond, 0, offset);
        StringBuilder text = new StringBuilder(25);
        text.append(local.getYear());
        two(text.append('-'), local.getMonthValue());
        two(text.append('-'), local.getDayOfMonth());
        if (!allDay) {
            two(text.append('T'), local.getHour());
            two(text.append(':'), local.getMinute());
            two(text.append(':'), local.getSecond());
            text.append(offset.getId());
        }
        return text.toString();
    }

    static String text(LocalDateTime local, ZoneId zone, boolean allDay) {
        return text(local.atZone(zone).toEpochSecond(), zone, allDay);
    }

    private static void two(StringBuilder text, int number) {
        if (number < 10) {
            text.append('0');
        }
        text.append(number);
    }

    /**
     * A day, a local time or a time with offset, as the zone's local time; empty when it is none of them, or of a year that is not written with four
     * digits: Java knows years that no database holds and to which no day can be added.
     */
    static Optional<LocalDateTime> local(@Nullable String text, ZoneId zone) {
        if (text == null || text.length() < 10 || text.length() > 40) {
            return Optional.empty();
        }
        try {
            if (text.length() == 10) {
                return year(LocalDate.parse(text).atStartOfDay());
            }
            boolean offset = text.endsWith("Z") || text.indexOf('+', 10) > 0 || text.indexOf('-', 10) > 0;
            return year(offset ? OffsetDateTime.parse(text).atZoneSameInstant(zone).toLocalDateTime() : LocalDateTime.parse(text));
        } catch (DateTimeException other) {
            return Optional.empty();
        }
    }

    private static Optional<LocalDateTime> year(LocalDateTime time) {
        return time.getYear() < 1 || time.getYear() > 9999 ? Optional.empty() : Optional.of(time);
    }
}
