package org.shuyuan.calendar.internal;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When a study day takes place in one month or week.
 *
 * @param period the month, {@code 2026-05}, or week of ISO 8601, {@code 2026-W19}
 * @param planned by the rule alone
 * @param day when it takes place; null when that cannot be said
 * @param why it is that day, or none
 * @param name of the holiday on the planned day
 * @param missing the year that would have to be published for a date; null unless that is why there is none
 */
public record StudyDate(String period, LocalDate planned, @Nullable LocalDate day, Why why, @Nullable String name, @Nullable Integer missing) {

    /** Why a date is what it is. */
    public enum Why {
        /** As the rule says. */
        PLANNED,
        /** The planned day is a holiday. */
        HOLIDAY,
        /** The planned day is a Saturday or Sunday. */
        WEEKEND,
        /** It depends on a year that nobody has published: no date. */
        NOT_PUBLISHED,
        /** Nobody works in the whole month or week: no date. */
        NO_WORKDAY,
        /** The rule as it is now has no such month or week: no date. */
        NOT_BY_RULE
    }

    /** Farther than any run of free days. */
    private static final int FARTHEST = 60;

    private record Bounds(LocalDate first, LocalDate last) {

        boolean hold(LocalDate day) {
            return !day.isBefore(first) && !day.isAfter(last);
        }
    }

    /** What a search for a workday ended in: a day, the edge, or a year that nobody has published. */
    private record Found(@Nullable LocalDate day, @Nullable Integer missing) {}

    /** The dates whose planned day lies in these months, in their order. @param to inclusive */
    static List<StudyDate> of(StudyRule rule, Workdays days, YearMonth from, YearMonth to) {
        List<StudyDate> dates = new ArrayList<>();
        if (rule.every() == StudyRule.Every.MONTHLY) {
            for (YearMonth month = from; !month.isAfter(to); month = month.plusMonths(1)) {
                if (rule.holds(month)) {
                    LocalDate planned = month.atDay(Math.min(rule.day(), month.lengthOfMonth()));
                    dates.add(place(rule, days, month.toString(), planned, new Bounds(month.atDay(1), month.atEndOfMonth())));
                }
            }
            return List.copyOf(dates);
        }
        DayOfWeek weekday = DayOfWeek.of(rule.day());
        for (LocalDate day = from.atDay(1).with(TemporalAdjusters.nextOrSame(weekday)); !day.isAfter(to.atEndOfMonth()); day = day.plusWeeks(1)) {
            if (rule.holds(YearMonth.from(day))) {
                LocalDate monday = day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
                dates.add(place(rule, days, week(day), day, new Bounds(monday, monday.plusDays(6))));
            }
        }
        return List.copyOf(dates);
    }

    private static String week(LocalDate day) {
        return String.format(Locale.ROOT, "%d-W%02d", day.get(IsoFields.WEEK_BASED_YEAR), day.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
    }

    private static StudyDate place(StudyRule rule, Workdays days, String period, LocalDate planned, Bounds bounds) {
        Optional<Boolean> worked = days.worked(planned);
        if (rule.move() == StudyRule.Move.STAY || worked.orElse(false)) {
            return new StudyDate(period, planned, planned, Why.PLANNED, null, null);
        }
        if (worked.isEmpty()) {
            return new StudyDate(period, planned, null, Why.NOT_PUBLISHED, null, planned.getYear());
        }
        String name = days.special(planned).map(SpecialDay::name).orElse(null);
        int step = rule.move() == StudyRule.Move.EARLIER ? -1 : 1;
        Found found = search(days, planned, step, rule.within() ? bounds : null);
        if (found.day() == null && found.missing() == null && rule.within()) {
            found = search(days, planned, -step, bounds);
        }
        Why none = found.missing() != null ? Why.NOT_PUBLISHED : Why.NO_WORKDAY;
        return new StudyDate(period, planned, found.day(), found.day() == null ? none : name == null ? Why.WEEKEND : Why.HOLIDAY, name,
                found.missing());
    }

    private static Found search(Workdays days, LocalDate planned, int step, @Nullable Bounds bounds) {
        for (int i = 1; i <= FARTHEST; i++) {
            LocalDate day = planned.plusDays((long) i * step);
            if (bounds != null && !bounds.hold(day)) {
                break;
            }
            Optional<Boolean> worked = days.worked(day);
            if (worked.isEmpty()) {
                return new Found(null, day.getYear());
            }
            if (worked.get()) {
                return new Found(day, null);
            }
        }
        return new Found(null, null);
    }
}
