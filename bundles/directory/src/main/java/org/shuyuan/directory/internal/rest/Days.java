package org.shuyuan.directory.internal.rest;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.problem.Problem;

/** Days in addresses. They come as text, since the runtime answers one that is none as if the path were unknown. */
final class Days {

    private Days() {}

    /**
     * A day.
     *
     * @param text {@code YYYY-MM-DD}; null and blank: none
     * @throws Problem 422 {@code directory.bad-day}
     */
    static @Nullable LocalDate of(@Nullable String text, String field) {
        if (text == null || text.isBlank()) {
            return null;
        }
        try {
            LocalDate day = LocalDate.parse(text);
            if (day.getYear() >= 1900 && day.getYear() <= 2200) {
                return day;
            }
        } catch (DateTimeParseException none) {
            // told below
        }
        throw Problem.invalid(field, "directory.bad-day");
    }
}
