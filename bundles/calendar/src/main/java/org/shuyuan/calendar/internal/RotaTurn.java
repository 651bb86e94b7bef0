package org.shuyuan.calendar.internal;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One date of a rota.
 *
 * @param date the date of the event that it is
 * @param due the member whose turn it is; null: nobody's, or somebody's from outside the list
 * @param instead the member in whose place {@code due} or the speaker stands
 * @param speaker whom a department named, or who stands in from outside the list; {@code words}: who is not in the directory
 * @param topic at most 200 characters
 * @param held who really spoke, once somebody confirmed it
 */
public record RotaTurn(UUID id, int version, UUID rota, Date date, @Nullable UUID due, @Nullable UUID instead, PlanItem.Who speaker, @Nullable String topic, Mark mark, State state,
        @Nullable Held held) {

    /** Which date of an event. */
    public record Date(UUID event, LocalDateTime recurrence, Instant starts, boolean allDay, ZoneId zone, String title) {}

    /** @param who the person or name @param member to whose account it goes; null: to nobody's of the list */
    public record Held(PlanItem.Who who, @Nullable UUID member, @Nullable String confirmedBy, @Nullable Instant confirmedAt) {}

    /** Why a turn stays where it is. */
    public enum Mark {
        /** It does not: it follows the order. */
        OPEN,
        /** Who is due has promised. */
        ACCEPTED,
        /** Two have changed. */
        SWAPPED,
        /** Somebody stands in. */
        SUBSTITUTED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What became of it. */
    public enum State {
        /** To come; or past, and nobody has said who spoke. */
        PLANNED,
        /** Confirmed. */
        HELD,
        /** Nobody spoke. */
        MISSED,
        /** The date does not take place. */
        CANCELLED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public boolean ahead(Instant now) {
        return date.starts().isAfter(now);
    }

    RotaTurn on(Date now, State as) {
        return new RotaTurn(id, version, rota, now, due, instead, speaker, topic, mark, as, held);
    }

    /** Somebody else's, who has a topic of their own. */
    RotaTurn given(@Nullable UUID to, @Nullable UUID inPlaceOf, PlanItem.Who by, Mark as) {
        return new RotaTurn(id, version, rota, date, to, inPlaceOf, by, null, as, state, held);
    }

    RotaTurn told(@Nullable String about) {
        return new RotaTurn(id, version, rota, date, due, instead, speaker, about, mark, state, held);
    }

    RotaTurn marked(Mark as) {
        return new RotaTurn(id, version, rota, date, due, instead, speaker, topic, as, state, held);
    }

    RotaTurn about(PlanItem.Who by, @Nullable String wanted) {
        return new RotaTurn(id, version, rota, date, due, instead, by, Text.orNull(wanted), mark == Mark.OPEN ? Mark.ACCEPTED : mark, state, held);
    }

    RotaTurn became(State as, @Nullable Held who, @Nullable String about) {
        return new RotaTurn(id, version, rota, date, due, instead, speaker, Text.orNull(about), mark, as, who);
    }

    /** For the audit trail. */
    Map<String, @Nullable Object> snapshot() {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("start", date.recurrence().toString());
        values.put("due", due == null ? null : due.toString());
        values.put("instead", instead == null ? null : instead.toString());
        values.put("speaker", speaker.person() == null ? speaker.words() : speaker.person().toString());
        values.put("topic", topic);
        values.put("mark", mark.word());
        values.put("state", state.word());
        values.put("spoke", held == null ? null : held.who().person() == null ? held.who().words() : held.who().person().toString());
        return values;
    }
}
