package org.shuyuan.resources.internal;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javax.persistence.OptimisticLockException;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Access;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.id.Ids;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.resources.Bookings;
import org.shuyuan.api.resources.Bookings.Subject;
import org.shuyuan.api.tx.Transactions;
import org.shuyuan.resources.internal.jpa.BookingStore;
import org.shuyuan.resources.internal.jpa.ResourceStore;

/** Who may book, move and cancel what, and who sees it. Thread-safe. */
@Component(service = BookingService.class)
public final class BookingService {

    /** Most bookings that one answer holds. */
    public static final int MOST = 2_000;
    /** Days that are shown at once at most: a month with the weeks it begins and ends in. */
    static final int SHOWN = 62;
    /** Days that are looked at for what is free. */
    static final int LOOKED = 31;

    /** What somebody wants. @param title as it was typed */
    public record Wish(UUID resource, UUID unit, Instant from, Instant to, @Nullable String title) {}

    /** A booking and what is booked. */
    public record Shown(Booking booking, Resource resource) {}

    /** Something that can be booked, and what stands in the way. */
    public record Availability(Resource resource, List<Booking> taken) {}

    /** One page of somebody's own. */
    public record Page(List<Shown> items, long total) {}

    private final ResourceService register;
    private final ResourceStore resources;
    private final BookingStore store;
    private final BookingWriter writer;
    private final Sight sight;
    private final Access access;
    private final Audit audit;
    private final Told told;
    private final Transactions transactions;
    private final Clock clock;

    @Activate
    public BookingService(@Reference ResourceService register, @Reference ResourceStore resources, @Reference BookingStore store, @Reference BookingWriter writer,
            @Reference Sight sight, @Reference Access access, @Reference Audit audit, @Reference Told told, @Reference Transactions transactions) {
        this(register, resources, store, writer, sight, access, audit, told, transactions, Clock.systemUTC());
    }

    public BookingService(ResourceService register, ResourceStore resources, BookingStore store, BookingWriter writer, Sight sight, Access access, Audit audit, Told told,
            Transactions transactions, Clock clock) {
        this.register = register;
        this.resources = resources;
        this.store = store;
        this.writer = writer;
        this.sight = sight;
        this.access = access;
        this.audit = audit;
        this.told = told;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** What is booked in a period of all that is seen at the unit, or of one resource; by time, {@link #MOST} at most. */
    public List<Shown> list(Caller caller, UUID unit, @Nullable UUID resource, Instant from, Instant to) {
        Period.look(from, to, SHOWN);
        List<Resource> seen = resource == null ? register.at(caller, unit) : List.of(register.find(caller, resource));
        return with(seen, store.overlapping(seen.stream().map(Resource::id).toList(), from, to, MOST)).stream()
                .sorted(Comparator.comparing((Shown s) -> s.booking().from()).thenComparing(s -> s.booking().id())).limit(MOST).toList();
    }

    /**
     * Everything seen at the unit that can be booked, with what of it is taken in the period.
     *
     * @param except a booking that does not count: the one that is about to be moved
     */
    public List<Availability> availability(Caller caller, UUID unit, Instant from, Instant to, @Nullable UUID except) {
        Period.look(from, to, LOOKED);
        return availability(caller, unit, List.of(new Bookings.Period(from, to)), except);
    }

    /** As the other, at several times: what is taken at any of them. */
    List<Availability> availability(Caller caller, UUID unit, Collection<Bookings.Period> periods, @Nullable UUID except) {
        access.require(caller, Permissions.READ, unit);
        return availability(register.at(caller, unit).stream().filter(r -> r.bookable() && !r.retired()).toList(), periods, b -> !b.id().equals(except));
    }

    /** What can be booked by the caller for the unit, with what of it is taken in any of the periods, by time. */
    List<Availability> offers(Caller caller, UUID unit, Collection<Bookings.Period> periods, @Nullable Subject except) {
        if (!access.can(caller, Permissions.BOOK, unit) || !access.can(caller, Permissions.READ, unit)) {
            return List.of();
        }
        return availability(register.at(caller, unit).stream().filter(r -> sight.mayBook(caller, r, unit)).toList(), periods, b -> except == null || !of(except, b));
    }

    private List<Availability> availability(List<Resource> offered, Collection<Bookings.Period> periods, Predicate<Booking> counts) {
        List<UUID> ids = offered.stream().map(Resource::id).toList();
        Map<UUID, List<Booking>> taken = periods.stream().flatMap(p -> store.overlapping(ids, p.from(), p.to(), MOST).stream()).distinct().filter(counts)
                .collect(Collectors.groupingBy(Booking::resource));
        return offered.stream().map(r -> new Availability(r, taken.getOrDefault(r.id(), List.of()))).toList();
    }

    private static boolean of(Subject thing, Booking booking) {
        Subject owner = booking.subject();
        return owner != null && owner.module().equals(thing.module()) && owner.id().equals(thing.id());
    }

    /** What things of a module have booked from now on, as {@link Bookings#ahead}. */
    Map<String, Set<UUID>> ahead(String module, String after, int limit) {
        return store.ahead(module, after, clock.instant(), limit);
    }

    /** What the caller sees at the unit under a name, whatever its case. */
    List<Resource> called(Caller caller, UUID unit, String name) {
        return register.at(caller, unit).stream().filter(r -> !r.retired() && r.name().equalsIgnoreCase(name)).toList();
    }

    /** The caller's own. @param past also those that are over @param like for the title or the resource's name, null for all */
    public Page mine(Caller caller, boolean past, @Nullable String like, boolean newestFirst, int offset, int size) {
        BookingStore.Page page = store.of(caller.account(), past ? null : clock.instant(), like, newestFirst, offset, size);
        return new Page(with(resources.get(page.items().stream().map(Booking::resource).toList()), page.items()), page.total());
    }

    /** @throws Problem 404 {@code resources.no-such-booking}, also where the caller may not see what is booked */
    public Shown find(Caller caller, UUID id) {
        return shown(id).filter(s -> s.booking().of(caller) || sight.sees(caller, s.resource())).orElseThrow(() -> Problem.notFound("resources.no-such-booking"));
    }

    /** @throws Problem 409 {@code resources.taken}, {@code resources.not-bookable}; 403; 404 {@code resources.no-such-resource}; 422; 503 {@code resources.busy} */
    public Shown book(Caller caller, Wish wish, @Nullable Subject subject) {
        return book(caller, wish, List.of(new Bookings.Period(wish.from(), wish.to())), subject);
    }

    /** As the other, at all of these times or none. @param times by time, that of the wish is the first @return the first */
    Shown book(Caller caller, Wish wish, List<Bookings.Period> times, @Nullable Subject subject) {
        access.require(caller, Permissions.BOOK, wish.unit());
        Resource resource = resources.find(wish.resource()).orElseThrow(() -> Problem.notFound("resources.no-such-resource"));
        sight.requireUse(caller, resource, wish.unit());
        String title = checked(wish, sight.manages(caller, resource) ? Instant.EPOCH : minute());
        Bookings.Period last = times.get(times.size() - 1);
        if (last.from().isAfter(clock.instant().plus(Bookings.FARTHEST))) {
            throw Problem.invalid("until", "resources.too-far");
        }
        Booking.Trace trace = new Booking.Trace(caller.account(), caller.person(), cut(caller.name()), clock.instant());
        @Nullable UUID series = times.size() > 1 ? Ids.next() : null;
        return new Shown(writer.add(caller, times.stream().map(t -> new Booking(Ids.next(), 0, resource.id(), wish.unit(), title, t.from(), t.to(), trace, subject, series)).toList()), resource);
    }

    /**
     * By who booked it until it is over, or by who looks after the resource. The unit it is for stays.
     *
     * @throws Problem as {@link #book}; 409 {@code resources.over}, {@code resources.owned}
     * @throws OptimisticLockException another version is stored; {@link #find} gives it
     */
    public Shown change(Caller caller, UUID id, int version, Wish wish) {
        Shown before = forChange(caller, id, version);
        if (!sight.manages(caller, before.resource())) {
            access.require(caller, Permissions.BOOK, before.booking().unit());
        }
        return change(caller, before, wish);
    }

    /** By the module that owns it, for who may book at its unit. */
    Shown changeOwned(Caller caller, UUID id, Function<Booking, Wish> wish) {
        Shown before = shown(id).filter(s -> s.booking().subject() != null).orElseThrow(() -> Problem.notFound("resources.no-such-booking"));
        access.require(caller, Permissions.BOOK, before.booking().unit());
        return change(caller, before, wish.apply(before.booking()));
    }

    private Shown change(Caller caller, Shown before, Wish wish) {
        Booking was = before.booking();
        Resource target = wish.resource().equals(was.resource()) ? before.resource()
                : resources.find(wish.resource()).orElseThrow(() -> Problem.notFound("resources.no-such-resource"));
        boolean free = sight.manages(caller, target) || wish.from().equals(was.from());
        String title = checked(wish, free ? Instant.EPOCH : minute());
        return new Shown(writer.change(caller, was, was.at(target.id(), wish.from(), wish.to(), title)), target);
    }

    /** By who may change it. @throws OptimisticLockException as {@link #change} */
    public void cancel(Caller caller, UUID id, int version) {
        Shown before = forChange(caller, id, version);
        transactions.run(() -> {
            writer.remove(caller, before.booking(), before.resource());
            told.booker(caller, "notice.cancelled", before.booking(), before.resource());
        });
    }

    /** Its own until it is over; anybody's for who looks after the resource. */
    public boolean mayChange(Caller caller, Shown one) {
        Booking b = one.booking();
        return sight.manages(caller, one.resource()) || b.of(caller) && b.subject() == null && b.to().isAfter(clock.instant());
    }

    /** Who changed it last and when. */
    public Optional<Audit.Entry> lastChange(UUID id) {
        return audit.about("resources.booking", id.toString(), 1).stream().findFirst();
    }

    Optional<Shown> shown(UUID id) {
        return store.find(id).flatMap(b -> resources.find(b.resource()).map(r -> new Shown(b, r)));
    }

    Shown forChange(Caller caller, UUID id, int version) {
        Shown one = find(caller, id);
        Booking b = one.booking();
        if (!sight.manages(caller, one.resource())) {
            if (!b.of(caller)) {
                access.require(caller, Permissions.MANAGE, one.resource().unit());
            }
            if (b.subject() != null) {
                throw Problem.conflict("resources.owned").extra("link", b.subject().link());
            }
            if (!b.to().isAfter(clock.instant())) {
                throw Problem.conflict("resources.over");
            }
        }
        if (b.version() != version) {
            throw new OptimisticLockException("booking " + id);
        }
        return one;
    }

    private static List<Shown> with(List<Resource> known, List<Booking> bookings) {
        Map<UUID, Resource> byId = new HashMap<>();
        known.forEach(r -> byId.put(r.id(), r));
        return bookings.stream().filter(b -> byId.containsKey(b.resource())).map(b -> new Shown(b, byId.get(b.resource()))).toList();
    }

    private String checked(Wish wish, Instant since) {
        Problem wrong = new Problem(422, "rest.invalid");
        @Nullable String title = Text.orNull(wish.title());
        if (title == null) {
            wrong.field("title", "resources.title-missing");
        }
        Text.atMost(wrong, "title", title, 200);
        Period.check(wrong, wish.from(), wish.to(), since, clock.instant());
        if (title == null || !wrong.errors().isEmpty()) {
            throw wrong;
        }
        return title;
    }

    private Instant minute() {
        return clock.instant().truncatedTo(ChronoUnit.MINUTES);
    }

    static String cut(String name) {
        return name.length() <= 100 ? name : name.substring(0, 100);
    }
}
