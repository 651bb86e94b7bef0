package org.shuyuan.api.resources;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

    /** How far ahead one may book, from now. */
    Duration FARTHEST = Duration.ofDays(2 * 366);

    /** Most wishes that {@link #arrange} takes. */
    int WISHES = 2_000;

    /** Most periods that {@link #offers} takes. */
    int PERIODS = 60;

    /**
     * What a booking is for. People cannot cancel such a booking by themselves, they are led to the link.
     *
     * @param module id of the module that books, 1–50 characters
     * @param id of the thing in it, 1–100 characters
     * @param part of the thing, a date of a series; at most 40 characters, empty for what has none
     * @param link path in the portal that opens it, at most 300 characters
     */
    record Subject(String module, String id, String part, String link) {

        /**
         * Of what has no parts.
         *
         * @param module as the component
         * @param id as the component
         * @param link as the component
         */
        public Subject(String module, String id, String link) {
            this(module, id, "", link);
        }
    }

    /**
     * A time that is looked at.
     *
     * @param from its first moment
     * @param to the moment it ends, after {@code from}
     */
    record Period(Instant from, Instant to) {}

    /**
     * What stands in the way.
     *
     * @param from its first moment
     * @param to the moment it ends
     * @param title what it is for; null for what the caller is not told
     */
    record Taken(Instant from, Instant to, @Nullable String title) {}

    /**
     * Something that can be booked.
     *
     * @param resource what
     * @param taken what stands in the way at any of the times, by time, at most 20; empty where it is free at all of them
     */
    record Offer(Bookable resource, List<Taken> taken) {}

    /**
     * That a part of a thing needs something.
     *
     * @param resource what it needs
     * @param part of the thing, as {@link Subject#part}; each part wants a resource once
     * @param from as for {@link #book}
     * @param to as for {@link #book}
     * @param title as for {@link #book}
     * @param known it was wanted just so before: what is booked of it stays, what is not is passed over in silence
     */
    record Wish(UUID resource, String part, Instant from, Instant to, String title, boolean known) {}

    /**
     * A wish that could not be had.
     *
     * @param wish what was wanted
     * @param by what stands in the way, at most 5; empty where the resource cannot be booked by the caller, or not for such a time
     */
    record Missed(Wish wish, List<Taken> by) {}

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
     * @param title what for, 1–200 characters; empty where {@link #taken} does not tell it
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
     * What stands in the way at a place, by its name: the bookings of whatever is called so and the caller sees at the unit. What a booking is for is
     * told to who may read it, the times to everybody.
     *
     * @param caller who looks; without {@code resources.read} at the unit there is nothing
     * @param unit for which unit
     * @param name as somebody wrote it; case and surrounding blanks do not count
     * @param from its first moment
     * @param to the moment it ends, after {@code from}
     * @return by time, the 200 earliest at most; later ones are asked for from the last one's beginning
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
     * Makes what is booked for a thing be what it wants, from now on: what it has already stays or is put to its new time, what is missing is
     * booked, what nobody wants any more is given back. What is over stays as it was. Several resources are locked in the order of their ids.
     *
     * @param caller who plans the thing; needs {@code resources.book} at the unit where anything is booked or put to another time, not to give
     *     back nor for another title
     * @param unit for which unit
     * @param subject the thing; its part does not count, its link opens any part
     * @param wanted all that it wants, at most {@link #WISHES}; what has ended is not looked at
     * @param whole whether all of it must be had, or nothing is done
     * @return what could not be had; what was booked of it for another time is given back. Empty where {@code whole}
     * @throws org.shuyuan.api.problem.Problem where {@code whole}: 409 {@code resources.taken} that names what stands in the way at which times,
     *     409 {@code resources.not-bookable}, 403, 404 {@code resources.no-such-resource}, 422; always: 503 {@code resources.busy}
     */
    List<Missed> arrange(Caller caller, UUID unit, Subject subject, Collection<Wish> wanted, boolean whole);

    /**
     * What could be booked at several times.
     *
     * @param caller who looks
     * @param unit for which unit
     * @param periods at most {@link #PERIODS}
     * @param except a thing whose own bookings do not stand in its way; null for none
     * @return by name, the free ones and the taken ones; empty for who may not book for the unit
     */
    List<Offer> offers(Caller caller, UUID unit, Collection<Period> periods, @Nullable Subject except);

    /**
     * What is registered under these ids, whether it can be booked or not. Asks no permission: what is shown is the module's duty.
     *
     * @param ids of resources
     * @return by name; those that are gone are left out
     */
    List<Bookable> get(Collection<UUID> ids);

    /**
     * Gives back all that is booked for a subject. Asks no permission: the module has asked whether the caller may end what it was for.
     *
     * @param caller who ends it, for the audit trail
     * @param subject what owns the bookings; its link and its part do not count
     * @return how many were given back
     */
    int release(Caller caller, Subject subject);

    /**
     * What is booked for a subject. Asks no permission: what is shown is the module's duty.
     *
     * @param subject what owns the bookings; its link and its part do not count
     * @return of all its parts, by time
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

    /**
     * What a module's things have booked that is not over: for the module to look through, since only it knows whether it still has the thing. What it ended
     * while the register was away stays booked until it does. Asks no permission.
     *
     * @param module id of the module that booked
     * @param after the last thing of the part before, empty for the first part
     * @param limit how many things at most
     * @return ids of what is booked, by the thing's id, in the order in which they are asked for; empty when there are no more
     */
    Map<String, Set<UUID>> ahead(String module, String after, int limit);
}
