package org.shuyuan.calendar.internal.rest;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.id.Ids;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.calendar.internal.HolidayYear;
import org.shuyuan.calendar.internal.SpecialDay;
import org.shuyuan.calendar.internal.rest.Views.Ref;

/** Holidays as they are given and taken. */
final class HolidayViews {

    private HolidayViews() {}

    /** @param day a date @param kind {@code holiday}, or {@code workday}: a make-up workday @param name of the holiday, 1–50 characters */
    public record SpecialDayView(String day, String kind, String name) {}

    /**
     * {@code state}: {@code own}, published by the unit itself; {@code above}, by a unit above; {@code none}: not published. {@code holidays} and
     * {@code workdays}: how many days.
     */
    public record YearLine(int year, String state, @Nullable Ref unit, @Nullable String source, int holidays, int workdays, @Nullable Instant publishedAt,
            @Nullable String publishedBy) {}

    /** As {@link YearLine}, with its days. The ETag is that of the unit's own year, {@code "0"} when it has none. */
    public record YearView(int year, String state, @Nullable Ref unit, @Nullable String source, List<SpecialDayView> days, @Nullable Instant publishedAt,
            @Nullable String publishedBy) {}

    /** {@code unpublished}: years of the period that nobody has published. */
    public record DaysView(List<SpecialDayView> items, List<Integer> unpublished) {}

    /** @param what stands there */
    public record FaultView(int line, String text, String what) {}

    /** What a file has of the year; nothing is written. */
    public record FileView(String name, List<SpecialDayView> days, List<FaultView> faults) {}

    /** A year as a form sends it. @param source where the days are from, at most 500 characters @param days 1–120, all of that year, each once */
    public record YearInput(@Nullable String source, @Nullable List<SpecialDayView> days) {

        HolidayYear year(UUID unit, int year, int version) {
            Problem wrong = new Problem(422, "rest.invalid");
            List<SpecialDay> read = new ArrayList<>();
            for (SpecialDayView one : days == null ? List.<SpecialDayView>of() : days) {
                read(one, read, wrong);
            }
            if (!wrong.errors().isEmpty()) {
                throw wrong;
            }
            return new HolidayYear(Ids.next(), version, unit, year, source, read, Instant.EPOCH, "");
        }

        private static void read(SpecialDayView one, List<SpecialDay> read, Problem wrong) {
            try {
                SpecialDay.Kind kind = "workday".equals(one.kind()) ? SpecialDay.Kind.WORKDAY : "holiday".equals(one.kind()) ? SpecialDay.Kind.HOLIDAY : null;
                if (kind == null || one.day() == null) {
                    wrong.field("days", "calendar.bad-day", Map.of("day", String.valueOf(one.day())));
                } else {
                    read.add(new SpecialDay(LocalDate.parse(one.day()), kind, one.name() == null ? "" : one.name()));
                }
            } catch (DateTimeException no) {
                wrong.field("days", "calendar.bad-day", Map.of("day", one.day()));
            }
        }
    }

    static SpecialDayView day(SpecialDay day) {
        return new SpecialDayView(day.day().toString(), day.kind().code(), day.name());
    }
}
