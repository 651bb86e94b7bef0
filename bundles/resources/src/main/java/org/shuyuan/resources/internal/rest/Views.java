package org.shuyuan.resources.internal.rest;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What REST answers. */
final class Views {

    private Views() {}

    /** @param name what a closed unit was called last */
    public record Ref(UUID id, String name) {}

    /**
     * A room or a piece of equipment.
     *
     * @param kind {@code room station equipment other}
     * @param mayChange whether the caller may change it
     * @param mayBook whether the caller may book it for the request's unit
     */
    public record ItemView(UUID id, Ref unit, String name, String kind, @Nullable String place, @Nullable Integer seats, @Nullable String note, boolean bookable,
            boolean shared, boolean retired, boolean mayChange, boolean mayBook) {}

    /** One with how many bookings are still to come. */
    public record ItemDetail(UUID id, Ref unit, String name, String kind, @Nullable String place, @Nullable Integer seats, @Nullable String note, boolean bookable,
            boolean shared, boolean retired, boolean mayChange, boolean mayBook, long toCome) {}

    /** @param name its name @param place where it is */
    public record ItemRef(UUID id, String name, String kind, @Nullable String place) {}

    /**
     * A booking; what it is for, for whom and by whom it was made is left out where the caller may not know.
     *
     * @param start with offset, in the time zone of the unit whose resource it is
     * @param end likewise, exclusive
     * @param mine whether the caller made it
     * @param mayChange whether the caller may move or cancel it
     * @param link what opens the thing that owns it
     * @param repeats whether it is one of the dates of a booking that repeats
     * @param mayCancelFollowing whether the caller may cancel those after it with it
     * @param following how many of its dates come after this one; only of a booking that is asked for by itself
     */
    public record BookingView(UUID id, ItemRef resource, String start, String end, @Nullable String title, @Nullable Ref unit, @Nullable String bookedBy,
            @Nullable String bookedAt, boolean mine, boolean mayChange, @Nullable String link, boolean repeats,
            boolean mayCancelFollowing, @Nullable Integer following) {}

    /** When something is taken, and for what where the caller may know. */
    public record TakenView(UUID id, String start, String end, @Nullable String title) {}

    /** @param taken nothing when it is free */
    public record AvailabilityView(UUID id, String name, String kind, @Nullable String place, @Nullable Integer seats, Ref unit, boolean mayBook, boolean free,
            List<TakenView> taken) {}

    /** @param items the free ones first, then by name */
    public record Availabilities(List<AvailabilityView> items) {}

    /** @param more whether there are more than are shown */
    public record Bookings(List<BookingView> items, boolean more) {}
}
