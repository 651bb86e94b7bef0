package org.shuyuan.calendar.internal;

import java.time.LocalDate;
import java.util.Locale;

/**
 * A day that is not what its weekday says: free though it may be a Monday, or worked though it is a Saturday.
 *
 * @param name of the holiday it is, or belongs to; 1–50 characters
 */
public record SpecialDay(LocalDate day, Kind kind, String name) {

    /** What is special about it. */
    public enum Kind {
        /** Nobody works. */
        HOLIDAY,
        /** A make-up workday. */
        WORKDAY;

        /** As it stands in the database and over REST: {@code holiday}, {@code workday}. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public SpecialDay {
        name = name.strip();
    }
}
