package org.shuyuan.calendar.internal;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.office.Calendars;

/**
 * What confirming a calendar file would do, event by event. By UID: an event that is here already is compared, so a second run
 * changes nothing. Immutable; made by {@link ImportPlanner}.
 */
public record ImportPlan(List<Line> lines, List<Calendars.Fault> faults) {

    public enum Action {
        ADDED,
        CHANGED,
        UNCHANGED,
        /** It is here, and the file calls it off. */
        CANCELLED,
        REFUSED
    }

    /** A remark; {@code key} names a text of {@code module}. */
    public record Note(String module, String key, Map<String, Object> values) {

        static Note of(String key) {
            return new Note("calendar", key, Map.of());
        }
    }

    /**
     * One event of the file, with its changed occurrences.
     *
     * @param draft null when refused or called off
     * @param before the event that is here under this uid
     */
    public record Line(Calendars.Item item, String uid, @Nullable UUID kind, @Nullable EventDraft draft, @Nullable Event before, Action action,
            List<Note> notes) {}

    public int count(Action action) {
        return (int) lines.stream().filter(l -> l.action() == action).count();
    }

    /** An occurrence in the file that its series does not have, or whose series is not there, is an event of its own under this name. */
    static String detached(String uid, LocalDateTime recurrence) {
        return uid + "#" + recurrence;
    }
}
