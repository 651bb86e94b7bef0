package org.shuyuan.calendar.internal;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.attendance.Gatherings;
import org.shuyuan.api.attendance.Gatherings.Attached;
import org.shuyuan.api.attendance.Gatherings.Attended;

/** How what was planned was attended, as attendance tells it; two questions to it for a whole plan. Nothing where no roll was taken or the caller may not read it. Thread-safe. */
@Component(service = PlanAttendance.class)
public final class PlanAttendance {

    private final Gatherings gatherings;

    @Activate
    public PlanAttendance(@Reference Gatherings gatherings) {
        this.gatherings = gatherings;
    }

    /** By item. Only what took place. */
    public Map<UUID, Attended> of(Caller caller, Collection<PlanProgress.Line> lines) {
        Map<UUID, Occurrence> held = new HashMap<>();
        lines.stream().filter(l -> l.status() == PlanProgress.Status.DONE && l.held() != null).forEach(l -> held.put(l.item().id(), l.held()));
        if (held.isEmpty()) {
            return Map.of();
        }
        List<Attached> attached = gatherings.of("calendar", held.values().stream().map(o -> o.event().toString()).distinct().toList()).stream().filter(a -> !a.cancelled()).toList();
        Map<UUID, UUID> rolls = new HashMap<>();
        held.forEach((item, date) -> attached.stream().filter(a -> EventGatherings.isOf(a.subject(), date)).findFirst().ifPresent(a -> rolls.put(item, a.gathering())));
        Map<UUID, Attended> told = rolls.isEmpty() ? Map.of()
                : gatherings.attended(caller, rolls.values().stream().distinct().toList()).stream().collect(Collectors.toMap(Attended::gathering, a -> a));
        Map<UUID, Attended> found = new HashMap<>();
        rolls.forEach((item, roll) -> {
            if (told.containsKey(roll)) {
                found.put(item, told.get(roll));
            }
        });
        return found;
    }
}
