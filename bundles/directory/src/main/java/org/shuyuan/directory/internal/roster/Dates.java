package org.shuyuan.directory.internal.roster;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.office.Workbooks.Cell;

/** Days and months as offices write them, stored as {@code 1983-05} or {@code 1983-05-12}: as precise as they were given. */
public final class Dates {

    private static final Pattern PARTS = Pattern.compile("(\\d{4})\\s*[.\\-/年。．、]\\s*(\\d{1,2})(?:\\s*[.\\-/月。．、]\\s*(\\d{1,2})\\s*[日号號]?)?\\s*月?(?:\\s.*)?");
    private static final Pattern DIGITS = Pattern.compile("(\\d{4})(\\d{2})(\\d{2})?");
    private static final Pattern REPUBLIC = Pattern.compile("民[国國]\\s*(\\d{1,3})\\s*年\\s*(\\d{1,2})\\s*月(?:\\s*(\\d{1,2})\\s*日)?");

    private Dates() {}

    /** A real date; the first of a month in a column of months is that month. */
    public static Optional<String> of(Cell cell, boolean months) {
        if (cell.date() != null) {
            LocalDate day = cell.date().toLocalDate();
            return plausible(day.getYear(), day.getMonthValue(), months && day.getDayOfMonth() == 1 ? null : (Integer) day.getDayOfMonth());
        }
        String text = cell.text();
        // 1983.10 typed as a number has lost its last zero; January would have been 1983.01
        return of(cell.number() != null && text.matches("\\d{4}\\.1") ? text + "0" : text);
    }

    /** @return empty when it is no day or month, or none that a person of today can have */
    public static Optional<String> of(String text) {
        String plain = Clean.narrow(Clean.line(text));
        Matcher republic = REPUBLIC.matcher(plain);
        if (republic.matches()) {
            return plausible(Integer.parseInt(republic.group(1)) + 1911, Integer.parseInt(republic.group(2)), number(republic.group(3)));
        }
        for (Pattern pattern : new Pattern[] {PARTS, DIGITS}) {
            Matcher matcher = pattern.matcher(plain);
            if (matcher.matches()) {
                return plausible(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)), number(matcher.group(3)));
            }
        }
        return Optional.empty();
    }

    /** The same day or month, or the one within the other. */
    public static boolean agree(String one, String other) {
        return one.startsWith(other) || other.startsWith(one);
    }

    private static @Nullable Integer number(@Nullable String digits) {
        return digits == null ? null : (Integer) Integer.parseInt(digits);
    }

    private static Optional<String> plausible(int year, int month, @Nullable Integer day) {
        try {
            LocalDate first = day == null ? YearMonth.of(year, month).atDay(1) : LocalDate.of(year, month, day);
            if (year < 1900 || first.isAfter(LocalDate.now().plusDays(1))) {
                return Optional.empty();
            }
            return Optional.of(day == null ? YearMonth.of(year, month).toString() : first.toString());
        } catch (DateTimeException impossible) {
            return Optional.empty();
        }
    }
}
