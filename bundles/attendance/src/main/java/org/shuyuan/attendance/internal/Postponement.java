package org.shuyuan.attendance.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Caller;
import org.shuyuan.attendance.internal.jpa.DoorStore;
import org.shuyuan.attendance.internal.jpa.MarkStore;
import org.shuyuan.attendance.internal.jpa.StationStore;
import org.shuyuan.attendance.internal.jpa.TimesStore;

/**
 * What becomes of sign-ins when an event is moved after they began. Put off by minutes, its door and its station go along, who was late for the old time only is on time, and the
 * minutes of who signed out are counted anew. Put off to when
 * nobody can be there yet, nobody was there: those marks are taken back, the door is shut, and whoever comes then signs in anew; the trail keeps who was marked. Thread-safe.
 */
@Component(service = Postponement.class)
public final class Postponement {

    private final DoorStore doors;
    private final TimesStore times;
    private final MarkStore marks;
    private final StationStore stations;
    private final Arrivals arrivals;
    private final NeedlessMakeUps makeUps;
    private final Watch watch;

    @Activate
    public Postponement(@Reference DoorStore doors, @Reference StationStore stations, @Reference TimesStore times, @Reference MarkStore marks, @Reference Arrivals arrivals,
            @Reference NeedlessMakeUps makeUps, @Reference Watch watch) {
        this.doors = doors;
        this.stations = stations;
        this.arrivals = arrivals;
        this.makeUps = makeUps;
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
        stations.move(after.id(), after.draft().end().plus(Doors.AFTER_END));
        Map<String, Integer> grace = stations.grace(after.id(), before.draft().start());
        marks.lock(after.id());
        Map<UUID, Times> came = times.of(after.id());
        List<Mark> were = new ArrayList<>();
        List<Mark> are = new ArrayList<>();
        for (Mark mark : marks.of(after.id())) {
            // of what is to come again only what can be said ahead is known
            Mark now = mark.state() == null ? mark : yetToCome ? RollService.AHEAD.contains(mark.state()) ? mark : mark.unmarked()
                    : again(caller, after, mark, came.get(mark.person()), mark.way() == Mark.Way.CODE && door != null ? door.lateAfter()
                            : start.plus(Duration.ofMinutes(Objects.requireNonNullElse(grace.get(mark.by()), 0))));
            if (!now.equals(mark)) {
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
            if (yetToCome) {
                makeUps.dropAll(caller, after, are.stream().map(Mark::person).toList());
            }
        }
    }

    /** Only what people said by themselves: what the organiser said stands. */
    private Mark again(Caller caller, Gathering after, Mark m, @Nullable Times came, Instant lateAfter) {
        if (came == null || m.way() != Mark.Way.CODE && m.way() != Mark.Way.STATION) {
            return m;
        }
        Mark now = m.state() == State.LATE && !came.came().isAfter(lateAfter) ? m.as(State.PRESENT) : m;
        return came.left() == null ? now : arrivals.counted(caller, after, now, came, lateAfter);
    }
}
