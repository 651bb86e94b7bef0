package org.shuyuan.calendar.internal;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.problem.Problem;

/**
 * A year as a unit has published it.
 *
 * @param version {@link #NEW} for one that the unit has not published yet
 * @param year 1970–2200
 * @param source where the days are from, e.g. the number of a circular; at most 500 characters
 * @param days by date, each once and all of that year; 1–120
 */
public record HolidayYear(UUID id, int version, UUID unit, int year, @Nullable String source, List<SpecialDay> days, Instant publishedAt, String publishedBy) {

    /** The version of what is not there yet. */
    public static final int NEW = 0;

    private static final int MOST = 120;
    private static final int NAME = 50;

    public HolidayYear {
        source = Text.orNull(source);
        days = days.stream().sorted(Comparator.comparing(SpecialDay::day)).toList();
    }

    /** @throws Problem 422 {@code rest.invalid} that names what is wrong, 404 {@code calendar.no-such-year} */
    HolidayYear checked() {
        checkYear(year);
        Problem wrong = new Problem(422, "rest.invalid");
        Text.atMost(wrong, "source", source, 500);
        if (days.isEmpty()) {
            wrong.field("days", "calendar.days-missing");
        }
        if (days.size() > MOST) {
            wrong.field("days", "calendar.too-many", Map.of("max", MOST));
        }
        Set<LocalDate> seen = new HashSet<>();
        for (SpecialDay day : days) {
            if (day.day().getYear() != year) {
                wrong.field("days", "calendar.day-of-other-year", Map.of("day", day.day(), "year", year));
            }
            if (!seen.add(day.day())) {
                wrong.field("days", "calendar.day-twice", Map.of("day", day.day()));
            }
            if (day.name().isEmpty() || day.name().length() > NAME) {
                wrong.field("days", "calendar.day-name", Map.of("day", day.day(), "max", NAME));
            }
        }
        if (!wrong.errors().isEmpty()) {
            throw wrong;
        }
        return this;
    }

    static void checkYear(int year) {
        if (year < 1970 || year > 2200) {
            throw Problem.notFound("calendar.no-such-year");
        }
    }

    Optional<SpecialDay> on(LocalDate day) {
        return days.stream().filter(d -> d.day().equals(day)).findFirst();
    }

    public int count(SpecialDay.Kind kind) {
        return (int) days.stream().filter(d -> d.kind() == kind).count();
    }

    /** For the audit trail. */
    Map<String, @Nullable Object> snapshot() {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("source", source);
        for (SpecialDay.Kind kind : SpecialDay.Kind.values()) {
            values.put(kind.code(), days.stream().filter(d -> d.kind() == kind).map(d -> d.day() + " " + d.name()).collect(Collectors.toList()));
        }
        return values;
    }
}
