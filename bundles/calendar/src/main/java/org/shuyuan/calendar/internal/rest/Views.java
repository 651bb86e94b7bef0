package org.shuyuan.calendar.internal.rest;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the calendar gives. */
final class Views {

    private Views() {}

    /** Something with a name: a unit, a person. */
    public record Ref(UUID id, @Nullable String name) {}

    public record KindRef(UUID id, String word, String name, String colour) {}

    /** A kind as who looks after kinds sees it; {@code name} by language. */
    public record KindView(UUID id, int version, Ref unit, String word, String text, Map<String, String> name, String colour,
            List<String> keywords, int position, boolean retired) {}

    /**
     * {@code start}, {@code end}: a time with offset, or a day when all-day; {@code end} is exclusive. {@code kind} and {@code unit}
     * are ids that the list names once: a month repeats few of them many times.
     */
    public record OccurrenceView(UUID id, UUID event, String title, UUID kind, String color, String start, String end,
            boolean allDay, @Nullable String place, @Nullable String host, boolean repeats, UUID unit) {}

    public record OccurrenceList(List<OccurrenceView> items, Collection<KindRef> kinds, Collection<Ref> units, boolean more) {}

    /** {@code recurrence} names the date when it is to be left out. */
    public record DateView(UUID id, String recurrence, String start, String end) {}

    public record Starts(List<String> items) {}

    public record EventView(UUID id, int version, Ref unit, @Nullable KindRef kind, String title, @Nullable String description,
            @Nullable String place, @Nullable Ref host, @Nullable String hostName, boolean allDay, String start, String end, String zone,
            @Nullable String rule, List<String> excluded, boolean repeats, List<Ref> units, List<Ref> people, String uid, Instant createdAt,
            String createdBy, Instant changedAt, String changedBy, boolean mayChange) {}

    /** One item of a file and what confirming would do with it: {@code added}, {@code changed}, {@code unchanged}, {@code refused}. */
    public record ImportItem(int line, String uid, String title, String start, String end, boolean allDay, @Nullable String rule,
            int dates, @Nullable KindRef kind, String action, List<String> notes) {}

    public record ImportFault(int line, String text) {}

    public record ImportView(UUID id, String name, Ref unit, @Nullable Instant confirmedAt, Map<String, Integer> counts, List<ImportItem> items,
            List<ImportFault> faults) {}
}
