package org.shuyuan.calendar.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.attendance.Gatherings;
import org.shuyuan.api.attendance.Subject;
import org.shuyuan.api.module.Modules;
import org.shuyuan.api.tx.Repeated;
import org.shuyuan.calendar.internal.jpa.EventStore;
import org.shuyuan.calendar.internal.jpa.OccurrenceStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the rolls of dates that begin within a day, of kinds of which attendance is taken: nobody has to think of it before people stand at the door, and a date whose roll nobody took is
 * seen to be that instead of counting nowhere. Every node looks every ten minutes; a date has one roll, whoever makes it. One thread, ended with the component.
 */
@Component(service = RollJob.class, immediate = true)
public final class RollJob {

    /** Whose pages and permissions rolls are. */
    private static final String ATTENDANCE = "attendance";
    private static final Duration AHEAD = Duration.ofDays(1);
    /** The portal may have been off over a week-end; what lies farther back was held without it. */
    private static final Duration BACK = Duration.ofDays(3);
    private static final int AT_ONCE = 1_000;
    private static final Logger LOG = LoggerFactory.getLogger(RollJob.class);

    private final OccurrenceStore dates;
    private final EventStore events;
    private final EventGatherings rolls;
    private final Gatherings gatherings;
    private final Settings settings;
    private final Modules modules;
    private final Repeated job;

    @Activate
    public RollJob(@Reference OccurrenceStore dates, @Reference EventStore events, @Reference EventGatherings rolls, @Reference Gatherings gatherings, @Reference Settings settings,
            @Reference Modules modules) {
        this.dates = dates;
        this.events = events;
        this.rolls = rolls;
        this.gatherings = gatherings;
        this.settings = settings;
        this.modules = modules;
        job = Repeated.every("calendar-rolls", Duration.ofMinutes(2), Duration.ofMinutes(10), this::run);
    }

    @Deactivate
    public void stop() throws InterruptedException {
        job.stop();
    }

    /** @return how many rolls it made */
    int run() {
        Instant now = settings.clock().instant();
        List<Occurrence> due = dates.ofRolls(now.minus(BACK), now.plus(AHEAD), AT_ONCE);
        Map<UUID, Boolean> on = new HashMap<>();
        Set<Subject> known = new HashSet<>();
        gatherings.of(Permissions.MODULE, due.stream().map(date -> date.event().toString()).collect(Collectors.toSet())).forEach(a -> known.add(a.subject()));
        int made = 0;
        for (Occurrence date : due) {
            boolean active = on.computeIfAbsent(date.unit(), unit -> modules.active(Permissions.MODULE, unit) && modules.active(ATTENDANCE, unit));
            if (active && known.stream().noneMatch(subject -> EventGatherings.isOf(subject, date)) && !Thread.currentThread().isInterrupted() && made(date)) {
                made++;
            }
        }
        return made;
    }

    /** One that cannot have its roll must not keep the others from theirs; it is tried again at the next look. */
    private boolean made(Occurrence date) {
        try {
            return events.find(date.event()).map(event -> rolls.attach(Caller.system(Permissions.MODULE), event, date.recurrence())).isPresent();
        } catch (RuntimeException e) {
            LOG.warn("Event {} has no roll for {} yet: {}", date.event(), date.recurrence(), e.toString());
            return false;
        }
    }
}
