package org.shuyuan.resources.internal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Access;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.resources.Bookings;
import org.shuyuan.api.tx.Transactions;
import org.shuyuan.resources.internal.jpa.BookingStore;
import org.shuyuan.resources.internal.jpa.ResourceStore;

/** What other modules book. Thread-safe. */
@Component(service = Bookings.class)
public final class ModuleBookings implements Bookings {

    private static final int TAKEN = 200;
    private static final int NAMED = 20;

    private final BookingService service;
    private final BookingStore store;
    private final ResourceStore resources;
    private final BookingWriter writer;
    private final Arranger arranger;
    private final Sight sight;
    private final Access access;
    private final Transactions transactions;

    @Activate
    public ModuleBookings(@Reference BookingService service, @Reference BookingStore store, @Reference ResourceStore resources, @Reference BookingWriter writer,
            @Reference Arranger arranger, @Reference Sight sight, @Reference Access access, @Reference Transactions transactions) {
        this.service = service;
        this.store = store;
        this.resources = resources;
        this.writer = writer;
        this.arranger = arranger;
        this.sight = sight;
        this.access = access;
        this.transactions = transactions;
    }

    @Override
    public List<Bookable> free(Caller caller, UUID unit, Instant from, Instant to) {
        access.require(caller, Permissions.BOOK, unit);
        return service.availability(caller, unit, from, to, null).stream().filter(a -> a.taken().isEmpty() && sight.mayBook(caller, a.resource(), unit))
                .map(a -> bookable(a.resource())).toList();
    }

    @Override
    public Booked book(Caller caller, UUID resource, UUID unit, Instant from, Instant to, String title, Subject subject) {
        checked(subject);
        return booked(service.book(caller, new BookingService.Wish(resource, unit, from, to, title), subject));
    }

    @Override
    public List<Booked> taken(Caller caller, UUID unit, String name, Instant from, Instant to) {
        if (!access.can(caller, Permissions.READ, unit)) {
            return List.of();
        }
        List<Resource> called = service.called(caller, unit, name.strip());
        return called.isEmpty() ? List.of() : shown(store.overlapping(called.stream().map(Resource::id).toList(), from, to, TAKEN)).stream()
                .map(one -> booked(one, sight.readsTitle(caller, one.booking(), one.resource()) ? one.booking().title() : "")).sorted(Comparator.comparing(Booked::from)).toList();
    }

    @Override
    public Booked move(Caller caller, UUID booking, Instant from, Instant to, String title) {
        return booked(service.changeOwned(caller, booking, b -> new BookingService.Wish(b.resource(), b.unit(), from, to, title)));
    }

    @Override
    public List<Missed> arrange(Caller caller, UUID unit, Subject subject, Collection<Wish> wanted, boolean whole) {
        checked(subject);
        return arranger.arrange(caller, unit, subject, wanted, whole);
    }

    @Override
    public List<Offer> offers(Caller caller, UUID unit, Collection<Period> periods, @Nullable Subject except) {
        if (periods.size() > PERIODS) {
            throw new IllegalArgumentException(PERIODS + " at most, not " + periods.size());
        }
        return service.offers(caller, unit, periods, except).stream().map(a -> new Offer(bookable(a.resource()), a.taken().stream().sorted(Comparator.comparing(Booking::from))
                .limit(NAMED).map(b -> new Taken(b.from(), b.to(), sight.readsTitle(caller, b, a.resource()) ? b.title() : null)).toList())).toList();
    }

    @Override
    public List<Bookable> get(Collection<UUID> ids) {
        return ids.isEmpty() ? List.of() : resources.get(ids).stream().map(ModuleBookings::bookable).sorted(Comparator.comparing(Bookable::name).thenComparing(Bookable::id)).toList();
    }

    @Override
    public int release(Caller caller, Subject subject) {
        return transactions.call(() -> {
            List<BookingService.Shown> all = shown(store.of(subject.module(), List.of(subject.id())));
            all.forEach(one -> writer.remove(caller, one.booking(), one.resource()));
            return all.size();
        });
    }

    @Override
    public Map<String, List<Booked>> of(String module, Collection<String> ids) {
        if (ids.size() > 1_000) {
            throw new IllegalArgumentException("1,000 at most, not " + ids.size());
        }
        Map<String, List<Booked>> found = new LinkedHashMap<>();
        shown(store.of(module, ids)).stream().map(ModuleBookings::booked).forEach(b -> found.computeIfAbsent(b.subject().id(), i -> new ArrayList<>()).add(b));
        return found;
    }

    @Override
    public Map<String, Set<UUID>> ahead(String module, String after, int limit) {
        return service.ahead(module, after, limit);
    }

    private List<BookingService.Shown> shown(List<Booking> bookings) {
        Map<UUID, Resource> byId = new HashMap<>();
        resources.get(bookings.stream().map(Booking::resource).toList()).forEach(r -> byId.put(r.id(), r));
        return bookings.stream().map(b -> new BookingService.Shown(b, byId.get(b.resource()))).toList();
    }

    private static void checked(Subject subject) {
        if (subject.module().isBlank() || subject.module().length() > 50 || subject.id().isBlank() || subject.id().length() > 100 || subject.part().length() > 40 || subject.link().length() > 300) {
            throw new Problem(422, "resources.bad-subject");
        }
    }

    private static Bookable bookable(Resource r) {
        return new Bookable(r.id(), r.unit(), r.name(), r.kind(), r.place(), r.seats());
    }

    private static Booked booked(BookingService.Shown one) {
        return booked(one, one.booking().title());
    }

    private static Booked booked(BookingService.Shown one, String title) {
        Booking b = one.booking();
        return new Booked(b.id(), bookable(one.resource()), b.unit(), b.from(), b.to(), title, b.subject());
    }
}
