package org.shuyuan.calendar.internal;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
import org.shuyuan.api.directory.People;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.directory.Units;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.tx.Transactions;
import org.shuyuan.calendar.internal.RotaTurn.State;
import org.shuyuan.calendar.internal.jpa.EventStore;
import org.shuyuan.calendar.internal.jpa.RotaStore;
import org.shuyuan.calendar.internal.jpa.RotaTurnStore;

/**
 * The rotas of units. Who plans a unit's events looks after its rotas; who may read its calendar sees them, and so does who is on the list or speaks, or reads the calendar of a department that is.
 * Thread-safe.
 */
@Component(service = Rotas.class)
public final class Rotas {

    /**
     * How it stands with one member.
     *
     * @param credited turns held, as confirmed
     * @param planned to come, or past and not confirmed
     * @param stoodIn of both, those taken over from somebody else
     * @param declined turns that they could not take
     * @param last when they spoke last
     */
    public record Standing(Rota.Member member, int credited, int planned, int stoodIn, int declined, @Nullable Instant last) {}

    /** Which of a member's turns a number counts. */
    public enum Count {
        CREDITED, PLANNED, STOOD_IN, DECLINED
    }

    private final RotaStore store;
    private final RotaTurnStore turns;
    private final RotaPlanner planner;
    private final RotaTrail trail;
    private final EventStore events;
    private final Kinds kinds;
    private final Units units;
    private final People people;
    private final RotaGroups groups;
    private final Access access;
    private final Transactions transactions;
    private final Settings settings;

    @Activate
    public Rotas(@Reference RotaStore store, @Reference RotaTurnStore turns, @Reference RotaPlanner planner, @Reference RotaTrail trail, @Reference EventStore events, @Reference Kinds kinds,
            @Reference Units units, @Reference People people, @Reference RotaGroups groups, @Reference Access access, @Reference Transactions transactions, @Reference Settings settings) {
        this.store = store;
        this.turns = turns;
        this.planner = planner;
        this.trail = trail;
        this.events = events;
        this.kinds = kinds;
        this.units = units;
        this.people = people;
        this.groups = groups;
        this.access = access;
        this.transactions = transactions;
        this.settings = settings;
    }

    /** Those of the unit and below. @param running null: ended ones too */
    public RotaStore.Page list(Caller caller, UUID unit, @Nullable Boolean running, @Nullable String like, String order, int offset, int size) {
        return store.list(access.within(caller, Permissions.READ, unit), running, like, order, offset, size);
    }

    /** @throws Problem 404 {@code calendar.no-such-rota}, also where the caller may not know of it */
    public Rota find(Caller caller, UUID id) {
        return store.find(id).filter(rota -> visible(caller, rota)).orElseThrow(() -> Problem.notFound("calendar.no-such-rota"));
    }

    private boolean visible(Caller caller, Rota rota) {
        return access.can(caller, Permissions.READ, rota.unit()) || mayOrganise(caller, rota) || caller.person() != null && turns.speaks(rota.id(), caller.person())
                || (rota.over() == Rota.Over.PEOPLE ? rota.member(caller.person()).isPresent() : rota.members().stream().anyMatch(m -> access.can(caller, Permissions.READ, m.id())));
    }

    public boolean mayOrganise(Caller caller, Rota rota) {
        return access.can(caller, Permissions.WRITE, rota.unit());
    }

    public List<RotaTurn> turns(Collection<UUID> ids) {
        return turns.of(ids);
    }

    /** What is known of its declined turns. */
    public List<RotaTurnStore.Decline> declines(Rota rota) {
        return turns.declines(List.of(rota.id()));
    }

    /** How it stands with each member, in the list's order. */
    public List<Standing> standing(Rota rota) {
        List<RotaTurn> all = turns.of(List.of(rota.id()));
        Map<UUID, Set<UUID>> declined = declined(rota);
        return rota.members().stream().map(m -> {
            List<RotaTurn> credited = of(all, m.id(), Count.CREDITED, declined);
            return new Standing(m, credited.size(), of(all, m.id(), Count.PLANNED, declined).size(), of(all, m.id(), Count.STOOD_IN, declined).size(),
                    of(all, m.id(), Count.DECLINED, declined).size(), credited.isEmpty() ? null : credited.get(credited.size() - 1).date().starts());
        }).toList();
    }

    /** The turns behind one of a member's numbers. */
    public List<RotaTurn> behind(Rota rota, UUID member, Count count) {
        return of(turns.of(List.of(rota.id())), member, count, declined(rota));
    }

    private Map<UUID, Set<UUID>> declined(Rota rota) {
        return declines(rota).stream().collect(Collectors.groupingBy(RotaTurnStore.Decline::turn, Collectors.mapping(RotaTurnStore.Decline::member, Collectors.toSet())));
    }

    private static List<RotaTurn> of(List<RotaTurn> all, UUID member, Count count, Map<UUID, Set<UUID>> declined) {
        return all.stream().filter(t -> switch (count) {
            case CREDITED -> credited(t, member);
            case PLANNED -> planned(t, member);
            case STOOD_IN -> t.instead() != null && !member.equals(t.instead()) && (credited(t, member) || planned(t, member));
            case DECLINED -> declined.getOrDefault(t.id(), Set.of()).contains(member);
        }).toList();
    }

    private static boolean credited(RotaTurn t, UUID member) {
        return t.state() == State.HELD && t.held() != null && member.equals(t.held().member());
    }

    private static boolean planned(RotaTurn t, UUID member) {
        return t.state() == State.PLANNED && member.equals(t.due());
    }

    /** The next turn to come. */
    public Optional<RotaTurn> next(Rota rota) {
        Instant now = settings.clock().instant();
        return turns.of(List.of(rota.id())).stream().filter(t -> t.state() == State.PLANNED && t.ahead(now)).findFirst();
    }

    /** Past, and nobody has said who spoke. */
    public boolean unconfirmed(RotaTurn turn) {
        return turn.state() == State.PLANNED && !turn.ahead(settings.clock().instant());
    }

    public boolean ahead(RotaTurn turn) {
        return turn.ahead(settings.clock().instant());
    }

    /** @param wanted its members' levels do not matter @throws Problem 403, 422 {@code rest.invalid} */
    public Rota add(Caller caller, Rota wanted) {
        access.require(caller, Permissions.WRITE, wanted.unit());
        LocalDate today = today(wanted.unit());
        Rota rota = wanted.with(true, wanted.members().stream().map(m -> new Rota.Member(m.id(), 0, today)).toList(), trace(caller)).checked(today);
        serves(caller, rota);
        named(rota, Set.of());
        groups.check(rota, null);
        return transactions.call(() -> {
            Rota added = store.add(rota);
            trail.written(caller, added, "add-rota", null, added.snapshot());
            planner.begin(added.id());
            return added;
        });
    }

    /**
     * Another name, first day, reminder, number of turns ahead or list; over what it goes and what it serves stay. Turns to come that nobody promised follow the new list.
     *
     * @throws OptimisticLockException another version is stored
     */
    public Rota change(Caller caller, UUID id, int version, Rota wanted) {
        return transactions.call(() -> {
            Rota before = forChange(caller, id, version);
            Instant now = settings.clock().instant();
            LocalDate today = today(before.unit());
            List<RotaOrder.Taken> taken = RotaPlanner.taken(turns.of(List.of(id)), now);
            List<RotaOrder.Member> stay = before.members().stream().filter(m -> wanted.member(m.id()).isPresent()).map(m -> new RotaOrder.Member(m.id(), m.level())).toList();
            List<Rota.Member> members = wanted.members().stream().map(m -> before.member(m.id()).orElseGet(() -> new Rota.Member(m.id(), RotaOrder.levelOf(m.id(), stay, taken), today))).toList();
            Rota rota = new Rota(id, version, before.unit(), wanted.name(), before.over(), before.event(), before.kind(), before.running(), wanted.from(), wanted.remindDays(),
                    wanted.ahead(), members, trace(caller), wanted.group()).checked(wanted.from().equals(before.from()) ? before.from() : today);
            named(rota, before.members().stream().map(Rota.Member::id).collect(Collectors.toSet()));
            groups.check(rota, before.group());
            Rota after = store.change(rota);
            trail.written(caller, after, "change-rota", before.snapshot(), after.snapshot());
            if (wanted.from().equals(before.from())) {
                planner.refresh(id);
            } else {
                planner.begin(id);
            }
            return after;
        });
    }

    /** It ends: turns to come go, what was is kept. Or it goes on. @throws OptimisticLockException another version is stored */
    public Rota run(Caller caller, UUID id, int version, boolean running) {
        return transactions.call(() -> {
            Rota before = forChange(caller, id, version);
            if (before.running() == running) {
                throw Problem.conflict(running ? "calendar.rota-runs" : "calendar.rota-ended");
            }
            Rota after = store.change(before.with(running, before.members(), trace(caller)));
            trail.written(caller, after, running ? "resume-rota" : "end-rota", before.snapshot(), after.snapshot());
            Instant now = settings.clock().instant();
            if (!running) {
                turns.of(List.of(id)).stream().filter(t -> t.ahead(now) && t.held() == null).forEach(turns::remove);
            }
            planner.begin(id);
            return after;
        });
    }

    /** One of which nothing was confirmed; else it is ended. @throws Problem 409 {@code calendar.rota-held} @throws OptimisticLockException another version is stored */
    public void remove(Caller caller, UUID id, int version) {
        transactions.run(() -> {
            Rota rota = forChange(caller, id, version);
            if (turns.of(List.of(id)).stream().anyMatch(t -> t.held() != null)) {
                throw Problem.conflict("calendar.rota-held");
            }
            planner.release(rota);
            store.remove(rota);
            trail.written(caller, rota, "remove-rota", rota.snapshot(), null);
        });
    }

    /** Locks it, so that of two who change its turns the second sees what the first did. @throws OptimisticLockException another version is stored */
    private Rota forChange(Caller caller, UUID id, int version) {
        Rota rota = find(caller, id);
        access.require(caller, Permissions.WRITE, rota.unit());
        store.claim(id);
        Rota now = find(caller, id);
        if (now.version() != version) {
            throw new OptimisticLockException("rota " + id);
        }
        return now;
    }

    private Rota.Trace trace(Caller caller) {
        return new Rota.Trace(caller.name(), settings.clock().instant());
    }

    private LocalDate today(UUID unit) {
        return LocalDate.ofInstant(settings.clock().instant(), units.get(unit).zone());
    }

    /** The event is the unit's or one's below it; the kind can be planned there. */
    private void serves(Caller caller, Rota rota) {
        UUID id = rota.event();
        // one that the caller may not see is not there
        @Nullable Event event = id == null ? null : events.find(id).filter(e -> access.can(caller, Permissions.READ, e.unit())).orElseThrow(() -> Problem.notFound("calendar.no-such-event"));
        if (event != null && units.find(event.unit()).filter(u -> u.within(rota.unit())).isEmpty()) {
            throw Problem.invalid("event", "calendar.rota-event");
        }
        if (rota.kind() != null && kinds.at(rota.unit()).stream().noneMatch(k -> k.id().equals(rota.kind()) && !k.retired())) {
            throw Problem.invalid("kind", "calendar.kind-not-here");
        }
    }

    /** Whoever comes onto the list is there; whoever was on it may stay. */
    private void named(Rota rota, Set<UUID> known) {
        List<UUID> added = new ArrayList<>(rota.members().stream().map(Rota.Member::id).filter(m -> !known.contains(m)).toList());
        if (rota.over() == Rota.Over.PEOPLE) {
            if (!people.get(added).keySet().containsAll(added)) {
                throw Problem.invalid("members", "calendar.no-such-person");
            }
        } else if (added.stream().anyMatch(u -> units.find(u).filter(found -> found.within(rota.unit())).isEmpty())) {
            throw Problem.invalid("members", "calendar.rota-unit");
        }
    }

    /** What the event is called that it serves; null where it is gone. */
    public @Nullable String served(Rota rota) {
        return rota.event() == null ? null : events.find(rota.event()).map(e -> e.details().title()).orElse(null);
    }

    /** The unit of a rota, for its zone. */
    public Unit unit(Rota rota) {
        return units.get(rota.unit());
    }

    /** The rotas of these turns that the caller may see, by id. */
    public Map<UUID, Rota> of(Caller caller, Collection<RotaTurn> some) {
        Map<UUID, Rota> found = all(some);
        found.values().removeIf(r -> !visible(caller, r));
        return found;
    }

    /** The rotas of these turns, by id; asks no permission: it is for who sees the event. */
    public Map<UUID, Rota> all(Collection<RotaTurn> some) {
        Map<UUID, Rota> found = new LinkedHashMap<>();
        store.get(some.stream().map(RotaTurn::rota).collect(Collectors.toSet())).forEach(r -> found.put(r.id(), r));
        return found;
    }
}
