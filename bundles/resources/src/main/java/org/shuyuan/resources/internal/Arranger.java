package org.shuyuan.resources.internal;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Access;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.id.Ids;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.resources.Bookings.Missed;
import org.shuyuan.api.resources.Bookings.Subject;
import org.shuyuan.api.resources.Bookings.Taken;
import org.shuyuan.api.resources.Bookings.Wish;
import org.shuyuan.api.tx.Transactions;
import org.shuyuan.resources.internal.jpa.BookingStore;
import org.shuyuan.resources.internal.jpa.ResourceStore;

/**
 * Makes what a module has booked for a thing be what the thing wants, all its dates at once: the locks as {@link BookingWriter} takes them, then one look at what
 * is booked of each resource, then what is to be written. Thread-safe.
 */
@Component(service = Arranger.class)
public final class Arranger {

    private static final int NAMED = 5;

    private final ResourceStore resources;
    private final BookingStore store;
    private final BookingWriter writer;
    private final Sight sight;
    private final Access access;
    private final Transactions transactions;
    private final Clock clock;

    @Activate
    public Arranger(@Reference ResourceStore resources, @Reference BookingStore store, @Reference BookingWriter writer, @Reference Sight sight, @Reference Access access,
            @Reference Transactions transactions) {
        this(resources, store, writer, sight, access, transactions, Clock.systemUTC());
    }

    public Arranger(ResourceStore resources, BookingStore store, BookingWriter writer, Sight sight, Access access, Transactions transactions, Clock clock) {
        this.resources = resources;
        this.store = store;
        this.writer = writer;
        this.sight = sight;
        this.access = access;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** As {@link org.shuyuan.api.resources.Bookings#arrange}. */
    List<Missed> arrange(Caller caller, UUID unit, Subject subject, Collection<Wish> wanted, boolean whole) {
        if (wanted.size() > org.shuyuan.api.resources.Bookings.WISHES) {
            throw new IllegalArgumentException(wanted.size() + " wishes");
        }
        return BookingWriter.unlessBusy(() -> transactions.call(() -> new Work(caller, unit, subject, whole).done(wanted)));
    }

    private final class Work {

        private final Caller caller;
        private final UUID unit;
        private final Subject subject;
        private final boolean whole;
        private final Instant now = clock.instant().truncatedTo(ChronoUnit.MINUTES);
        private final Map<UUID, Resource> locked = new LinkedHashMap<>();
        private final List<Missed> missed = new ArrayList<>();

        Work(Caller caller, UUID unit, Subject subject, boolean whole) {
            this.caller = caller;
            this.unit = unit;
            this.subject = subject;
            this.whole = whole;
        }

        List<Missed> done(Collection<Wish> wanted) {
            Map<UUID, List<Wish>> wishes = new TreeMap<>();
            wanted.stream().filter(w -> w.to().isAfter(now)).forEach(w -> wishes.computeIfAbsent(w.resource(), r -> new ArrayList<>()).add(w));
            TreeSet<UUID> touched = new TreeSet<>(wishes.keySet());
            held().forEach(b -> touched.add(b.resource()));
            touched.forEach(id -> resources.lock(id).ifPresentOrElse(r -> locked.put(id, r), () -> absent(wishes.getOrDefault(id, List.of()))));
            List<Booking> held = held();
            Map<Resource, Fitting> fitted = new LinkedHashMap<>();
            locked.values().forEach(r -> {
                Fitting fitting = new Fitting(unit, held.stream().filter(b -> b.resource().equals(r.id())).toList(), wishes.getOrDefault(r.id(), List.of()), now);
                fitted.put(r, fitting);
                look(r, fitting);
            });
            if (whole && !missed.isEmpty()) {
                throw writer.taken(missed, locked);
            }
            Booking.Trace trace = trace(held);
            fitted.forEach((resource, fitting) -> write(resource, fitting, trace));
            return List.copyOf(missed);
        }

        private List<Booking> held() {
            return store.of(subject.module(), List.of(subject.id()));
        }

        private void absent(List<Wish> wishes) {
            if (whole && wishes.stream().anyMatch(w -> !w.known())) {
                throw Problem.notFound("resources.no-such-resource");
            }
            wishes.stream().filter(w -> !w.known()).forEach(w -> missed.add(new Missed(w, List.of())));
        }

        /** Looks for each time that is not the thing's already whether it can be had. */
        private void look(Resource resource, Fitting fitting) {
            List<Wish> asked = fitting.wishes().stream().filter(fitting::asks).toList();
            if (asked.isEmpty()) {
                return;
            }
            Instant from = asked.stream().map(Wish::from).min(Comparator.naturalOrder()).orElseThrow();
            Instant to = asked.stream().map(Wish::to).max(Comparator.naturalOrder()).orElseThrow();
            List<Booking> others = store.overlapping(List.of(resource.id()), from, to, BookingWriter.ALL).stream().filter(b -> !fitting.owns(b)).toList();
            List<Wish> had = new ArrayList<>(fitting.wishes().stream().filter(w -> !fitting.asks(w)).toList());
            for (Wish wish : asked) {
                List<Taken> by = new ArrayList<>(others.stream().filter(b -> b.meets(wish.from(), wish.to())).limit(NAMED)
                        .map(b -> new Taken(b.from(), b.to(), sight.readsTitle(caller, b, resource) ? b.title() : null)).toList());
                had.stream().filter(w -> w.from().isBefore(wish.to()) && w.to().isAfter(wish.from())).limit(NAMED - by.size())
                        .forEach(w -> by.add(new Taken(w.from(), w.to(), w.title())));
                if (by.isEmpty() && allowed(resource, fitting.of(wish) == null, wish)) {
                    had.add(wish);
                } else {
                    fitting.miss(wish);
                    missed.add(new Missed(wish, by));
                }
            }
        }

        /** @throws Problem where all must be had */
        private boolean allowed(Resource resource, boolean anew, Wish wish) {
            try {
                if (!access.can(caller, Permissions.BOOK, unit)) {
                    throw Problem.forbidden("resources.may-not-book").with("name", resource.name());
                }
                if (anew) {
                    sight.requireUse(caller, resource, unit);
                }
                Problem wrong = new Problem(422, "rest.invalid");
                // what has begun and goes on may still be booked
                Period.check(wrong, wish.from(), wish.to(), Instant.EPOCH, clock.instant());
                if (!wrong.errors().isEmpty()) {
                    throw wrong;
                }
                return true;
            } catch (Problem refused) {
                if (whole) {
                    throw refused;
                }
                return false;
            }
        }

        /** The portal by itself books on behalf of whoever booked before. */
        private Booking.Trace trace(List<Booking> held) {
            if (caller.kind() == Caller.Kind.SYSTEM && !held.isEmpty()) {
                Booking.Trace before = held.get(held.size() - 1).trace();
                return new Booking.Trace(before.account(), before.person(), before.name(), clock.instant());
            }
            return new Booking.Trace(caller.account(), caller.person(), BookingService.cut(caller.name()), clock.instant());
        }

        private void write(Resource resource, Fitting fitting, Booking.Trace trace) {
            fitting.gone().forEach(b -> writer.remove(caller, b, resource));
            for (Wish wish : fitting.wishes()) {
                @Nullable Booking mine = fitting.of(wish);
                Subject owner = new Subject(subject.module(), subject.id(), wish.part(), subject.link());
                if (mine == null) {
                    writer.put(caller, resource, new Booking(Ids.next(), 0, resource.id(), unit, wish.title(), wish.from(), wish.to(), trace, owner, null));
                } else {
                    writer.put(caller, resource, mine, mine.owned(owner, wish.from(), wish.to(), wish.title()));
                }
            }
        }
    }
}
