package org.shuyuan.calendar.internal;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.problem.Problem;

/**
 * When an event takes place, in the local time of its zone.
 *
 * @param start of the first occurrence; midnight when all-day
 * @param end of the first occurrence, exclusive, at most 366 days later; midnight when all-day
 * @param rule RRULE of RFC 5545 without its name, at most 500 characters; null for an event that does not repeat
 * @param excluded starts that are left out (EXDATE), at most 500
 * @param added further starts (RDATE), at most 500
 */
public record Schedule(boolean allDay, LocalDateTime start, LocalDateTime end, ZoneId zone, @Nullable String rule,
        List<LocalDateTime> excluded, List<LocalDateTime> added) {

    static final Duration LONGEST = Duration.ofDays(366);
    private static final int DATES = 500;

    public Schedule {
        rule = Text.orNull(rule);
        excluded = excluded.stream().distinct().sorted().toList();
        added = added.stream().distinct().sorted().toList();
    }

    public boolean repeats() {
        return rule != null || !added.isEmpty();
    }

    public Duration length() {
        return Duration.between(start, end);
    }

    /** With these dates left out and no others. */
    Schedule excluding(Collection<LocalDateTime> dates) {
        return new Schedule(allDay, start, end, zone, rule, List.copyOf(dates), added);
    }

    /** One occurrence on its own. */
    Schedule at(OccurrenceOverride.Time time) {
        return new Schedule(time.allDay(), time.start(), time.end(), zone, null, List.of(), List.of());
    }

    void check(Problem wrong) {
        if (!end.isAfter(start)) {
            wrong.field("end", "calendar.end-before-start");
        } else if (length().compareTo(LONGEST) > 0) {
            wrong.field("end", "calendar.too-long-event");
        }
        if (start.getYear() < 1970 || start.getYear() > 2200) {
            wrong.field("start", "calendar.year-out-of-range");
        }
        if (allDay && !(start.toLocalTime().equals(LocalTime.MIDNIGHT) && end.toLocalTime().equals(LocalTime.MIDNIGHT))) {
            wrong.field("start", "calendar.all-day-at-midnight");
        }
        Text.atMost(wrong, "rule", rule, 500);
        if (excluded.size() > DATES || added.size() > DATES) {
            wrong.field("excluded", "calendar.too-many-dates");
        }
    }
}
