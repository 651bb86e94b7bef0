package org.shuyuan.api.resources;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;
import org.shuyuan.api.access.Caller;

/**
 * Books rooms and equipment for what another module plans, so that an event and its room are one commit: every method joins the caller's
 * transaction. Nothing is ever booked twice at the same time, whatever number of threads and nodes ask; what ends at the moment at which
 * the next begins does not clash with it.
 *
 * <p>A booking holds a lock on its resource until the transaction ends. Who books several in one transaction does it in the order of
 * their ids; two that wait for each other end in 503 {@code resources.busy} for one of them. Thread-safe.
 */
@ProviderType
public interface Bookings {

    /**
     * What a booking is for. People cannot cancel such a booking by themselves, they are led to the link.
     *
     * @param module id of the module that books, 1–50 characters
     * @param id of the thing in it, 1–100 characters
     * @param link path in the portal that opens it, at most 300 characters
     */
    record Subject(String module, String id, String link) {}

    /**
     * A room or a piece of equipment.
     *
     * @param id of the resource
     * @param unit whose it is
     * @param name as the office calls it
     * @param kind {@code room}, {@code station}, {@code equipment} or {@code other}
     * @param place where it is
     * @param seats how many it seats, at least 1; null where nobody counted
     */
    record Bookable(UUID id, UUID unit, String name, String kind, @Nullable String place, @Nullable Integer seats) {}

    /**
     * A booking.
     *
     * @param id of the booking
     * @param resource what is booked
     * @param unit for which unit
     * @param from its first moment, a whole minute
     * @param to the moment it is free again, a whole minute
     * @param title what for, 1–200 characters
     * @param subject what it was made for; null for what somebody booked by hand
     */
    record Booked(UUID id, Bookable resource, UUID unit, Instant from, Instant to, String title, @Nullable Subject subject) {}

    /**
     * What could be booked now.
     *
     * @param caller who looks; needs {@code resources.book} at the unit
     * @param unit for which unit
     * @param from its first moment
     * @param to the moment it ends, after {@code from}, at most 31 days later
     * @return by name; another may be faster
     * @throws org.shuyuan.api.problem.Problem 403; 422 for a period that is none
     */
    List<Bookable> free(Caller caller, UUID unit, Instant from, Instant to);

    /**
     * Books it.
     *
     * @param caller who books; needs {@code resources.book} at the unit
     * @param resource what
     * @param unit for which unit
     * @param from its first moment, a whole minute, not past unless the caller manages the resource
     * @param to the moment it ends, a whole minute, after {@code from}, at most 30 days later
     * @param title what for, 1–200 characters
     * @param subject what owns the booking; the same one may own several
     * @return the booking
     * @throws org.shuyuan.api.problem.Problem 409 {@code resources.taken}, 409 {@code resources.not-bookable}, 403, 404
     *     {@code resources.no-such-resource}, 422, 503 {@code resources.busy}
     */
    Booked book(Caller caller, UUID resource, UUID unit, Instant from, Instant to, String title, Subject subject);

    /**
     * What stands in the way at a place, by its name: the bookings of whatever is called so and the caller sees at the unit.
     *
     * @param caller who looks; without {@code resources.read} at the unit there is nothing
     * @param unit for which unit
     * @param name as somebody wrote it; case and surrounding blanks do not count
     * @param from its first moment
     * @param to the moment it ends, after {@code from}
     * @return by time, at most 200
     */
    List<Booked> taken(Caller caller, UUID unit, String name, Instant from, Instant to);

    /**
     * Puts a booking of a subject to another time.
     *
     * @param caller who does it; needs {@code resources.book} at the booking's unit
     * @param booking id of the booking; one that {@link #of} gave
     * @param from as for {@link #book}
     * @param to as for {@link #book}
     * @param title as for {@link #book}
     * @return the booking as it is now
     * @throws org.shuyuan.api.problem.Problem as {@link #book}; 404 {@code resources.no-such-booking}
     */
    Booked move(Caller caller, UUID booking, Instant from, Instant to, String title);

    /**
     * Gives back all that is booked for a subject. Asks no permission: the module has asked whether the caller may end what it was for.
     *
     * @param caller who ends it, for the audit trail
     * @param subject what owns the bookings; its link does not count
     * @return how many were given back
     */
    int release(Caller caller, Subject subject);

    /**
     * What is booked for a subject. Asks no permission: what is shown is the module's duty.
     *
     * @param subject what owns the bookings; its link does not count
     * @return by time
     */
    default List<Booked> of(Subject subject) {
        return of(subject.module(), List.of(subject.id())).getOrDefault(subject.id(), List.of());
    }

    /**
     * {@link #of(Subject)} for many things of a module in one go.
     *
     * @param module id of the module that booked
     * @param ids of the things in it, at most 1,000
     * @return bookings by time, by the thing's id; things without any are left out
     */
    Map<String, List<Booked>> of(String module, Collection<String> ids);
}
