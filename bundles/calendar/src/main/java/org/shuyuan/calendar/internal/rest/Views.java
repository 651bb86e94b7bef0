package org.shuyuan.calendar.internal.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
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
            List<String> keywords, int position, boolean retired, boolean roll) {}

    /**
     * {@code start}, {@code end}: a time with offset, or a day when all-day; {@code end} is exclusive. {@code kind} and {@code unit}
     * are ids that the list names once: a month repeats few of them many times. {@code original} stands only where an occurrence
     * was moved: when it would be by its series.
     */
    public record OccurrenceView(UUID id, UUID event, String title, UUID kind, String color, String start, String end,
            boolean allDay, @Nullable String place, @Nullable String host, boolean repeats, UUID unit, @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String original) {}

    public record OccurrenceList(List<OccurrenceView> items, Collection<KindRef> kinds, Collection<Ref> units, boolean more,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable OtherList others) {}

    /** The name of a module. */
    public record ModuleRef(String id, String name) {}

    /** Of another module; times as {@link OccurrenceView}. {@code link} is a path in the portal. */
    public record OtherView(String id, ModuleRef module, String title, String start, String end, boolean allDay, @Nullable String place, String link) {}

    /** {@code silent}: modules that did not answer in time. */
    public record OtherList(List<OtherView> items, List<ModuleRef> silent) {}

    /** {@code what}: host, person, group, unit or place; {@code name} of whom it is about. */
    public record ClashReason(String what, @Nullable String name) {}

    /** {@code event} and {@code title} are null where the caller may only know that there is something; a booking has no event. */
    public record ClashView(@Nullable UUID event, @Nullable String title, String start, String end, List<ClashReason> reasons) {}

    public record ClashList(List<ClashView> items, boolean more) {}

    /** An occurrence as a row of the list; as {@link OccurrenceView} otherwise. */
    public record ListedView(UUID id, UUID event, String title, @Nullable KindRef kind, String start, String end, boolean allDay,
            @Nullable String place, @Nullable String host, boolean repeats, Ref unit, @Nullable String original) {}

    /**
     * One date of an event. {@code recurrence} names it, whatever becomes of it; {@code state}: {@code planned} as the series says,
     * {@code moved}, {@code changed} otherwise, {@code cancelled}; {@code original}: when it would be by the series, if moved.
     */
    public record DateView(UUID id, String recurrence, String state, String start, String end, boolean allDay, @Nullable String original,
            String title, @Nullable String place, @Nullable Ref host, @Nullable String hostName) {}

    /** One date as its form needs it; {@code series}: whether nothing of it is its own. */
    public record DateDetail(String recurrence, boolean series, boolean cancelled, String title, @Nullable String description, @Nullable String place,
            @Nullable Ref host, @Nullable String hostName, boolean allDay, String start, String end, String original) {}

    /** The gathering of a date; {@code recurrence} names the date. */
    public record GatheringRef(UUID id, String recurrence, boolean cancelled) {}

    /** {@code lost}: dates with something of their own that the event would no longer have. */
    public record Starts(List<String> items, List<String> lost) {}

    /** What a new event is likely to have; {@code start} and {@code end} as {@code HH:mm}. */
    public record DefaultsView(@Nullable UUID kind, @Nullable String start, @Nullable String end, List<String> places, List<Ref> hosts, List<String> hostNames) {}

    /** {@code action} in words of the caller's language. */
    public record HistoryView(Instant at, String who, String action, List<ChangeView> changes) {}

    /**
     * {@code field} as the form names it; {@code date}: of one occurrence, where a null is as the series has it. Kinds, units and
     * persons by name, times local, lists as such.
     */
    public record ChangeView(String field, @Nullable String date, @Nullable Object from, @Nullable Object to) {}

    /**
     * {@code overridden}: recurrence ids of the dates that have something of their own; {@code madeUntil}: the day up to which dates
     * stand in the calendar, when the event goes on beyond; only for one event, not in lists.
     */
    public record EventView(UUID id, int version, Ref unit, @Nullable KindRef kind, String title, @Nullable String description,
            @Nullable String place, @Nullable Ref host, @Nullable String hostName, boolean allDay, String start, String end, String zone,
            @Nullable String rule, List<String> excluded, List<String> added, List<String> overridden, boolean repeats, @Nullable String madeUntil,
            List<Ref> units, List<Ref> people, List<Ref> groups, List<Ref> rooms, String uid, Instant createdAt,
            String createdBy, Instant changedAt, String changedBy, boolean mayChange) {}

    /** Something that could be booked; {@code taken} says what stands in the way at the event's times. */
    public record RoomOffer(UUID id, String name, String kind, @Nullable String place, @Nullable Integer seats, boolean free, List<TakenView> taken) {}

    /** {@code title} is null where the caller is not told what it is for. */
    public record TakenView(String start, String end, @Nullable String title) {}

    /** {@code there}: whether there is a register at all; the free ones come first. */
    public record RoomOffers(boolean there, boolean mayBook, List<RoomOffer> items) {}

    /** A date that is without some of what its event wants; {@code rooms} by name. */
    public record LackView(String recurrence, String start, String end, boolean allDay, List<String> rooms) {}

    public record EventRoomsView(List<LackView> missing, boolean mayBook) {}

    /** One item of a file and what confirming would do with it: {@code added}, {@code changed}, {@code unchanged}, {@code refused}. */
    public record ImportItem(int line, String uid, String title, String start, String end, boolean allDay, @Nullable String rule,
            int dates, int overrides, @Nullable KindRef kind, String action, List<ChangeView> changes, List<String> notes) {}

    public record ImportFault(int line, String text) {}

    public record ImportView(UUID id, String name, Ref unit, @Nullable Instant confirmedAt, Map<String, Integer> counts, List<ImportItem> items,
            List<ImportFault> faults) {}
}
