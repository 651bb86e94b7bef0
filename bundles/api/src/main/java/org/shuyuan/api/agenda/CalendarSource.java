package org.shuyuan.api.agenda;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;
import org.shuyuan.api.access.Caller;

/**
 * Dated items of a module (a room that is booked, study to be made up, a meeting), for whatever shows calendars, and for phones that read
 * them. A module registers one as a service. It is asked on a bounded thread and has 300 milliseconds; a source that is late or fails is
 * named beside the others' answers. Where a phone reads, which takes what is missing for gone, it has 5 seconds, and when it gives no answer
 * then, the phone is told to ask again. Thread-safe.
 */
@ConsumerType
public interface CalendarSource {

    /**
     * What is wanted.
     *
     * @param caller who will see it: what the caller may not see is left out
     * @param unit whose calendar is looked at, or from where
     * @param person only what concerns this person; null: what the unit as such has
     * @param from the first moment
     * @param to the first moment no longer
     * @param limit at most so many, the earliest first
     */
    record Question(Caller caller, UUID unit, @Nullable UUID person, Instant from, Instant to, int limit) {}

    /**
     * Something with a date.
     *
     * @param id the same for the same thing as long as it exists, within the module; 1–100 characters
     * @param gathering that people attend there; what several modules tell of one gathering is shown once
     * @param from its first moment
     * @param to the first moment no longer, after {@code from}
     * @param allDay whole days: from and to are midnights of the unit's zone
     * @param key of the text of the module that says what it is, e.g. {@code agenda.booking}
     * @param values for the text's placeholders
     * @param place where; null when that says nothing
     * @param link path in the portal that opens it
     */
    record Item(String id, @Nullable UUID gathering, Instant from, Instant to, boolean allDay, String key, Map<String, String> values, @Nullable String place, String link) {}

    /**
     * The module whose items these are.
     *
     * @return its id
     */
    String module();

    /**
     * What there is in a period. One query, not one for each thing.
     *
     * @param question what is wanted
     * @return all that touches the period, the earliest first
     */
    List<Item> items(Question question);
}
