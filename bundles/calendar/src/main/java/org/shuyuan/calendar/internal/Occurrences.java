package org.shuyuan.calendar.internal;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.id.Ids;
import org.shuyuan.api.office.Calendars;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.calendar.internal.jpa.EventStore;
import org.shuyuan.calendar.internal.jpa.OccurrenceStore;

/** Makes an event's occurrences up to the horizon. When they take place is the recurrence library's to say. Thread-safe. */
@Component(service = Occurrences.class)
public final class Occurrences {

    /** Most occurrences that one event may have up to the horizon: hourly rules are refused rather than stored. */
    static final int MOST = 5_000;
    /** For events that do not repeat: nothing is ever to be added. */
    static final LocalDateTime ALWAYS = LocalDateTime.of(9999, 1, 1, 0, 0);

    private final Calendars calendars;
    private final Settings settings;
    private final EventStore events;
    private final OccurrenceStore store;

    @Activate
    public Occurrences(@Reference Calendars calendars, @Reference Settings settings, @Reference EventStore events,
            @Reference OccurrenceStore store) {
        this.calendars = calendars;
        this.settings = settings;
        this.events = events;
        this.store = store;
    }

    /** Up to where an event of this schedule is made today: the horizon, counted from its start when that is yet to come. */
    LocalDateTime madeUntil(Schedule schedule) {
        if (!schedule.repeats()) {
            return ALWAYS;
        }
        LocalDateTime horizon = settings.horizon(schedule.zone());
        LocalDateTime ahead = schedule.start().plusMonths(1);
        return horizon.isAfter(ahead) ? horizon : ahead;
    }

    /** @throws Problem 422 {@code rest.invalid}: the rule is none, gives nothing, or more than can be stored */
    List<LocalDateTime> starts(Schedule schedule, LocalDateTime from, LocalDateTime until, int limit) {
        if (!schedule.repeats()) {
            return schedule.excluded().contains(schedule.start()) ? List.of() : List.of(schedule.start());
        }
        if (schedule.rule() == null) {
            List<LocalDateTime> dates = new ArrayList<>(schedule.added());
            dates.add(schedule.start());
            dates.removeAll(schedule.excluded());
            return dates.stream().distinct().sorted().filter(d -> !d.isBefore(from) && d.isBefore(until)).limit(limit).toList();
        }
        try {
            return calendars.occurrences(schedule.start(), schedule.rule(), schedule.excluded(), schedule.added(), from, until, limit);
        } catch (Problem bad) {
            throw bad.code().equals("office.bad-rule") ? Problem.invalid("rule", "calendar.bad-rule") : bad;
        }
    }

    /** All occurrences anew; one whose recurrence id stays keeps its id. Part of the transaction that changes the event. */
    void rebuild(Event event) {
        List<LocalDateTime> starts = starts(event.schedule(), event.schedule().start(), event.madeUntil(), MOST + 1);
        if (starts.isEmpty()) {
            throw Problem.invalid("rule", "calendar.no-occurrence");
        }
        if (starts.size() > MOST) {
            throw new Problem(422, "rest.invalid").field("rule", "calendar.too-many-occurrences", Map.of("max", MOST));
        }
        Map<LocalDateTime, UUID> ids = store.ids(event.id());
        store.replace(event.id(), starts.stream().map(s -> at(event, s, ids.getOrDefault(s, Ids.next()))).toList(), Reach.of(event));
    }

    /** What lies between the last horizon and today's. Doing it again adds nothing. */
    void extend(Event event) {
        LocalDateTime until = madeUntil(event.schedule());
        if (!until.isAfter(event.madeUntil())) {
            return;
        }
        Map<LocalDateTime, UUID> ids = store.ids(event.id());
        int room = Math.max(0, MOST - ids.size());
        List<Occurrence> added = starts(event.schedule(), event.madeUntil(), until, room).stream().filter(s -> !ids.containsKey(s))
                .map(s -> at(event, s, Ids.next())).toList();
        store.append(added, Reach.of(event));
        events.made(event.id(), until);
    }

    private static Occurrence at(Event event, LocalDateTime start, UUID id) {
        Schedule schedule = event.schedule();
        Details details = event.details();
        return new Occurrence(id, event.id(), start, start.atZone(schedule.zone()).toEpochSecond(),
                start.plus(schedule.length()).atZone(schedule.zone()).toEpochSecond(), event.unit(), details.kind(), details.title(),
                details.place(), details.host(), details.hostName(), schedule.allDay(), schedule.repeats(), schedule.zone());
    }
}
