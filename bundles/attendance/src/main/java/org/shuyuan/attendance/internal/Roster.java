package org.shuyuan.attendance.internal;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.directory.Person;
import org.shuyuan.attendance.internal.jpa.LeaveStore;
import org.shuyuan.attendance.internal.jpa.MarkStore;

/** Takes the expected people of a gathering from its audience. Asks no permission. Thread-safe. */
@Component(service = Roster.class)
public final class Roster {

    /** What reading the audience changed. */
    public record Differences(List<UUID> came, List<UUID> went) {

        public boolean isEmpty() {
            return came.isEmpty() && went.isEmpty();
        }
    }

    private final MarkStore marks;
    private final Expected expected;
    private final LeaveStore leaves;
    private final Clock clock;

    @Activate
    public Roster(@Reference MarkStore marks, @Reference Expected expected, @Reference LeaveStore leaves) {
        this(marks, expected, leaves, Clock.systemUTC());
    }

    Roster(MarkStore marks, Expected expected, LeaveStore leaves, Clock clock) {
        this.marks = marks;
        this.expected = expected;
        this.leaves = leaves;
        this.clock = clock;
    }

    /**
     * Who belongs to the audience now comes onto the roll, who does not goes; but who was added by hand or marked stays, and who was left out
     * stays so. Everybody counts where they belong on the day. Who has leave then is marked so. Part of the caller's transaction.
     */
    Differences read(Gathering gathering) {
        marks.lock(gathering.id());
        Map<UUID, @Nullable UUID> wanted = expected.by(gathering.draft());
        Map<UUID, Mark> there = new HashMap<>();
        marks.of(gathering.id()).forEach(mark -> there.put(mark.person(), mark));
        List<Mark> came = new ArrayList<>();
        wanted.forEach((person, unit) -> {
            if (!there.containsKey(person)) {
                came.add(Mark.expected(gathering.id(), person, unit, Mark.Source.AUDIENCE));
            }
        });
        // leave alone keeps nobody on the roll who belongs to the audience no more
        List<Mark> went = there.values().stream()
                .filter(m -> m.source() == Mark.Source.AUDIENCE && (m.state() == null || m.way() == Mark.Way.LEAVE) && !wanted.containsKey(m.person())).toList();
        List<UUID> others = there.keySet().stream().filter(person -> !wanted.containsKey(person)).toList();
        expected.belonging(gathering.draft(), others).forEach((person, member) -> wanted.put(person, member.unit()));
        List<Mark> moved = there.values().stream().filter(m -> wanted.containsKey(m.person()) && !Objects.equals(m.unit(), wanted.get(m.person())))
                .map(m -> m.in(wanted.get(m.person()))).toList();
        marks.add(came);
        marks.change(moved);
        marks.remove(went);
        knowLeave(gathering.id());
        return new Differences(came.stream().map(Mark::person).toList(), went.stream().map(Mark::person).toList());
    }

    /** Where some people belong on the gathering's day; who belongs nowhere then is left out. */
    Map<UUID, Person> belonging(Gathering gathering, Collection<UUID> some) {
        return expected.belonging(gathering.draft(), some);
    }

    /** Marks those who have leave at the time and of whom nothing is known, and forgets leave that is at the time no more. Part of the caller's transaction. */
    void knowLeave(UUID gathering) {
        List<UUID> over = leaves.noLonger(gathering);
        if (!over.isEmpty()) {
            marks.change(marks.locked(gathering, over).values().stream().filter(m -> m.way() == Mark.Way.LEAVE).map(Mark::unmarked).toList());
        }
        Map<UUID, LeaveStore.Away> away = new LinkedHashMap<>();
        leaves.away(gathering).forEach(one -> away.putIfAbsent(one.person(), one));
        if (away.isEmpty()) {
            return;
        }
        Map<UUID, Mark> rows = marks.locked(gathering, away.keySet());
        marks.change(rows.values().stream().filter(m -> m.state() == null).map(m -> {
            LeaveStore.Away leave = away.get(m.person());
            return new Mark(m.gathering(), m.person(), m.unit(), m.source(), m.expected(), State.ON_LEAVE, leave.reason(), null, null, Mark.Way.LEAVE, clock.instant(), leave.by());
        }).toList());
    }
}
