package org.shuyuan.calendar.internal;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.problem.Problem;

/**
 * A whole series is moved by one of its dates: all begin so many days and minutes later or earlier and last as long as that one does now. It is a change of the
 * schedule as the form makes it, with the same permission, notices, rooms and rolls: a roll that was taken stays as it was held, one to come of a date that is no more is called off. What
 * single dates have of their own, what hangs on them ({@link DateTies}) and dates left out go along; a date with a time of its own moves by as much. Thread-safe.
 */
@Component(service = SeriesMove.class)
public final class SeriesMove {

    /** Dates by which a shifted rule is compared with the old one; within so many years. */
    private static final int COMPARED = 400;
    private static final int YEARS = 10;

    private final EventService events;
    private final OccurrenceService dates;
    private final Occurrences occurrences;

    @Activate
    public SeriesMove(@Reference EventService events, @Reference OccurrenceService dates, @Reference Occurrences occurrences) {
        this.events = events;
        this.dates = dates;
        this.occurrences = occurrences;
    }

    /**
     * Moves all dates.
     *
     * @param recurrence names the date that was moved
     * @param to where it was moved to, all-day as it was
     * @throws Problem 404 {@code calendar.no-such-date}; 409 {@code calendar.no-series}; 422 {@code calendar.rule-not-movable} where the rule cannot be said for other days, and as
     *     {@link EventService#change}
     * @throws javax.persistence.OptimisticLockException another version is stored
     */
    public Event move(Caller caller, UUID id, int version, LocalDateTime recurrence, OccurrenceOverride.Time to) {
        Event event = events.forChange(caller, id, version);
        if (!event.schedule().repeats()) {
            throw Problem.conflict("calendar.no-series");
        }
        dates.find(caller, id, recurrence);
        Schedule schedule = event.schedule();
        OccurrenceOverride.Time was = event.draft().override(recurrence).map(o -> o.time(schedule)).orElseGet(() -> OccurrenceOverride.Time.byRule(schedule, recurrence));
        if (to.allDay() != was.allDay() || was.allDay() != schedule.allDay()) {
            throw Problem.invalid("start", "calendar.all-day-at-midnight");
        }
        Duration later = Duration.between(was.start(), to.start());
        Duration longer = Duration.between(to.start(), to.end()).minus(Duration.between(was.start(), was.end()));
        Schedule wanted = schedule(schedule, recurrence, later, longer);
        Map<LocalDateTime, LocalDateTime> named = named(schedule, wanted, later);
        return events.change(caller, id, version, moved(event, wanted, named, later, longer), named);
    }

    /** What each date is called now. */
    private Map<LocalDateTime, LocalDateTime> named(Schedule old, Schedule wanted, Duration later) {
        Map<LocalDateTime, LocalDateTime> now = new HashMap<>();
        if (old.rule() != null) {
            List<LocalDateTime> before = starts(byRule(old, old.rule()), old.start());
            List<LocalDateTime> after = starts(byRule(wanted, Objects.requireNonNull(wanted.rule())), wanted.start());
            for (int i = 0; i < Math.min(before.size(), after.size()); i++) {
                now.put(before.get(i), after.get(i));
            }
        }
        if (old.rule() == null) {
            now.put(old.start(), wanted.start());
        }
        old.added().forEach(d -> now.putIfAbsent(d, d.plus(later)));
        return now;
    }

    private static EventDraft moved(Event event, Schedule wanted, Map<LocalDateTime, LocalDateTime> now, Duration later, Duration longer) {
        List<OccurrenceOverride> own = event.overrides().stream().map(o -> moved(o, now.getOrDefault(o.recurrence(), o.recurrence().plus(later)), later, longer)).toList();
        return event.draft().with(wanted.excluding(event.schedule().excluded().stream().map(d -> now.getOrDefault(d, d.plus(later))).toList()), own);
    }

    private static OccurrenceOverride moved(OccurrenceOverride o, LocalDateTime recurrence, Duration later, Duration longer) {
        OccurrenceOverride.Time time = o.time();
        OccurrenceOverride.@Nullable Time own = time == null ? null : new OccurrenceOverride.Time(time.allDay(), time.start().plus(later), time.end().plus(later).plus(longer));
        return new OccurrenceOverride(recurrence, own, o.title(), o.place(), o.description(), o.host());
    }

    /** With no dates left out. */
    private Schedule schedule(Schedule old, LocalDateTime recurrence, Duration later, Duration longer) {
        LocalDateTime start = old.start().plus(later);
        Duration lasts = old.length().plus(longer);
        List<LocalDateTime> added = old.added().stream().map(d -> d.plus(later)).toList();
        String rule = old.rule();
        if (rule == null || later.isZero()) {
            return new Schedule(old.allDay(), start, start.plus(lasts), old.zone(), rule, List.of(), added);
        }
        List<LocalDateTime> before = compared(byRule(old, rule), old.start());
        RuleShift shift = new RuleShift(rule, recurrence, recurrence.plus(later));
        for (String candidate : new RuleShift(rule, old.start(), start).alike()) {
            Schedule other = new Schedule(old.allDay(), start, start.plus(lasts), old.zone(), candidate, List.of(), added);
            if (compared(byRule(other, candidate), start).equals(before.stream().map(d -> d.plus(later)).toList())) {
                return other;
            }
        }
        return shift.sameNumber().flatMap(other -> shift.first(old.start()).map(first -> new Schedule(old.allDay(), first, first.plus(lasts), old.zone(), other, List.of(), added)))
                .orElseThrow(() -> new Problem(422, "rest.invalid").field("rule", "calendar.rule-not-movable"));
    }

    private static Schedule byRule(Schedule schedule, String rule) {
        return new Schedule(schedule.allDay(), schedule.start(), schedule.end(), schedule.zone(), rule, List.of(), List.of());
    }

    private List<LocalDateTime> compared(Schedule schedule, LocalDateTime from) {
        return new ArrayList<>(occurrences.starts(schedule, from, from.plusYears(YEARS), COMPARED));
    }

    private List<LocalDateTime> starts(Schedule schedule, LocalDateTime from) {
        LocalDateTime made = occurrences.madeUntil(schedule);
        LocalDateTime years = from.plusYears(YEARS);
        return occurrences.starts(schedule, from, made.isAfter(years) ? made : years, Occurrences.KNOWN);
    }
}
