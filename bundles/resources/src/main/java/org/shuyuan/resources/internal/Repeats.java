package org.shuyuan.resources.internal;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.office.Calendars;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.resources.Bookings.Period;

/** The dates of a booking that repeats: the same hours of a unit's local time, worked out as those of events are. Thread-safe. */
@Component(service = Repeats.class)
public final class Repeats {

    /** Most dates of one booking: weekly for the two years that one may book ahead are 105. */
    static final int MOST = 200;

    /**
     * How it repeats.
     *
     * @param every {@code weekly}, {@code fortnightly} or {@code monthly}, on the weekday of its first date
     * @param until the last day on which it may begin
     * @param zone whose local time stays the same
     */
    public record Repeat(String every, @Nullable LocalDate until, ZoneId zone) {}

    private final Calendars calendars;

    @Activate
    public Repeats(@Reference Calendars calendars) {
        this.calendars = calendars;
    }

    /**
     * By time, the first is the given one.
     *
     * @param repeat null for what does not repeat
     * @throws Problem 422 {@code rest.invalid}: no such repetition, no last day or one before the first, more than {@link #MOST} dates, or dates that overlap
     */
    public List<Period> of(Instant from, Instant to, @Nullable Repeat repeat) {
        if (repeat == null) {
            return List.of(new Period(from, to));
        }
        LocalDateTime start = LocalDateTime.ofInstant(from, repeat.zone());
        String rule = rule(repeat.every(), start.toLocalDate());
        @Nullable LocalDate until = repeat.until();
        if (until == null || until.isBefore(start.toLocalDate())) {
            throw Problem.invalid("until", until == null ? "resources.until-missing" : "resources.until-before-start");
        }
        Duration length = Duration.between(start, LocalDateTime.ofInstant(to, repeat.zone()));
        List<LocalDateTime> starts = calendars.occurrences(start, rule, List.of(), List.of(), start, until.plusDays(1).atStartOfDay(), MOST + 1);
        if (starts.size() > MOST) {
            throw new Problem(422, "rest.invalid").field("until", "resources.too-many-dates", Map.of("max", MOST));
        }
        for (int i = 1; i < starts.size(); i++) {
            if (starts.get(i).isBefore(starts.get(i - 1).plus(length))) {
                throw Problem.invalid("end", "resources.dates-overlap");
            }
        }
        return starts.stream().map(s -> new Period(s.atZone(repeat.zone()).toInstant(), s.plus(length).atZone(repeat.zone()).toInstant())).toList();
    }

    /** A fifth weekday is not in every month: it stands for the last. */
    private static String rule(String every, LocalDate first) {
        String day = code(first.getDayOfWeek());
        int nth = (first.getDayOfMonth() + 6) / 7;
        return switch (every) {
            case "weekly" -> "FREQ=WEEKLY;BYDAY=" + day;
            case "fortnightly" -> "FREQ=WEEKLY;INTERVAL=2;BYDAY=" + day;
            case "monthly" -> "FREQ=MONTHLY;BYDAY=" + (nth > 4 ? -1 : nth) + day;
            default -> throw Problem.invalid("every", "resources.bad-repetition");
        };
    }

    private static String code(DayOfWeek day) {
        return day.name().substring(0, 2);
    }
}
