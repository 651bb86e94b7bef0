package org.shuyuan.attendance.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.attendance.internal.jpa.MarkStore;
import org.shuyuan.attendance.internal.jpa.TimesStore;

/** What follows when somebody came by their own doing, whichever door it was: the time once, and the mark. Thread-safe. */
@Component(service = Arrivals.class)
public final class Arrivals {

    /** Who signs in again so soon has signed in twice, not left. */
    static final Duration SOON = Duration.ofMinutes(5);

    private final TimesStore times;
    private final MarkStore marks;
    private final RulesService rules;
    private final NeedlessMakeUps makeUps;
    private final Watch watch;

    @Activate
    public Arrivals(@Reference TimesStore times, @Reference MarkStore marks, @Reference RulesService rules, @Reference NeedlessMakeUps makeUps, @Reference Watch watch) {
        this.times = times;
        this.marks = marks;
        this.rules = rules;
        this.makeUps = makeUps;
        this.watch = watch;
    }

    /** When the person came, if already. */
    Optional<Times> before(UUID gathering, UUID person) {
        return times.of(gathering, person);
    }

    /**
     * The person is there now. Part of the transaction that has locked the row.
     *
     * @param caller whose name the mark carries: the person's, or the station's
     * @param lateAfter who comes later is late
     * @return what the person is marked as now
     */
    State came(Caller caller, Gathering gathering, Mark was, Times now, Instant lateAfter, String action) {
        times.add(now);
        // what the organiser said of somebody who is there stands
        if (was.state() != null && was.state().there()) {
            return was.state();
        }
        State state = !was.expected() ? State.OBSERVER : now.came().isAfter(lateAfter) ? State.LATE : State.PRESENT;
        Mark after = new Mark(was.gathering(), was.person(), was.unit(), was.source(), was.expected(), state, null, null, was.minutes(), now.way(), now.came(), caller.name());
        changed(caller, gathering, was, after, action);
        return state;
    }

    /**
     * The person signs in once more. Whose mark was taken away meanwhile is there since they came. Part of the transaction that has locked the row.
     *
     * @return what the person is marked as now
     * @throws Problem as {@link #left}
     */
    State again(Caller caller, Gathering gathering, Mark was, Times before, Instant lateAfter, String action) {
        mayChange(was);
        if (was.state() != null) {
            return was.state();
        }
        Mark after = counted(caller, gathering, was, before, lateAfter);
        changed(caller, gathering, was, after, action);
        return Objects.requireNonNull(after.state());
    }

    /** What whoever takes the roll said of somebody who had signed in is not undone by signing in or out again. */
    private static void mayChange(Mark was) {
        if (was.state() != null && !was.state().there()) {
            throw Problem.conflict("attendance.said-otherwise");
        }
    }

    private void changed(Caller caller, Gathering gathering, Mark was, Mark after, String action) {
        marks.change(List.of(after));
        watch.written(caller, gathering, action, was.state() == null ? null : RollService.words(List.of(was)), RollService.words(List.of(after)));
        makeUps.drop(caller, gathering, List.of(after));
    }

    /** Whether signing in again means leaving: the minutes count there, it has begun, and it is not the same tap twice. */
    boolean leaves(Gathering gathering, Times before, Instant now) {
        return gathering.signOut() && now.isAfter(gathering.draft().start()) && !now.isBefore(before.came().plus(SOON)) && (before.left() == null || !now.isBefore(before.left().plus(SOON)));
    }

    /**
     * The person goes; the last time counts. Part of the transaction that has locked the row.
     *
     * @param now with the time of leaving
     * @param lateAfter who came later was late
     * @return what the person is marked as now
     * @throws Problem 409 {@code attendance.said-otherwise}: whoever takes the roll has said since that the person is not there
     */
    State left(Caller caller, Gathering gathering, Mark was, Times now, Instant lateAfter, String action) {
        mayChange(was);
        times.change(now);
        Mark after = counted(caller, gathering, was, now, lateAfter);
        changed(caller, gathering, was, after, action);
        return Objects.requireNonNull(after.state());
    }

    /** The mark with its minutes, and left early where the rules say so. */
    Mark counted(Caller caller, Gathering gathering, Mark was, Times now, Instant lateAfter) {
        Instant left = now.left();
        State state = was.state() == null || !was.state().there() || was.state() == State.LEFT_EARLY ? now.came().isAfter(lateAfter) ? State.LATE : State.PRESENT : was.state();
        if (left != null && left.isBefore(gathering.draft().end().minus(Duration.ofMinutes(rules.at(gathering.unit()).rules().earlyGrace())))) {
            state = State.LEFT_EARLY;
        }
        if (!was.expected()) {
            state = State.OBSERVER;
        }
        boolean same = state == was.state();
        return new Mark(was.gathering(), was.person(), was.unit(), was.source(), was.expected(), state, same ? was.reason() : null, was.note(),
                left == null ? null : minutes(gathering, now.came(), left),
                same ? was.way() : now.leftWay() == null ? now.way() : now.leftWay(), same ? was.at() : watch.clock().instant(), same ? was.by() : caller.name());
    }

    /** From the start or the coming, whichever is later, to the end or the leaving, whichever is earlier; never below none. */
    static int minutes(Gathering gathering, Instant came, Instant left) {
        Instant from = came.isAfter(gathering.draft().start()) ? came : gathering.draft().start();
        Instant to = left.isBefore(gathering.draft().end()) ? left : gathering.draft().end();
        return (int) Math.max(0, Duration.between(from, to).toMinutes());
    }

    /** Where a roll closes: who was there and did not sign out, as the rules of the unit say. Part of the transaction that closes. @return whose minutes were counted to the end */
    List<Mark> toEnd(Gathering gathering, List<Mark> roll) {
        if (!gathering.signOut() || !rules.at(gathering.unit()).rules().openEnd()) {
            return List.of();
        }
        Map<UUID, Times> known = times.of(gathering.id());
        List<Mark> counted = new ArrayList<>();
        for (Mark m : roll) {
            @Nullable Times t = known.get(m.person());
            boolean whenCame = t != null || m.state() == State.PRESENT || m.state() == State.OBSERVER;
            // when somebody left early, or came late, and nobody said when, is for the organiser to say
            if (m.minutes() != null || m.state() == null || !m.state().there() || m.state() == State.LEFT_EARLY || !whenCame) {
                continue;
            }
            if (t == null) {
                times.add(Times.came(gathering.id(), m.person(), gathering.draft().start(), Mark.Way.CLOSING, null).toEnd(true));
            } else {
                times.change(t.toEnd(true));
            }
            counted.add(m.with(minutes(gathering, t == null ? gathering.draft().start() : t.came(), gathering.draft().end())));
        }
        return counted;
    }

    /** The roll opens again: what closing had counted to the end is not known again. @return those marks without minutes */
    List<Mark> openAgain(Gathering gathering, List<Mark> roll) {
        Map<UUID, Times> known = times.of(gathering.id());
        times.openAgain(gathering.id());
        return roll.stream().filter(m -> known.containsKey(m.person()) && known.get(m.person()).toEnd()).map(m -> m.with((Integer) null)).toList();
    }

    /** The organiser says when somebody came and left. Part of the transaction that has locked the row. */
    void said(Times wanted) {
        if (times.of(wanted.gathering(), wanted.person()).isPresent()) {
            times.change(wanted);
        } else {
            times.add(wanted);
        }
    }

    /** Of everybody there. */
    public Map<UUID, Times> of(UUID gathering) {
        return times.of(gathering);
    }
}
