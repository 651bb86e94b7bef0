package org.shuyuan.calendar.internal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import javax.persistence.OptimisticLockException;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Access;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.People;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.tx.Transactions;
import org.shuyuan.calendar.internal.RotaTurn.Mark;
import org.shuyuan.calendar.internal.RotaTurn.State;
import org.shuyuan.calendar.internal.jpa.RotaStore;
import org.shuyuan.calendar.internal.jpa.RotaSwapStore;
import org.shuyuan.calendar.internal.jpa.RotaTurnStore;

/**
 * What becomes of single turns. Whose turn it is promises it, says what it is about, or cannot; for a department its organisers and the speaker it named. Who looks after the rota does all of
 * it for everybody, names substitutes and confirms who spoke. Every change locks the rota first. Thread-safe.
 */
@Component(service = RotaTurns.class)
public final class RotaTurns {

    /** Somebody: a member of the list, a person, or a name. */
    public record Somebody(@Nullable UUID member, PlanItem.Who who) {}

    private static final int MINE = 50;

    private final Rotas rotas;
    private final RotaStore store;
    private final RotaTurnStore turns;
    private final RotaSwapStore swaps;
    private final RotaPlanner planner;
    private final RotaTrail trail;
    private final People people;
    private final Access access;
    private final Transactions transactions;
    private final Settings settings;

    @Activate
    public RotaTurns(@Reference Rotas rotas, @Reference RotaStore store, @Reference RotaTurnStore turns, @Reference RotaSwapStore swaps, @Reference RotaPlanner planner,
            @Reference RotaTrail trail, @Reference People people, @Reference Access access, @Reference Transactions transactions, @Reference Settings settings) {
        this.rotas = rotas;
        this.store = store;
        this.turns = turns;
        this.swaps = swaps;
        this.planner = planner;
        this.trail = trail;
        this.people = people;
        this.access = access;
        this.transactions = transactions;
        this.settings = settings;
    }

    /** Whether the caller acts for whom it is the turn of. */
    public boolean own(Caller caller, Rota rota, RotaTurn turn) {
        UUID person = caller.person();
        return person != null && person.equals(turn.speaker().person()) || actsFor(caller, rota, turn.due());
    }

    /** Whether the caller is that member, or plans for that department. */
    public boolean actsFor(Caller caller, Rota rota, @Nullable UUID member) {
        return member != null && (rota.over() == Rota.Over.PEOPLE ? member.equals(caller.person()) : access.can(caller, Permissions.WRITE, member));
    }

    /** The caller's turns to come, the soonest first. */
    public List<RotaTurn> mine(Caller caller) {
        return turns.ahead(whose(caller), settings.clock().instant(), MINE);
    }

    /** Whom the caller is on lists: the person, and departments of which they hold the calendar themselves. */
    List<UUID> whose(Caller caller) {
        List<UUID> whose = new ArrayList<>();
        Optional.ofNullable(caller.person()).ifPresent(whose::add);
        access.unitsWith(caller, Permissions.WRITE).stream().map(Access.Held::unit).limit(500).forEach(whose::add);
        return whose;
    }

    /** What stands of an event's dates; the event's reader sees it. */
    public List<RotaTurn> ofEvent(Event event) {
        return turns.ofEvent(event.id());
    }

    /** Who is due promises it. @throws OptimisticLockException another version is stored */
    public RotaTurn accept(Caller caller, UUID id, UUID turn, int version) {
        return change(caller, id, turn, version, true, (rota, before) -> {
            if (before.due() == null && before.speaker().equals(PlanItem.Who.NOBODY)) {
                throw Problem.conflict("calendar.turn-nobody");
            }
            RotaTurn after = turns.change(before.marked(Mark.ACCEPTED));
            written(caller, rota, "accept-turn", before, after);
            return after;
        });
    }

    /** What it is about, and who speaks for the department. @throws OptimisticLockException another version is stored */
    public RotaTurn prepare(Caller caller, UUID id, UUID turn, int version, PlanItem.Who speaker, @Nullable String topic) {
        check(topic, speaker);
        return change(caller, id, turn, version, true, (rota, before) -> {
            boolean named = rota.over() == Rota.Over.DEPARTMENTS && before.due() != null;
            there(named ? speaker.person() : null, before.speaker().person());
            RotaTurn after = turns.change(before.about(named ? speaker : before.speaker(), topic));
            written(caller, rota, "prepare-turn", before, after);
            planner.refresh(id);
            UUID person = after.speaker().person();
            if (person != null && !person.equals(before.speaker().person())) {
                trail.tell(caller, rota, after, "notice.rota-due", null, Map.of(), trail.readers(rota, null, after));
            }
            return after;
        });
    }

    /**
     * Whose turn it is cannot. The next in the fair order stands in, and who could not is due next after.
     *
     * @param reason 2–200 characters
     * @throws OptimisticLockException another version is stored
     */
    public RotaTurn decline(Caller caller, UUID id, UUID turn, int version, String reason) {
        String why = reason.strip();
        if (why.length() < 2 || why.length() > 200) {
            throw Problem.invalid("reason", "calendar.rota-reason");
        }
        return change(caller, id, turn, version, true, (rota, before) -> {
            UUID due = before.due();
            if (due == null && before.speaker().equals(PlanItem.Who.NOBODY)) {
                throw Problem.conflict("calendar.turn-nobody");
            }
            if (due != null) {
                turns.decline(new RotaTurnStore.Decline(turn, due, why, settings.clock().instant()));
            }
            turns.change(before.given(null, due == null ? before.instead() : due, PlanItem.Who.NOBODY, Mark.OPEN));
            planner.refresh(id);
            RotaTurn given = turns.find(turn).orElseThrow();
            RotaTurn after = given.due() == null ? given : turns.change(given.marked(Mark.SUBSTITUTED));
            overtaken(List.of(after));
            // the reason may be personal: it stands on the page for who looks after the rota, and nowhere else
            written(caller, rota, "decline-turn", before, after);
            trail.tell(caller, rota, after, after.due() == null ? "notice.rota-nobody" : "notice.rota-declined", due, Map.of(), trail.organisers(rota));
            if (after.due() != null) {
                trail.tell(caller, rota, after, "notice.rota-stand-in", due, Map.of(), trail.readers(rota, after.due(), after));
            }
            return after;
        });
    }

    /** Somebody stands in, of the list or from outside. @throws OptimisticLockException another version is stored */
    public RotaTurn substitute(Caller caller, UUID id, UUID turn, int version, Somebody by) {
        check(null, by.who());
        return change(caller, id, turn, version, false, (rota, before) -> {
            Somebody somebody = known(rota, by, before);
            if (somebody.member() == null && somebody.who().equals(PlanItem.Who.NOBODY)) {
                throw Problem.invalid("member", "calendar.turn-who");
            }
            UUID instead = before.due() == null || before.due().equals(somebody.member()) ? before.instead() : before.due();
            RotaTurn after = turns.change(before.given(somebody.member(), Objects.equals(instead, somebody.member()) ? null : instead, somebody.who(), Mark.SUBSTITUTED));
            if (somebody.member() != null) {
                turns.forgive(turn, somebody.member());
            }
            overtaken(List.of(after));
            written(caller, rota, "substitute-turn", before, after);
            trail.tell(caller, rota, after, "notice.rota-due", null, Map.of(), trail.readers(rota, after.due(), after));
            if (before.due() != null && !before.due().equals(after.due())) {
                trail.tell(caller, rota, after, "notice.rota-relieved", null, Map.of(), trail.readers(rota, before.due(), before));
            }
            planner.refresh(id);
            return turns.find(turn).orElseThrow();
        });
    }

    /**
     * Who really spoke, once the date has begun; it may be put right later. Nobody named: as it was planned. Only what is confirmed is credited.
     *
     * @param spoke false: nobody did
     * @param topic null: as it stands
     * @throws OptimisticLockException another version is stored
     */
    public RotaTurn confirm(Caller caller, UUID id, UUID turn, int version, boolean spoke, Somebody by, @Nullable String topic) {
        check(topic, by.who());
        return change(caller, id, turn, version, null, (rota, before) -> {
            Instant now = settings.clock().instant();
            if (before.ahead(now)) {
                throw Problem.conflict("calendar.turn-ahead");
            }
            if (before.state() == State.CANCELLED) {
                throw Problem.conflict("calendar.turn-cancelled");
            }
            Somebody who = !spoke ? new Somebody(null, PlanItem.Who.NOBODY) : spoke(rota, by, before);
            RotaTurn after = turns.change(before.became(spoke ? State.HELD : State.MISSED, new RotaTurn.Held(who.who(), who.member(), caller.name(), now), topic == null ? before.topic() : topic));
            written(caller, rota, "confirm-turn", before, after);
            planner.refresh(id);
            return turns.find(turn).orElseThrow();
        });
    }

    private Somebody spoke(Rota rota, Somebody by, RotaTurn turn) {
        Somebody named = known(rota, by, turn);
        boolean nobody = named.member() == null && named.who().equals(PlanItem.Who.NOBODY);
        boolean people = rota.over() == Rota.Over.PEOPLE;
        UUID member = nobody || !people && named.member() == null ? turn.due() : named.member();
        PlanItem.Who who = nobody ? turn.speaker() : named.who();
        if (people && member != null) {
            who = new PlanItem.Who(member, null);
        }
        if (member == null && who.equals(PlanItem.Who.NOBODY)) {
            throw Problem.invalid("member", "calendar.turn-who");
        }
        return new Somebody(member, who);
    }

    /** A person of the list is meant as its member. @throws Problem 422: a person who is not there, a member who is none */
    private Somebody known(Rota rota, Somebody by, RotaTurn turn) {
        UUID person = by.who().person();
        if (by.member() != null && rota.member(by.member()).isEmpty()) {
            throw Problem.invalid("member", "calendar.rota-no-member");
        }
        there(person, turn.speaker().person());
        if (rota.over() == Rota.Over.PEOPLE) {
            UUID member = by.member() != null ? by.member() : rota.member(person).map(Rota.Member::id).orElse(null);
            return member == null ? by : new Somebody(member, PlanItem.Who.NOBODY);
        }
        return by;
    }

    private void there(@Nullable UUID person, @Nullable UUID before) {
        if (person != null && !person.equals(before) && people.find(person).isEmpty()) {
            throw Problem.invalid("person", "calendar.no-such-person");
        }
    }

    private static void check(@Nullable String topic, PlanItem.Who who) {
        Problem wrong = new Problem(422, "rest.invalid");
        Text.atMost(wrong, "topic", topic, 200);
        Text.atMost(wrong, "name", who.words(), 100);
        if (!wrong.errors().isEmpty()) {
            throw wrong;
        }
    }

    /** Who looks after the rota changes two turns. @throws OptimisticLockException another version of the first is stored */
    public RotaTurn exchange(Caller caller, UUID id, UUID turn, int version, UUID with) {
        return change(caller, id, turn, version, false, (rota, one) -> exchanged(caller, rota, one, turns.find(with).filter(t -> t.rota().equals(id))
                .orElseThrow(() -> Problem.invalid("with", "calendar.no-such-turn"))));
    }

    /** Part of a transaction that has locked the rota. @throws Problem 409: one is past, cancelled, or nobody's, or both are the same member's */
    RotaTurn exchanged(Caller caller, Rota rota, RotaTurn one, RotaTurn other) {
        ahead(one);
        ahead(other);
        if (one.due() == null || other.due() == null || one.due().equals(other.due())) {
            throw Problem.conflict("calendar.swap-same");
        }
        turns.forgive(one.id(), other.due());
        turns.forgive(other.id(), one.due());
        RotaTurn first = turns.change(one.given(other.due(), null, other.speaker(), Mark.SWAPPED).told(other.topic()));
        RotaTurn second = turns.change(other.given(one.due(), null, one.speaker(), Mark.SWAPPED).told(one.topic()));
        overtaken(List.of(first, second));
        trail.written(caller, rota, "exchange-turns", List.of(one.snapshot(), other.snapshot()), List.of(first.snapshot(), second.snapshot()));
        trail.tell(caller, rota, first, "notice.rota-exchanged", null, Map.of(), trail.readers(rota, first.due(), first));
        trail.tell(caller, rota, second, "notice.rota-exchanged", null, Map.of(), trail.readers(rota, second.due(), second));
        planner.refresh(rota.id());
        return turns.find(first.id()).orElseThrow();
    }

    /** What was asked about turns that are somebody else's now is void. */
    private void overtaken(List<RotaTurn> changed) {
        Instant now = settings.clock().instant();
        swaps.touching(changed.stream().map(RotaTurn::id).toList()).forEach(s -> swaps.decide(s.id(), RotaSwap.State.VOID, now));
    }

    void ahead(RotaTurn turn) {
        if (turn.state() != State.PLANNED) {
            throw Problem.conflict(turn.state() == State.CANCELLED ? "calendar.turn-cancelled" : "calendar.turn-over");
        }
        if (!turn.ahead(settings.clock().instant())) {
            throw Problem.conflict("calendar.turn-over");
        }
    }

    private interface Work {
        RotaTurn on(Rota rota, RotaTurn before);
    }

    /** @param own true: whose turn it is may too; false: only who looks after the rota, and to come; null: that, also of what is past */
    private RotaTurn change(Caller caller, UUID id, UUID turn, int version, @Nullable Boolean own, Work work) {
        return transactions.call(() -> {
            Rota rota = locked(caller, id);
            Optional<RotaTurn> before = turns.find(turn).filter(t -> t.rota().equals(id));
            if (!Boolean.TRUE.equals(own) || before.isEmpty() || !own(caller, rota, before.get())) {
                access.require(caller, Permissions.WRITE, rota.unit());
            }
            RotaTurn now = before.orElseThrow(() -> Problem.notFound("calendar.no-such-turn"));
            if (now.version() != version) {
                throw new OptimisticLockException("turn " + turn);
            }
            if (own != null) {
                ahead(now);
            }
            return work.on(rota, now);
        });
    }

    /** As it is once all before are through. */
    Rota locked(Caller caller, UUID id) {
        rotas.find(caller, id);
        store.claim(id);
        return rotas.find(caller, id);
    }

    /** @throws Problem 404 {@code calendar.no-such-turn} */
    public RotaTurn find(Rota rota, UUID turn) {
        return turns.find(turn).filter(t -> t.rota().equals(rota.id())).orElseThrow(() -> Problem.notFound("calendar.no-such-turn"));
    }

    private void written(Caller caller, Rota rota, String action, RotaTurn before, RotaTurn after) {
        trail.written(caller, rota, action, before.snapshot(), after.snapshot());
    }
}
