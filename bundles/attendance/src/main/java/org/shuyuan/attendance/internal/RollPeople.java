package org.shuyuan.attendance.internal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.People;
import org.shuyuan.api.directory.Person;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.tx.Transactions;
import org.shuyuan.attendance.internal.jpa.GatheringStore;
import org.shuyuan.attendance.internal.jpa.MarkStore;

/** Who is on a roll: whom its audience brings, whom somebody puts onto it, leaves out or knows as an observer. Thread-safe. */
@Component(service = RollPeople.class)
public final class RollPeople {

    private final GatheringService gatherings;
    private final GatheringStore store;
    private final MarkStore marks;
    private final Roster roster;
    private final People people;
    private final Watch watch;
    private final Transactions transactions;

    @Activate
    public RollPeople(@Reference GatheringService gatherings, @Reference GatheringStore store, @Reference MarkStore marks, @Reference Roster roster, @Reference People people,
            @Reference Watch watch, @Reference Transactions transactions) {
        this.gatherings = gatherings;
        this.store = store;
        this.marks = marks;
        this.roster = roster;
        this.people = people;
        this.watch = watch;
        this.transactions = transactions;
    }

    /**
     * Puts people onto the roll.
     *
     * @param observers they are there without being expected
     * @throws Problem 409 {@code attendance.closed}; 422 {@code attendance.no-such-person}
     */
    public void add(Caller caller, UUID id, List<UUID> wanted, boolean observers) {
        Gathering gathering = gatherings.open(caller, id);
        if (wanted.isEmpty() || wanted.size() > RollService.MOST) {
            throw new Problem(422, "rest.invalid").field("people", "attendance.too-many", Map.of("max", RollService.MOST));
        }
        Map<UUID, Person> found = people.get(wanted);
        if (!found.keySet().containsAll(wanted)) {
            throw Problem.invalid("people", "attendance.no-such-person");
        }
        Map<UUID, Person> then = roster.belonging(gathering, wanted);
        transactions.run(() -> {
            hold(id);
            Map<UUID, Mark> there = marks.locked(id, wanted);
            List<Mark> fresh = new ArrayList<>();
            List<Mark> back = new ArrayList<>();
            for (UUID person : Set.copyOf(wanted)) {
                Mark was = there.get(person);
                if (was == null) {
                    fresh.add(Mark.expected(id, person, then.getOrDefault(person, found.get(person)).unit(), Mark.Source.HAND).with(Mark.Source.HAND, !observers));
                } else if (!was.onRoll()) {
                    back.add(was.with(Mark.Source.HAND, !observers));
                }
            }
            marks.add(fresh);
            marks.change(back);
            roster.knowLeave(id);
            fresh.addAll(back);
            if (!fresh.isEmpty()) {
                watch.written(caller, gathering, "add-people", null, Map.of("people", ids(fresh), "observers", observers));
            }
        });
    }

    /** Takes somebody off the roll, whom the audience brings no more; who is not on it needs nothing. @throws Problem 409 {@code attendance.marked}, {@code attendance.closed} */
    public void leaveOut(Caller caller, UUID id, UUID person) {
        Gathering gathering = gatherings.open(caller, id);
        transactions.run(() -> {
            hold(id);
            Mark was = marks.locked(id, List.of(person)).get(person);
            if (was == null || !was.onRoll()) {
                return;
            }
            if (was.state() != null) {
                throw Problem.conflict("attendance.marked");
            }
            marks.change(List.of(was.with(Mark.Source.LEFT_OUT, false)));
            watch.written(caller, gathering, "leave-out", Map.of("people", ids(List.of(was))), null);
        });
    }

    /** The audience is read again: who belongs to it now is expected. @return what that changed */
    public Roster.Differences refresh(Caller caller, UUID id) {
        Gathering gathering = gatherings.open(caller, id);
        return transactions.call(() -> {
            hold(id);
            Roster.Differences found = roster.read(gathering);
            if (!found.isEmpty()) {
                watch.written(caller, gathering, "refresh-people", null, Map.of("came", found.came().size(), "went", found.went().size()));
            }
            return found;
        });
    }

    /** Before the first mark the audience is read once more: the people of the day are expected, not those of the day it was planned. */
    void settled(Gathering seen) {
        if (seen.settledAt() != null) {
            return;
        }
        marks.lock(seen.id());
        Gathering now = store.find(seen.id()).orElseThrow();
        if (now.settledAt() == null) {
            roster.read(now);
            store.change(new Gathering(now.id(), now.version(), now.draft(), now.cancelled(), watch.clock().instant(), now.closedAt(), now.closedBy(), now.signOut()));
        }
    }

    /**
     * Holds the roll until the transaction ends, before any of its rows is locked: who closes it, who marks and who signs in come one after the other. (Rows of sign-ins refer to the
     * gathering's, so that PostgreSQL locks it for them in any case; taken after the row of the person, that is a deadlock with whoever closes.)
     *
     * @return whether it is open
     */
    boolean held(UUID id) {
        marks.lock(id);
        return !store.closed(id);
    }

    /** @throws Problem 409 {@code attendance.closed} */
    void hold(UUID id) {
        if (!held(id)) {
            throw Problem.conflict("attendance.closed");
        }
    }

    /** Whether somebody is on the roll, as the audience is now unless it was marked already. Part of the caller's transaction. */
    boolean expects(Gathering gathering, UUID person) {
        Mark row = marks.locked(gathering.id(), List.of(person)).get(person);
        // planned weeks ago: somebody may have come, or belong elsewhere by now
        if (gathering.settledAt() == null && (row == null || row.source() == Mark.Source.AUDIENCE && (row.state() == null || row.way() == Mark.Way.LEAVE))) {
            roster.read(gathering);
            row = marks.locked(gathering.id(), List.of(person)).get(person);
        }
        return row != null && row.onRoll();
    }

    private static List<String> ids(Collection<Mark> some) {
        return some.stream().map(m -> m.person().toString()).sorted().toList();
    }
}
