package org.shuyuan.resources.internal;

import java.sql.SQLException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.persistence.OptimisticLockException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.directory.Units;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.resources.Bookings.Missed;
import org.shuyuan.api.resources.Bookings.Taken;
import org.shuyuan.api.tx.Transactions;
import org.shuyuan.resources.internal.jpa.BookingStore;
import org.shuyuan.resources.internal.jpa.ResourceStore;

/**
 * Writes bookings so that no two of a resource overlap: whoever adds or moves one holds the lock on the resource's row, looks then what is
 * booked, and holds it until the commit (adr/0012); {@link Arranger} does so for many at once. Asks only what the lock can change: whether the resource can still be booked. Thread-safe.
 */
@Component(service = BookingWriter.class)
public final class BookingWriter {

    /** SQL states of a lock that was waited for in vain: deadlock and timeout of PostgreSQL and H2. */
    private static final Set<String> BUSY = Set.of("40001", "40P01", "55P03", "HYT00");
    private static final int NAMED = 5;
    /** Whoever may have it all by one glance at {@code taken}: as many as one booking has dates. */
    private static final int MOST = Repeats.MOST;
    /** More than a resource has in the two years that one may book ahead. */
    static final int ALL = 1_000_000;

    private final ResourceStore resources;
    private final BookingStore store;
    private final Sight sight;
    private final Units units;
    private final Audit audit;
    private final Told told;
    private final Transactions transactions;

    @Activate
    public BookingWriter(@Reference ResourceStore resources, @Reference BookingStore store, @Reference Sight sight, @Reference Units units, @Reference Audit audit,
            @Reference Told told, @Reference Transactions transactions) {
        this.resources = resources;
        this.store = store;
        this.sight = sight;
        this.units = units;
        this.audit = audit;
        this.told = told;
        this.transactions = transactions;
    }

    /**
     * All of these or none.
     *
     * @param wanted the dates of one booking by time, of one resource and for one unit, that do not overlap
     * @return the first
     * @throws Problem 409 {@code resources.taken}, {@code resources.not-bookable}; 403; 404; 503 {@code resources.busy}
     */
    Booking add(Caller caller, List<Booking> wanted) {
        Booking first = wanted.get(0);
        return unlessBusy(() -> transactions.call(() -> {
            Resource resource = lock(first.resource());
            sight.requireUse(caller, resource, first.unit());
            refuseTaken(caller, resource, wanted);
            wanted.forEach(one -> put(caller, resource, one));
            return store.find(first.id()).orElseThrow();
        }));
    }

    /** A new one that overlaps none. The caller of it holds the resource's lock and has looked. */
    void put(Caller caller, Resource resource, Booking wanted) {
        store.add(wanted);
        audit.write(caller, resource.unit(), "resources.book", wanted.trail(), null, wanted.snapshot(resource.name()));
        told.changed("booking", wanted.id(), resource.unit());
    }

    /** One of a module's in its new state, likewise; nothing is written where nothing changes. */
    void put(Caller caller, Resource resource, Booking before, Booking wanted) {
        if (!before.equals(wanted)) {
            Booking after = store.change(wanted);
            if (!before.snapshot("").equals(after.snapshot(""))) {
                audit.write(caller, resource.unit(), "resources.change-booking", after.trail(), before.snapshot(resource.name()), after.snapshot(resource.name()));
                told.changed("booking", after.id(), resource.unit());
            }
        }
    }

    /**
     * Another time, another title, another resource.
     *
     * @throws OptimisticLockException another version than {@code before} is stored
     * @throws Problem as {@link #add}
     */
    Booking change(Caller caller, Booking before, Booking wanted) {
        return unlessBusy(() -> transactions.call(() -> {
            // both in one order everywhere, so that two that exchange their rooms do not wait for each other
            Map<UUID, Resource> locked = new LinkedHashMap<>();
            new TreeSet<>(List.of(before.resource(), wanted.resource())).forEach(id -> locked.put(id, lock(id)));
            Booking now = store.find(before.id()).filter(b -> b.version() == before.version()).orElseThrow(() -> new OptimisticLockException("booking " + before.id()));
            Resource resource = locked.get(wanted.resource());
            Resource left = locked.get(before.resource());
            if (now.equals(wanted)) {
                return now;
            }
            if (!now.resource().equals(wanted.resource())) {
                sight.requireUse(caller, resource, wanted.unit());
            }
            refuseTaken(caller, resource, List.of(wanted));
            Booking after = store.change(wanted);
            audit.write(caller, resource.unit(), "resources.change-booking", after.trail(), now.snapshot(left.name()), after.snapshot(resource.name()));
            told.changed("booking", after.id(), resource.unit());
            told.booker(caller, "notice.changed", after, resource);
            return after;
        }));
    }

    /** @throws OptimisticLockException as {@link #change} */
    void remove(Caller caller, Booking booking, Resource resource) {
        transactions.run(() -> {
            store.remove(booking);
            audit.write(caller, resource.unit(), "resources.cancel-booking", booking.trail(), booking.snapshot(resource.name()), null);
            told.changed("booking", booking.id(), resource.unit());
        });
    }

    private Resource lock(UUID id) {
        return resources.lock(id).orElseThrow(() -> Problem.notFound("resources.no-such-resource"));
    }

    /** @param wanted by time */
    private void refuseTaken(Caller caller, Resource resource, List<Booking> wanted) {
        List<Booking> others = store.overlapping(List.of(resource.id()), wanted.get(0).from(), wanted.get(wanted.size() - 1).to(), ALL).stream()
                .filter(b -> wanted.stream().noneMatch(w -> w.id().equals(b.id())) && wanted.stream().anyMatch(w -> b.meets(w.from(), w.to()))).toList();
        if (!others.isEmpty()) {
            throw taken(resource.name(), false, others.stream().map(b -> new Standing(resource, new Taken(b.from(), b.to(), sight.readsTitle(caller, b, resource) ? b.title() : null))).toList());
        }
    }

    private record Standing(Resource resource, Taken taken) {}

    /** What the dates of a thing meet, by time. @param resources those of the wishes, by id */
    Problem taken(List<Missed> missed, Map<UUID, Resource> resources) {
        List<Standing> all = missed.stream().flatMap(m -> m.by().stream().map(by -> new Standing(resources.get(m.wish().resource()), by)))
                .sorted(Comparator.comparing(s -> s.taken().from())).distinct().toList();
        return taken(all.stream().map(s -> s.resource().name()).distinct().collect(Collectors.joining(" / ")), true, all);
    }

    private Problem taken(String name, boolean named, List<Standing> all) {
        String what = all.stream().limit(NAMED).map(this::words).collect(Collectors.joining("; "));
        return Problem.conflict("resources.taken").with("name", name).with("what", all.size() > NAMED ? what + " …" : what)
                .extra("taken", all.stream().limit(MOST).map(one -> said(one, named)).toList());
    }

    private ZoneId zone(Resource resource) {
        return units.find(resource.unit()).map(Unit::zone).orElse(ZoneOffset.UTC);
    }

    private String words(Standing one) {
        String when = Booking.when(one.taken().from(), one.taken().to(), zone(one.resource()));
        return one.taken().title() == null ? when : when + " " + one.taken().title();
    }

    private Map<String, Object> said(Standing one, boolean named) {
        ZoneId zone = zone(one.resource());
        Map<String, Object> said = new LinkedHashMap<>();
        if (named) {
            said.put("name", one.resource().name());
        }
        said.put("start", DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(one.taken().from().atZone(zone)));
        said.put("end", DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(one.taken().to().atZone(zone)));
        if (one.taken().title() != null) {
            said.put("title", one.taken().title());
        }
        return said;
    }

    /** A lock that is not given in time is a rush, no fault: the same request goes through a moment later. */
    static <T> T unlessBusy(Supplier<T> work) {
        try {
            return work.get();
        } catch (Problem | OptimisticLockException refused) {
            throw refused;
        } catch (RuntimeException failed) {
            throw busy(failed).<RuntimeException>map(p -> p).orElse(failed);
        }
    }

    private static Optional<Problem> busy(Throwable failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null && BUSY.contains(sql.getSQLState())) {
                return Optional.of(new Problem(503, "resources.busy").extra("retryAfter", 1));
            }
        }
        return Optional.empty();
    }
}
