package org.shuyuan.calendar.internal;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.persistence.OptimisticLockException;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Access;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Group;
import org.shuyuan.api.directory.Groups;
import org.shuyuan.api.directory.People;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.directory.Units;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.resources.Bookings;
import org.shuyuan.api.tx.Transactions;
import org.shuyuan.calendar.internal.jpa.EventStore;

/** Who may see and do what with events. Thread-safe. */
@Component(service = EventService.class)
public final class EventService {

    private final EventStore store;
    private final Occurrences occurrences;
    private final EventWriter writer;
    private final EventNotices notices;
    private final EventRooms rooms;
    private final Kinds kinds;
    private final Units units;
    private final People people;
    private final Groups groups;
    private final Access access;
    private final Transactions transactions;

    @Activate
    public EventService(@Reference EventStore store, @Reference Occurrences occurrences,
            @Reference EventWriter writer, @Reference EventNotices notices, @Reference EventRooms rooms, @Reference Kinds kinds, @Reference Units units,
            @Reference People people, @Reference Groups groups, @Reference Access access, @Reference Transactions transactions) {
        this.store = store;
        this.occurrences = occurrences;
        this.writer = writer;
        this.notices = notices;
        this.rooms = rooms;
        this.kinds = kinds;
        this.units = units;
        this.people = people;
        this.groups = groups;
        this.access = access;
        this.transactions = transactions;
    }

    /** @throws Problem 404 {@code calendar.no-such-event}, also where the caller may not know of it */
    public Event find(Caller caller, UUID id) {
        return store.find(id).filter(event -> concerns(caller, event)).orElseThrow(() -> Problem.notFound("calendar.no-such-event"));
    }

    /**
     * A named person sees the event, who speaks at one of its dates by a rota, and who is in a group it is for; so does who may read the calendar of its owner, of a unit it is for, or of one below
     * that.
     */
    private boolean concerns(Caller caller, Event event) {
        UUID person = caller.person();
        if (person != null && (person.equals(event.details().host()) || event.audience().people().contains(person)
                || event.overrides().stream().anyMatch(o -> o.host() != null && person.equals(o.host().person())))) {
            return true;
        }
        // a group is called together in the owning unit and below
        Set<UUID> called = new HashSet<>(event.audience().units());
        if (!event.audience().groups().isEmpty()) {
            called.add(event.unit());
        }
        if (access.can(caller, Permissions.READ, event.unit()) || called.stream().anyMatch(u -> access.can(caller, Permissions.READ, u))) {
            return true;
        }
        if (person != null && (inGroup(person, event) || store.hosts(event.id(), person))) {
            return true;
        }
        return access.unitsWith(caller, Permissions.READ).stream().map(held -> units.find(held.unit())).flatMap(Optional::stream)
                .anyMatch(held -> called.stream().anyMatch(held::within));
    }

    private boolean inGroup(UUID person, Event event) {
        List<UUID> called = event.audience().groups();
        LocalDate today = LocalDate.now();
        return !called.isEmpty() && !Collections.disjoint(groups.of(Set.of(person), today).getOrDefault(person, Set.of()), called)
                && people.unitsOf(person, today).stream().map(units::find).flatMap(Optional::stream).anyMatch(unit -> unit.path().contains(event.unit()));
    }

    public boolean mayChange(Caller caller, Event event) {
        return access.can(caller, Permissions.WRITE, event.unit());
    }

    /** The events that the unit owns, and those below it whose calendar the caller may read. */
    public EventStore.Page list(Caller caller, UUID unit, EventStore.Query query) {
        return store.list(access.within(caller, Permissions.READ, unit), query);
    }

    /** Up to where an event's occurrences are made, when it goes on beyond. */
    public Optional<LocalDateTime> continuesAfter(Event event) {
        return occurrences.continuesAfter(event);
    }

    /** Occurrences with something of their own that a changed schedule would no longer have: it would be lost with them. */
    public List<OccurrenceOverride> lost(Caller caller, UUID id, Schedule schedule) {
        List<OccurrenceOverride> own = find(caller, id).overrides();
        List<OccurrenceOverride> kept = schedule.repeats() ? occurrences.surviving(schedule, own) : List.of();
        return own.stream().filter(o -> !kept.contains(o)).toList();
    }

    /** The first starts that a schedule would give; nothing is stored. */
    public List<LocalDateTime> preview(Caller caller, UUID unit, Schedule schedule, int limit) {
        access.require(caller, Permissions.READ, unit);
        return occurrences.starts(schedule, schedule.start(), schedule.start().plusYears(20), limit);
    }

    public Event add(Caller caller, EventDraft draft) {
        access.require(caller, Permissions.WRITE, draft.unit());
        check(caller, draft, Optional.empty());
        return transactions.call(() -> {
            Event event = writer.add(caller, draft);
            notices.added(caller, event);
            return event;
        });
    }

    /** @throws OptimisticLockException another version is stored; {@link #find} gives it */
    public Event change(Caller caller, UUID id, int version, EventDraft draft) {
        return change(caller, id, version, draft, Map.of());
    }

    /** @param named as of {@link DateTies#follow} */
    Event change(Caller caller, UUID id, int version, EventDraft draft, Map<LocalDateTime, LocalDateTime> named) {
        Event before = forChange(caller, id, version);
        access.require(caller, Permissions.WRITE, draft.unit());
        check(caller, draft, Optional.of(before));
        return transactions.call(() -> {
            Event after = writer.change(caller, before, draft, "calendar.change-event", named);
            notices.changed(caller, before, after);
            return after;
        });
    }

    /** @throws OptimisticLockException as {@link #change} */
    public void remove(Caller caller, UUID id, int version) {
        Event event = forChange(caller, id, version);
        transactions.run(() -> {
            writer.remove(caller, event);
            notices.removed(caller, event);
        });
    }

    /** @throws OptimisticLockException another version is stored */
    Event forChange(Caller caller, UUID id, int version) {
        Event event = find(caller, id);
        access.require(caller, Permissions.WRITE, event.unit());
        if (event.version() != version) {
            throw new OptimisticLockException("event " + id);
        }
        return event;
    }

    /** What a draft names must be there; and nobody fills the calendar of a unit in which they may not write. */
    private void check(Caller caller, EventDraft draft, Optional<Event> before) {
        Problem wrong = new Problem(422, "rest.invalid");
        UUID kind = draft.details().kind();
        boolean same = before.filter(b -> b.details().kind().equals(kind)).isPresent();
        if (!same && kinds.at(draft.unit()).stream().noneMatch(k -> k.id().equals(kind) && !k.retired())) {
            wrong.field("kind", "calendar.kind-not-here");
        }
        Set<UUID> addressed = new HashSet<>(draft.audience().units());
        before.ifPresent(b -> addressed.removeAll(b.audience().units()));
        if (addressed.stream().anyMatch(u -> units.find(u).isEmpty() || !access.can(caller, Permissions.WRITE, u))) {
            wrong.field("units", "calendar.unit-not-yours");
        }
        Set<UUID> named = new HashSet<>(draft.audience().people());
        if (!people.get(named).keySet().containsAll(named)) {
            wrong.field("people", "calendar.no-such-person");
        }
        Set<UUID> called = new HashSet<>(draft.audience().groups());
        before.ifPresent(b -> called.removeAll(b.audience().groups()));
        if (!called.isEmpty() && !groups.at(draft.unit()).stream().map(Group::id).collect(Collectors.toSet()).containsAll(called)) {
            wrong.field("groups", "calendar.group-not-here");
        }
        if (nobody(draft.details().host())) {
            wrong.field("host", "calendar.no-such-person");
        }
        rooms.check(caller, draft, before, wrong);
        if (!wrong.errors().isEmpty()) {
            throw wrong;
        }
    }

    /** One occurrence's own host must be there, unless the series has that host. */
    void checkHost(Details wanted, Event series) {
        if (!Objects.equals(wanted.host(), series.details().host()) && nobody(wanted.host())) {
            throw Problem.invalid("host", "calendar.no-such-person");
        }
    }

    private boolean nobody(@Nullable UUID host) {
        return host != null && people.find(host).isEmpty();
    }

    /** Rooms and equipment by name; those that are not in the register are left out. */
    public List<Bookings.Bookable> rooms(List<UUID> ids) {
        return rooms.named(ids);
    }

    /** The unit whose time zone a new event of it is in. */
    public Unit unit(UUID id) {
        return units.get(id);
    }
}
