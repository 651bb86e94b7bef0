package org.shuyuan.resources.internal;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import javax.persistence.OptimisticLockException;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.tx.Transactions;
import org.shuyuan.resources.internal.BookingService.Shown;
import org.shuyuan.resources.internal.BookingService.Wish;
import org.shuyuan.resources.internal.jpa.BookingStore;
import org.shuyuan.resources.internal.jpa.ResourceStore;

/**
 * A booking on several dates: all of them are had, or none; each is then a booking like any other, that is moved and cancelled by itself, or cancelled together with
 * those that follow. Thread-safe.
 */
@Component(service = RepeatedBookings.class)
public final class RepeatedBookings {

    private final BookingService bookings;
    private final Repeats repeats;
    private final BookingStore store;
    private final ResourceStore resources;
    private final BookingWriter writer;
    private final Told told;
    private final Transactions transactions;

    @Activate
    public RepeatedBookings(@Reference BookingService bookings, @Reference Repeats repeats, @Reference BookingStore store, @Reference ResourceStore resources, @Reference BookingWriter writer,
            @Reference Told told, @Reference Transactions transactions) {
        this.bookings = bookings;
        this.repeats = repeats;
        this.store = store;
        this.resources = resources;
        this.writer = writer;
        this.told = told;
        this.transactions = transactions;
    }

    /**
     * The first of its dates.
     *
     * @throws Problem as {@link BookingService#book}, and of {@link Repeats#of}; 409 {@code resources.taken} names all dates that are taken
     */
    public Shown book(Caller caller, Wish wish, Repeats.@Nullable Repeat repeat) {
        return bookings.book(caller, wish, repeats.of(wish.from(), wish.to(), repeat), null);
    }

    /** As {@link BookingService#availability}, at all dates of what repeats. */
    public List<BookingService.Availability> availability(Caller caller, UUID unit, Instant from, Instant to, Repeats.@Nullable Repeat repeat, @Nullable UUID except) {
        Period.look(from, to, BookingService.LOOKED);
        return bookings.availability(caller, unit, repeats.of(from, to, repeat), except);
    }

    /** How many dates after this one there are that were booked with it. */
    public int following(Booking booking) {
        return booking.series() == null ? 0 : store.series(booking.series(), booking.from()).size() - 1;
    }

    /**
     * One of the dates and all that follow it. Whoever may not cancel one of them cancels none.
     *
     * @throws Problem as {@link BookingService#cancel}
     * @throws OptimisticLockException another version is stored
     */
    public void cancelFollowing(Caller caller, UUID id, int version) {
        Shown first = bookings.forChange(caller, id, version);
        @Nullable UUID series = first.booking().series();
        if (series == null) {
            bookings.cancel(caller, id, version);
            return;
        }
        BookingWriter.unlessBusy(() -> transactions.call(() -> {
            // whoever moves one of them holds the lock of its resource: wait for that, then look what there is
            new TreeSet<>(store.series(series, first.booking().from()).stream().map(Booking::resource).toList()).forEach(resources::lock);
            List<Booking> all = store.series(series, first.booking().from());
            if (all.stream().noneMatch(b -> b.id().equals(id) && b.version() == version)) {
                throw new OptimisticLockException("booking " + id);
            }
            List<Shown> gone = all.stream().map(b -> bookings.forChange(caller, b.id(), b.version())).toList();
            gone.forEach(one -> writer.remove(caller, one.booking(), one.resource()));
            told.booker(caller, gone.size() > 1 ? "notice.cancelled-following" : "notice.cancelled", first.booking(), first.resource(), Map.of("count", String.valueOf(gone.size() - 1)));
            return gone.size();
        }));
    }
}
