package org.shuyuan.attendance.internal;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Caller;
import org.shuyuan.attendance.internal.jpa.MarkStore;
import org.shuyuan.attendance.internal.jpa.TimesStore;

/** What follows when somebody came by their own doing, whichever door it was: the time once, and the mark. Thread-safe. */
@Component(service = Arrivals.class)
public final class Arrivals {

    private final TimesStore times;
    private final MarkStore marks;
    private final Watch watch;

    @Activate
    public Arrivals(@Reference TimesStore times, @Reference MarkStore marks, @Reference Watch watch) {
        this.times = times;
        this.marks = marks;
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
        marks.change(java.util.List.of(new Mark(was.gathering(), was.person(), was.unit(), was.source(), was.expected(), state, null, null, was.minutes(), now.way(), now.came(), caller.name())));
        watch.written(caller, gathering, action, null, Map.of(was.person().toString(), state.word()));
        return state;
    }
}
