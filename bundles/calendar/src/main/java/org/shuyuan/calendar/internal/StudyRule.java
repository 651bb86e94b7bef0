package org.shuyuan.calendar.internal;

import java.time.LocalTime;
import java.time.YearMonth;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.problem.Problem;

/**
 * The fixed study day of a unit for a kind of event.
 *
 * @param title of the events that are made, 1–200 characters
 * @param day of the month, 1–31: in a shorter month its last; or of the week, 1–7 from Monday
 * @param start in the unit's zone
 * @param minutes how long, 5–1440
 * @param place at most 200 characters
 * @param within the date stays in its month: where there is no workday in the direction of {@code move}, the nearest one in the other. A weekly date always
 *     stays in its week
 * @param until the last month, inclusive; null without end
 */
public record StudyRule(UUID id, int version, UUID unit, UUID kind, String title, Every every, int day, LocalTime start, int minutes, @Nullable String place, Move move,
        boolean within, YearMonth from, @Nullable YearMonth until) {

    /** How often. */
    public enum Every {
        /** Once a month. */
        MONTHLY,
        /** Once a week. */
        WEEKLY
    }

    /** Where a date goes that nobody works on. */
    public enum Move {
        /** To the last workday before. */
        EARLIER,
        /** To the next workday after. */
        LATER,
        /** It stays, holiday or not. */
        STAY
    }

    public StudyRule {
        title = title.strip();
        place = Text.orNull(place);
        within = within || every == Every.WEEKLY;
    }

    /** @throws Problem 422 {@code rest.invalid} that names every wrong field */
    StudyRule checked() {
        Problem wrong = new Problem(422, "rest.invalid");
        if (title.isEmpty()) {
            wrong.field("title", "calendar.title-missing");
        }
        Text.atMost(wrong, "title", title, 200);
        Text.atMost(wrong, "place", place, 200);
        if (day < 1 || day > (every == Every.MONTHLY ? 31 : 7)) {
            wrong.field("day", "calendar.study-day");
        }
        if (minutes < 5 || minutes > 1440) {
            wrong.field("minutes", "calendar.study-minutes");
        }
        if (from.getYear() < 1970 || from.getYear() > 2200) {
            wrong.field("from", "calendar.year-out-of-range");
        }
        if (until != null && (until.isBefore(from) || until.getYear() > 2200)) {
            wrong.field("until", "calendar.end-before-start");
        }
        if (!wrong.errors().isEmpty()) {
            throw wrong;
        }
        return this;
    }

    boolean holds(YearMonth month) {
        return !month.isBefore(from) && (until == null || !month.isAfter(until));
    }

    /** For the audit trail. */
    Map<String, @Nullable Object> snapshot() {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("title", title);
        values.put("kind", kind.toString());
        values.put("every", every.name().toLowerCase(Locale.ROOT));
        values.put("day", day);
        values.put("start", start.toString());
        values.put("minutes", minutes);
        values.put("place", place);
        values.put("move", move.name().toLowerCase(Locale.ROOT));
        values.put("within", within);
        values.put("from", from.toString());
        values.put("until", until == null ? null : until.toString());
        return values;
    }
}
