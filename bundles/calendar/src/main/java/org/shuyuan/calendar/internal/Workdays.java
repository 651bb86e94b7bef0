package org.shuyuan.calendar.internal;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;

/**
 * Which days are worked at a unit: Monday to Friday unless a holiday, Saturday and Sunday only as make-up workdays. Of a year that nobody has published it
 * says nothing, and does not guess. Immutable.
 *
 * @param years what is published there, by year
 */
public record Workdays(Map<Integer, HolidayYear> years) {

    public Workdays {
        years = Map.copyOf(years);
    }

    boolean published(LocalDate day) {
        return years.containsKey(day.getYear());
    }

    /** What is special about the day; empty also when its year is not published. */
    Optional<SpecialDay> special(LocalDate day) {
        return Optional.ofNullable(years.get(day.getYear())).flatMap(year -> year.on(day));
    }

    /** Whether people work on that day; empty when its year is not published. */
    Optional<Boolean> worked(LocalDate day) {
        if (!published(day)) {
            return Optional.empty();
        }
        boolean weekday = day.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) < 0;
        return Optional.of(special(day).map(d -> d.kind() == SpecialDay.Kind.WORKDAY).orElse(weekday));
    }
}
