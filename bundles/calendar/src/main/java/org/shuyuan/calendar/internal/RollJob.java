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
    /** The portal may have been off over night; what lies farther back was held without it, or before its kind was to have rolls. */
    private static final Duration BACK = Duration.ofHours(12);
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
        Map<UUID, Boolean> on = new HashMap<>();
        int made = 0;
        List<Occurrence> some = List.of();
        // page by page: most of them have their rolls already
        for (Occurrence last = null; last == null || some.size() == AT_ONCE; last = some.get(some.size() - 1)) {
            some = dates.ofRolls(now.minus(BACK), now.plus(AHEAD), last, AT_ONCE);
            Set<Subject> known = new HashSet<>();
            gatherings.of(Permissions.MODULE, some.stream().map(date -> date.event().toString()).collect(Collectors.toSet())).forEach(a -> known.add(a.subject()));
            for (Occurrence date : some) {
                boolean active = on.computeIfAbsent(date.unit(), unit -> modules.active(Permissions.MODULE, unit) && modules.active(ATTENDANCE, unit));
                if (active && known.stream().noneMatch(subject -> EventGatherings.isOf(subject, date)) && !Thread.currentThread().isInterrupted() && made(date)) {
                    made++;
                }
            }
            if (some.isEmpty() || Thread.currentThread().isInterrupted()) {
                break;
            }
        }
        return made;
    }

    /** A date that came to lie in the past because its event was changed since was not held then. */
    private static boolean held(Event event, Occurrence date) {
        boolean changed = event.trace().changedAt().isAfter(event.trace().createdAt());
        return !changed || event.trace().changedAt().getEpochSecond() <= date.starts();
    }

    /** One that cannot have its roll must not keep the others from theirs; it is tried again at the next look. */
    private boolean made(Occurrence date) {
        try {
            return events.find(date.event()).filter(event -> held(event, date)).map(event -> rolls.attach(Caller.system(Permissions.MODULE), event, date.recurrence())).isPresent();
        } catch (RuntimeException e) {
            LOG.warn("Event {} has no roll for {} yet: {}", date.event(), date.recurrence(), e.toString());
            return false;
        }
    }
}
