package org.shuyuan.resources.internal;

import java.time.Clock;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.persistence.OptimisticLockException;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Access;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.directory.Units;
import org.shuyuan.api.id.Ids;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.tx.Transactions;
import org.shuyuan.resources.internal.jpa.BookingStore;
import org.shuyuan.resources.internal.jpa.ResourceStore;

/** The register: who sees, adds, changes and removes what. Thread-safe. */
@Component(service = ResourceService.class)
public final class ResourceService {

    /** Most in one unit's register. */
    static final int MOST = 2_000;
    private static final Comparator<Resource> BY_NAME = Comparator.comparing(Resource::name).thenComparing(Resource::id);

    /** What a list shows. @param kind null: all @param retired also those that are not in use any more */
    public record Query(String q, @Nullable String kind, boolean retired) {}

    private final ResourceStore store;
    private final BookingStore bookings;
    private final Sight sight;
    private final Units units;
    private final Access access;
    private final Audit audit;
    private final Told told;
    private final Transactions transactions;
    private final Clock clock;

    @Activate
    public ResourceService(@Reference ResourceStore store, @Reference BookingStore bookings, @Reference Sight sight, @Reference Units units,
            @Reference Access access, @Reference Audit audit, @Reference Told told, @Reference Transactions transactions) {
        this(store, bookings, sight, units, access, audit, told, transactions, Clock.systemUTC());
    }

    public ResourceService(ResourceStore store, BookingStore bookings, Sight sight, Units units, Access access, Audit audit, Told told, Transactions transactions, Clock clock) {
        this.store = store;
        this.bookings = bookings;
        this.sight = sight;
        this.units = units;
        this.access = access;
        this.audit = audit;
        this.told = told;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** What is seen at a unit: its own, those of units below whose register one may read, and what the units above share or one may read there. By name. */
    public List<Resource> list(Caller caller, UUID unit, Query query) {
        String text = query.q().toLowerCase(Locale.ROOT);
        return at(caller, unit).stream().filter(r -> query.retired() || !r.retired()).filter(r -> query.kind() == null || query.kind().equals(r.kind()))
                .filter(r -> text.isEmpty() || searched(r).contains(text)).toList();
    }

    List<Resource> at(Caller caller, UUID unit) {
        Unit place = units.get(unit);
        Set<UUID> shown = new HashSet<>(access.within(caller, Permissions.READ, unit));
        shown.addAll(place.path());
        return store.of(shown).stream().filter(r -> r.unit().equals(unit) || sight.sees(caller, r)).sorted(BY_NAME).toList();
    }

    /** @throws Problem 404 {@code resources.no-such-resource}, also where the caller may not know of it */
    public Resource find(Caller caller, UUID id) {
        return store.find(id).filter(r -> sight.sees(caller, r)).orElseThrow(() -> Problem.notFound("resources.no-such-resource"));
    }

    /** @throws Problem 409 {@code resources.register-full}; 422 with every wrong field */
    public Resource add(Caller caller, Resource wanted) {
        access.require(caller, Permissions.MANAGE, units.get(wanted.unit()).id());
        Resource resource = wanted.checked();
        return transactions.call(() -> {
            List<Resource> there = store.of(List.of(resource.unit()));
            if (there.size() >= MOST) {
                throw Problem.conflict("resources.register-full").with("max", MOST);
            }
            once(resource, there);
            store.add(resource, clock.instant());
            audit.write(caller, resource.unit(), "resources.add-resource", resource.subject(), null, resource.snapshot());
            told.changed("resource", resource.id(), resource.unit());
            return store.find(resource.id()).orElseThrow();
        });
    }

    /** Unit and id stay. @throws OptimisticLockException another version is stored; {@link #find} gives it */
    public Resource change(Caller caller, Resource wanted) {
        mine(caller, wanted.id());
        wanted.checked();
        return transactions.call(() -> {
            Resource before = store.lock(wanted.id()).orElseThrow(() -> Problem.notFound("resources.no-such-resource"));
            if (before.version() != wanted.version()) {
                throw new OptimisticLockException("resource " + wanted.id());
            }
            Resource resource = new Resource(before.id(), wanted.version(), before.unit(), wanted.name(), wanted.kind(), wanted.place(), wanted.seats(), wanted.note(),
                    wanted.bookable(), wanted.shared(), wanted.retired());
            if (resource.equals(before)) {
                return before;
            }
            if (!resource.retired()) {
                once(resource, store.of(List.of(resource.unit())));
            }
            Resource after = store.change(resource);
            audit.write(caller, after.unit(), "resources.change-resource", after.subject(), before.snapshot(), after.snapshot());
            told.changed("resource", after.id(), after.unit());
            return after;
        });
    }

    /**
     * One that was entered by mistake. What was booked stays, since it says who used it; such a one is retired.
     *
     * @throws Problem 409 {@code resources.resource-booked}
     * @throws OptimisticLockException as {@link #change}
     */
    public void remove(Caller caller, UUID id, int version) {
        mine(caller, id);
        transactions.run(() -> {
            Resource before = store.lock(id).orElseThrow(() -> Problem.notFound("resources.no-such-resource"));
            if (before.version() != version) {
                throw new OptimisticLockException("resource " + id);
            }
            if (bookings.any(id)) {
                throw Problem.conflict("resources.resource-booked").with("name", before.name());
            }
            store.remove(before);
            audit.write(caller, before.unit(), "resources.remove-resource", before.subject(), before.snapshot(), null);
            told.changed("resource", id, before.unit());
        });
    }

    /** How many bookings of it are still to come: whoever retires it should know. */
    public long toCome(Resource resource) {
        return bookings.endingAfter(resource.id(), clock.instant());
    }

    /** Who changed it last and when. */
    public Optional<Audit.Entry> lastChange(UUID id) {
        return audit.about("resources.resource", id.toString(), 1).stream().findFirst();
    }

    public static UUID newId() {
        return Ids.next();
    }

    private void mine(Caller caller, UUID id) {
        access.require(caller, Permissions.MANAGE, find(caller, id).unit());
    }

    private static void once(Resource resource, List<Resource> there) {
        if (there.stream().anyMatch(r -> !r.id().equals(resource.id()) && !r.retired() && r.name().equals(resource.name()))) {
            throw Problem.invalid("name", "resources.name-exists");
        }
    }

    private static String searched(Resource r) {
        return String.join("\n", r.name(), Objects.requireNonNullElse(r.place(), ""), Objects.requireNonNullElse(r.note(), "")).toLowerCase(Locale.ROOT);
    }
}
