package org.shuyuan.calendar.internal;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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

    /** Most occurrences that one event may have from today up to the horizon, and as many before: hourly rules are refused rather than stored. */
    static final int MOST = 5_000;
    /** Dates of a series from its start that are told apart when it is changed: daily ones of half a century. */
    static final int KNOWN = 20_000;
    /** Years back for which the dates of a series stand in the calendar that has more than {@link #MOST} since it began. */
    static final int BACK = 5;
    /** For events that do not repeat: nothing is ever to be added. */
    static final LocalDateTime ALWAYS = LocalDateTime.of(9999, 1, 1, 0, 0);

    /** @param since the first day on which dates stand where not all do; null: all of them do */
    record Planned(List<LocalDateTime> starts, @Nullable LocalDate since) {}

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

    /** Up to where an event's occurrences are made, when its schedule goes on beyond; empty for one that is whole. */
    Optional<LocalDateTime> continuesAfter(Event event) {
        boolean more = event.schedule().rule() != null
                && !starts(event.schedule(), event.madeUntil(), event.madeUntil().plusYears(20), 1).isEmpty();
        return more ? Optional.of(event.madeUntil()) : Optional.empty();
    }

    /** An event's occurrences as they are made, worked out and not read. */
    List<Occurrence> dates(Event event) {
        List<LocalDateTime> all = starts(event.schedule(), event.schedule().start(), event.madeUntil(), MOST + 1);
        return rows(event, all.size() > MOST ? starts(event.schedule(), back(event.schedule()), event.madeUntil(), 2 * MOST) : all, Map.of());
    }

    /** The occurrences of a new event. Part of the transaction that adds it. */
    void make(Event event) {
        store.append(rows(event, planned(event.schedule(), event.madeUntil()).starts(), Map.of()), Reach.by(event));
    }

    /** All occurrences anew; one whose recurrence id stays keeps its id. Part of the transaction that changes the event. */
    void rebuild(Event event) {
        Map<LocalDateTime, UUID> ids = store.ids(event.id());
        store.replace(event.id(), rows(event, planned(event.schedule(), event.madeUntil()).starts(), ids), Reach.by(event));
    }

    /** The occurrences that an event of this schedule would have today. @throws Problem 422 {@code rest.invalid}: none at all, or more than one event may have */
    Planned planned(Schedule schedule) {
        return planned(schedule, madeUntil(schedule));
    }

    private Planned planned(Schedule schedule, LocalDateTime until) {
        List<LocalDateTime> all = starts(schedule, schedule.start(), until, MOST + 1);
        if (all.isEmpty()) {
            throw Problem.invalid("rule", "calendar.no-occurrence");
        }
        if (all.size() <= MOST) {
            return new Planned(all, null);
        }
        // one that has gone on for many years is not too frequent: what counts is how many dates lie close together
        LocalDateTime since = back(schedule);
        LocalDateTime today = today(schedule).atStartOfDay();
        LocalDateTime begins = schedule.start().isAfter(today) ? schedule.start() : today;
        List<LocalDateTime> past = begins.isAfter(since) ? starts(schedule, since, begins, MOST + 1) : List.of();
        List<LocalDateTime> ahead = starts(schedule, begins, until, MOST + 1);
        if (past.size() > MOST || ahead.size() > MOST || past.isEmpty() && ahead.isEmpty()) {
            throw new Problem(422, "rest.invalid").field("rule", "calendar.too-many-occurrences", Map.of("max", MOST));
        }
        return new Planned(Stream.concat(past.stream(), ahead.stream()).toList(), since.equals(schedule.start()) ? null : since.toLocalDate());
    }

    /** From when on dates of a long series stand. */
    private LocalDateTime back(Schedule schedule) {
        LocalDateTime bound = today(schedule).minusYears(BACK).atStartOfDay();
        return schedule.start().isAfter(bound) ? schedule.start() : bound;
    }

    private LocalDate today(Schedule schedule) {
        return LocalDate.ofInstant(settings.clock().instant(), schedule.zone());
    }

    /** Those overrides whose occurrence the schedule still has; what is not made yet counts. */
    List<OccurrenceOverride> surviving(Schedule schedule, List<OccurrenceOverride> overrides) {
        if (overrides.isEmpty()) {
            return overrides;
        }
        LocalDateTime first = overrides.stream().map(OccurrenceOverride::recurrence).min(Comparator.naturalOrder()).orElseThrow();
        LocalDateTime last = overrides.stream().map(OccurrenceOverride::recurrence).max(Comparator.naturalOrder()).orElseThrow();
        Set<LocalDateTime> starts = new HashSet<>(starts(schedule, first, last.plusSeconds(1), 10_000));
        return overrides.stream().filter(o -> starts.contains(o.recurrence())).toList();
    }

    /** What lies between the last horizon and today's; of very many dates those that fit now, and the others at the next look. Doing it again adds nothing. */
    void extend(Event event) {
        LocalDateTime until = madeUntil(event.schedule());
        if (!until.isAfter(event.madeUntil())) {
            return;
        }
        Map<LocalDateTime, UUID> ids = store.ids(event.id());
        List<LocalDateTime> next = starts(event.schedule(), event.madeUntil(), until, MOST);
        store.append(rows(event, next.stream().filter(s -> !ids.containsKey(s)).toList(), Map.of()), Reach.by(event));
        events.made(event.id(), next.size() < MOST ? until : next.get(next.size() - 1).plusSeconds(1));
    }

    private static List<Occurrence> rows(Event event, List<LocalDateTime> starts, Map<LocalDateTime, UUID> ids) {
        Map<LocalDateTime, OccurrenceOverride> own = new HashMap<>();
        event.overrides().forEach(o -> own.put(o.recurrence(), o));
        return starts.stream().map(s -> row(event, s, own.get(s), ids.getOrDefault(s, Ids.next()))).toList();
    }

    static Occurrence row(Event event, LocalDateTime recurrence, @Nullable OccurrenceOverride own, UUID id) {
        Schedule schedule = event.schedule();
        OccurrenceOverride.Time time = own == null ? OccurrenceOverride.Time.byRule(schedule, recurrence) : own.time(schedule);
        Details details = own == null ? event.details() : own.details(event.details());
        return new Occurrence(id, event.id(), recurrence, time.start().atZone(schedule.zone()).toEpochSecond(),
                time.end().atZone(schedule.zone()).toEpochSecond(), event.unit(), details.kind(), details.title(), details.place(), details.host(),
                details.hostName(), time.allDay(), schedule.repeats(), schedule.zone(), own != null);
    }
}
