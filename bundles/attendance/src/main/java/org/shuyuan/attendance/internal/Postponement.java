package org.shuyuan.attendance.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Caller;
import org.shuyuan.attendance.internal.jpa.DoorStore;
import org.shuyuan.attendance.internal.jpa.MarkStore;
import org.shuyuan.attendance.internal.jpa.TimesStore;

/**
 * What becomes of sign-ins when an event is moved after they began. Put off by minutes, its door goes along, and who was late for the old time only is on time. Put off to when
 * nobody can be there yet, nobody was there: those marks are taken back, the door is shut, and whoever comes then signs in anew; the trail keeps who was marked. Thread-safe.
 */
@Component(service = Postponement.class)
public final class Postponement {

    private final DoorStore doors;
    private final TimesStore times;
    private final MarkStore marks;
    private final Watch watch;

    @Activate
    public Postponement(@Reference DoorStore doors, @Reference TimesStore times, @Reference MarkStore marks, @Reference Watch watch) {
        this.doors = doors;
        this.times = times;
        this.marks = marks;
        this.watch = watch;
    }

    /** Part of the transaction that moves it. A closed roll is what was: it stays. */
    void follow(Caller caller, Gathering before, Gathering after) {
        Instant start = after.draft().start();
        if (after.closedAt() != null || start.equals(before.draft().start()) && after.draft().end().equals(before.draft().end())) {
            return;
        }
        boolean yetToCome = watch.clock().instant().isBefore(start.minus(RollService.EARLY));
        Door door = doors.find(after.id()).map(d -> d.moved(Duration.between(before.draft().start(), start), after.draft().end().plus(Doors.AFTER_END), yetToCome)).orElse(null);
        if (door != null) {
            doors.put(door);
        }
        marks.lock(after.id());
        Map<UUID, Times> came = times.of(after.id());
        List<Mark> were = new ArrayList<>();
        List<Mark> are = new ArrayList<>();
        for (Mark mark : marks.of(after.id())) {
            Mark now = mark.state() == null || !mark.state().there() ? mark : yetToCome ? unmarked(mark) : onTime(mark, came.get(mark.person()), door);
            if (now != mark) {
                were.add(mark);
                are.add(now);
            }
        }
        if (yetToCome) {
            times.clear(after.id());
            doors.clear(after.id());
        }
        if (!are.isEmpty()) {
            marks.change(are);
            watch.written(caller, after, "mark", RollService.words(were), RollService.words(are));
        }
    }

    private static Mark unmarked(Mark m) {
        return new Mark(m.gathering(), m.person(), m.unit(), m.source(), m.expected(), null, null, null, null, null, null, null);
    }

    /** Only what the code said by itself: what the organiser said stands. */
    private static Mark onTime(Mark m, @Nullable Times came, @Nullable Door door) {
        return door == null || came == null || m.state() != State.LATE || m.way() != Mark.Way.CODE || came.came().isAfter(door.lateAfter()) ? m
                : new Mark(m.gathering(), m.person(), m.unit(), m.source(), m.expected(), State.PRESENT, null, m.note(), m.minutes(), m.way(), m.at(), m.by());
    }
}
