package org.shuyuan.calendar.internal;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One week of ISO 8601 (Monday to Sunday), month, quarter, half-year or year of the calendar. Immutable.
 *
 * @param last inclusive
 */
public record Period(Every every, LocalDate first, LocalDate last) {

    /** How long a period is. */
    public enum Every {
        WEEK(1, 2),
        MONTH(1, 7),
        QUARTER(3, 21),
        HALF_YEAR(6, 30),
        YEAR(12, 60);

        private final int length;
        private final int lead;

        Every(int length, int lead) {
            this.length = length;
            this.lead = lead;
        }

        /** Days before its end from which on what nobody has planned is due, unless a unit says otherwise. */
        public int lead() {
            return lead;
        }

        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private static final Pattern NAME = Pattern.compile("(\\d{4})(?:-(?:(W)(\\d\\d)|(Q)([1-4])|(H)([12])|(\\d\\d)))?");
    private static final int FIRST_YEAR = 1970;
    private static final int LAST_YEAR = 2200;

    /** The one that a day lies in. */
    public static Period holding(Every every, LocalDate day) {
        if (every == Every.WEEK) {
            LocalDate monday = day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            return new Period(every, monday, monday.plusDays(6));
        }
        int month = (day.getMonthValue() - 1) / every.length * every.length + 1;
        LocalDate first = LocalDate.of(day.getYear(), month, 1);
        return new Period(every, first, first.plusMonths(every.length).minusDays(1));
    }

    /** The one so many later; earlier for a number below 0. */
    public Period plus(int many) {
        return holding(every, every == Every.WEEK ? first.plusWeeks(many) : first.plusMonths((long) many * every.length));
    }

    public boolean holds(LocalDate day) {
        return !day.isBefore(first) && !day.isAfter(last);
    }

    /** {@code 2026-W19}, {@code 2026-05}, {@code 2026-Q2}, {@code 2026-H1}, {@code 2026}. A week belongs to the year that most of it lies in. */
    public String name() {
        return switch (every) {
            case WEEK -> String.format(Locale.ROOT, "%d-W%02d", first.get(IsoFields.WEEK_BASED_YEAR), first.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
            case MONTH -> String.format(Locale.ROOT, "%d-%02d", first.getYear(), first.getMonthValue());
            case QUARTER -> first.getYear() + "-Q" + (first.getMonthValue() / 3 + 1);
            case HALF_YEAR -> first.getYear() + "-H" + (first.getMonthValue() / 6 + 1);
            case YEAR -> String.valueOf(first.getYear());
        };
    }

    /** The one of that {@link #name}, of the years 1970 to 2200; empty for no such name. */
    public static Optional<Period> named(String text) {
        Matcher m = NAME.matcher(text);
        if (!m.matches() || Integer.parseInt(m.group(1)) < FIRST_YEAR || Integer.parseInt(m.group(1)) > LAST_YEAR) {
            return Optional.empty();
        }
        int year = Integer.parseInt(m.group(1));
        Period found;
        if (m.group(2) != null) {
            // the fourth of January is always in the first week
            found = holding(Every.WEEK, LocalDate.of(year, Month.JANUARY, 4)).plus(Integer.parseInt(m.group(3)) - 1);
        } else if (m.group(4) != null) {
            found = holding(Every.QUARTER, LocalDate.of(year, Integer.parseInt(m.group(5)) * 3, 1));
        } else if (m.group(6) != null) {
            found = holding(Every.HALF_YEAR, LocalDate.of(year, Integer.parseInt(m.group(7)) * 6, 1));
        } else if (m.group(8) != null) {
            int month = Integer.parseInt(m.group(8));
            if (month < 1 || month > 12) {
                return Optional.empty();
            }
            found = holding(Every.MONTH, LocalDate.of(year, month, 1));
        } else {
            found = holding(Every.YEAR, LocalDate.of(year, Month.JANUARY, 1));
        }
        // a year has 52 or 53 weeks
        return Optional.of(found).filter(p -> p.name().equals(text));
    }
}
