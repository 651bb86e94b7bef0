package org.shuyuan.attendance.internal.rest;

import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.problem.Problem;

/** From one day to another, both inclusive, as addresses have them. @param from the current year's first day when missing @param to its last day when missing */
record Periods(LocalDate from, LocalDate to) {

    /** @throws Problem 422 {@code attendance.bad-day}: none, or not of the years 1900 to 2200 */
    static Periods of(@Nullable String from, @Nullable String to, ZoneId zone) {
        LocalDate today = LocalDate.now(zone);
        return new Periods(day("from", from, today.withDayOfYear(1)), day("to", to, today.withDayOfYear(today.lengthOfYear())));
    }

    private static LocalDate day(String field, @Nullable String text, LocalDate otherwise) {
        if (text == null || text.isBlank()) {
            return otherwise;
        }
        try {
            LocalDate day = LocalDate.parse(text);
            // Java knows years that no database holds and to which no day can be added
            if (day.getYear() >= 1900 && day.getYear() <= 2200) {
                return day;
            }
        } catch (DateTimeParseException none) {
            // told below
        }
        throw Problem.invalid(field, "attendance.bad-day");
    }
}
