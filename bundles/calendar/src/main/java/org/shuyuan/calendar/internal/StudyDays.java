package org.shuyuan.calendar.internal;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.persistence.OptimisticLockException;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Units;
import org.shuyuan.api.id.Ids;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.tx.Transactions;
import org.shuyuan.calendar.internal.jpa.EventStore;
import org.shuyuan.calendar.internal.jpa.StudyStore;

/**
 * The dates of a study rule and the events made for them: ordinary single events of the unit. Nothing moves by itself: where holidays or the rule change,
 * the dates that would now differ are told, and moved when somebody says so. Thread-safe.
 */
@Component(service = StudyDays.class)
public final class StudyDays {

    /** Months of one answer. */
    private static final int LONGEST = 36;

    /** How it stands with one date. */
    public enum State {
        /** No event has been made for it. */
        OPEN,
        /** The event is where the rule has it. */
        MADE,
        /** The event is where it was put, and the rule would have it elsewhere now. */
        DIFFERS,
        /** Somebody has moved it, with a reason or still without. */
        BY_HAND,
        /** Somebody has deleted the event. */
        DELETED
    }

    /** @param event null unless there is one now @param made null unless one was made */
    public record Line(StudyDate date, State state, @Nullable Event event, @Nullable StudyDay made) {}

    /** @param added periods for which events were made now @param unpublished years that nobody has published, so that dates of the period could not be told */
    public record Made(List<String> added, List<Integer> unpublished) {}

    private final StudyRules rules;
    private final StudyStore store;
    private final Holidays holidays;
    private final EventStore events;
    private final EventService service;
    private final EventWriter writer;
    private final Units units;
    private final Audit audit;
    private final Transactions transactions;
    private final Settings settings;

    @Activate
    public StudyDays(@Reference StudyRules rules, @Reference StudyStore store, @Reference Holidays holidays, @Reference EventStore events, @Reference EventService service,
            @Reference EventWriter writer, @Reference Units units, @Reference Audit audit, @Reference Transactions transactions, @Reference Settings settings) {
        this.rules = rules;
        this.store = store;
        this.holidays = holidays;
        this.events = events;
        this.service = service;
        this.writer = writer;
        this.units = units;
        this.audit = audit;
        this.transactions = transactions;
        this.settings = settings;
    }

    /** The dates of these months, with what became of those that the rule has no longer. @throws Problem of {@link StudyRules#get}; 422: more than 36 months */
    public List<Line> list(Caller caller, UUID id, YearMonth from, YearMonth to) {
        return lines(rules.get(caller, id), from, to);
    }

    /** Years that would have to be published for those of these dates that cannot be told. */
    public static List<Integer> unpublished(List<Line> lines) {
        return lines.stream().map(Line::date).map(StudyDate::missing).flatMap(Stream::ofNullable).distinct().sorted().toList();
    }

    private List<Line> lines(StudyRule rule, YearMonth from, YearMonth to) {
        if (to.isBefore(from)) {
            throw Problem.invalid("to", "calendar.end-before-start");
        }
        if (from.plusMonths(LONGEST).isBefore(to.plusMonths(1))) {
            throw new Problem(422, "rest.invalid").field("to", "calendar.months-too-many", Map.of("max", LONGEST));
        }
        // a date may be looked for in the years beside its own
        Workdays days = holidays.workdays(rule.unit(), from.getYear() - 1, to.getYear() + 1);
        List<StudyDate> dates = new ArrayList<>(StudyDate.of(rule, days, from, to));
        Map<String, StudyDay> made = new HashMap<>();
        store.days(rule.id()).forEach(d -> made.put(d.period(), d));
        Set<String> known = dates.stream().map(StudyDate::period).collect(Collectors.toSet());
        made.values().stream().filter(d -> !known.contains(d.period()) && !from.atDay(1).isAfter(d.planned()) && !to.atEndOfMonth().isBefore(d.planned()))
                .filter(d -> StudyDate.of(rule, days, YearMonth.from(d.planned()).minusMonths(1), YearMonth.from(d.planned()).plusMonths(1)).stream().noneMatch(x -> x.period().equals(d.period())))
                .forEach(d -> dates.add(new StudyDate(d.period(), d.planned(), null, StudyDate.Why.NOT_BY_RULE, null, null)));
        dates.sort(Comparator.comparing(StudyDate::planned).thenComparing(StudyDate::period));
        Map<UUID, Event> found = new HashMap<>();
        events.get(dates.stream().map(d -> made.get(d.period())).filter(Objects::nonNull).map(StudyDay::event).toList()).forEach(e -> found.put(e.id(), e));
        return dates.stream().map(date -> line(rule, date, made.get(date.period()), found)).toList();
    }

    private static Line line(StudyRule rule, StudyDate date, @Nullable StudyDay made, Map<UUID, Event> found) {
        if (made == null) {
            return new Line(date, State.OPEN, null, null);
        }
        Event event = found.get(made.event());
        return new Line(date, event == null ? State.DELETED : state(rule, date, made, event), event, made);
    }

    private static State state(StudyRule rule, StudyDate date, StudyDay made, Event event) {
        LocalDateTime stands = event.schedule().start();
        if (made.reason() != null || !stands.toLocalDate().equals(made.put().toLocalDate())) {
            return State.BY_HAND;
        }
        if (date.day() == null) {
            return State.MADE;
        }
        LocalDateTime due = date.day().atTime(rule.start());
        // another hour on the right day is no move of the study day
        boolean untouched = stands.equals(made.put());
        return !stands.toLocalDate().equals(date.day()) || untouched && !stands.equals(due) ? State.DIFFERS : State.MADE;
    }

    /**
     * Makes the events of these months that are not made yet and not over, all or nothing. Doing it again adds nothing.
     *
     * @param again periods whose event somebody has deleted and that are to have one again
     * @throws Problem 409 {@code calendar.study-kind-gone}; 422: more than 36 months
     */
    public Made make(Caller caller, UUID id, YearMonth from, YearMonth to, Collection<String> again) {
        StudyRule rule = rules.own(caller, id, Permissions.WRITE);
        if (!rules.offered(rule)) {
            throw Problem.conflict("calendar.study-kind-gone");
        }
        ZoneId zone = units.get(rule.unit()).zone();
        LocalDate today = settings.clock().instant().atZone(zone).toLocalDate();
        return transactions.call(() -> {
            store.claim(id);
            List<Line> lines = lines(rule, from, to);
            List<String> added = new ArrayList<>();
            for (Line line : lines) {
                StudyDate date = line.date();
                boolean wanted = line.state() == State.OPEN || line.state() == State.DELETED && again.contains(date.period());
                if (wanted && date.day() != null && !date.day().isBefore(today)) {
                    LocalDateTime start = date.day().atTime(rule.start());
                    Event event = writer.take(caller, new EventDraft(rule.unit(), new Details(rule.kind(), rule.title(), null, rule.place(), null, null),
                            once(zone, start, start.plusMinutes(rule.minutes())), Audience.NOBODY), Ids.next() + "@shuyuan");
                    store.put(new StudyDay(line.made() == null ? Ids.next() : line.made().id(), id, date.period(), event.id(), date.planned(), start, null, null, null));
                    added.add(date.period());
                }
            }
            Made made = new Made(List.copyOf(added), unpublished(lines));
            if (!added.isEmpty()) {
                writer.tellOf(rule.unit());
                audit.write(caller, rule.unit(), "calendar.make-study-days", StudyRules.subject(rule), null, Map.of("periods", added));
            }
            return made;
        });
    }

    /**
     * Moves events to where the rule has them now, all or nothing; a reason given for where they stood goes with it.
     *
     * @throws Problem 409 {@code calendar.study-not-movable}: there is no event, or the rule has no date for it
     * @throws OptimisticLockException an event was changed meanwhile
     */
    public void moveToRule(Caller caller, UUID id, Collection<String> periods) {
        StudyRule rule = rules.own(caller, id, Permissions.WRITE);
        transactions.run(() -> {
            store.claim(id);
            for (String period : Set.copyOf(periods)) {
                Line line = line(rule, period);
                LocalDate day = line.date().day();
                if (day == null) {
                    throw Problem.conflict("calendar.study-not-movable");
                }
                LocalDateTime start = day.atTime(rule.start());
                move(caller, line, start, start.plusMinutes(rule.minutes()));
                StudyDay made = Objects.requireNonNull(line.made());
                store.put(new StudyDay(made.id(), id, period, made.event(), line.date().planned(), start, null, null, null));
                audit.write(caller, rule.unit(), "calendar.move-study-day", StudyRules.subject(rule), told(period, made.put().toLocalDate(), made.reason()), told(period, day, null));
            }
        });
    }

    /**
     * Moves one event to another day, or says why it stands where somebody has moved it; it keeps its time of day.
     *
     * @param reason 2–500 characters, kept with the date
     * @throws Problem 422 {@code rest.invalid}: no reason; 409 {@code calendar.study-not-movable}: there is no event
     * @throws OptimisticLockException the event was changed meanwhile
     */
    public void moveByHand(Caller caller, UUID id, String period, LocalDate day, @Nullable String reason) {
        StudyRule rule = rules.own(caller, id, Permissions.WRITE);
        String why = Text.orNull(reason);
        if (why == null || why.length() < 2) {
            throw Problem.invalid("reason", "calendar.study-reason");
        }
        Problem wrong = new Problem(422, "rest.invalid");
        Text.atMost(wrong, "reason", why, 500);
        if (!wrong.errors().isEmpty()) {
            throw wrong;
        }
        transactions.run(() -> {
            store.claim(id);
            Line line = line(rule, period);
            Event event = line.event();
            if (event == null) {
                throw Problem.conflict("calendar.study-not-movable");
            }
            long days = ChronoUnit.DAYS.between(event.schedule().start().toLocalDate(), day);
            if (days != 0) {
                move(caller, line, event.schedule().start().plusDays(days), event.schedule().end().plusDays(days));
            }
            StudyDay made = Objects.requireNonNull(line.made());
            store.put(new StudyDay(made.id(), id, period, made.event(), made.planned(), event.schedule().start().plusDays(days), why, caller.name(), settings.clock().instant()));
            audit.write(caller, rule.unit(), "calendar.move-study-day", StudyRules.subject(rule), told(period, made.put().toLocalDate(), made.reason()), told(period, day, why));
        });
    }

    private Line line(StudyRule rule, String period) {
        StudyDay made = store.days(rule.id()).stream().filter(d -> d.period().equals(period)).findFirst().orElseThrow(() -> Problem.conflict("calendar.study-not-movable"));
        YearMonth month = YearMonth.from(made.planned());
        return lines(rule, month.minusMonths(1), month.plusMonths(1)).stream().filter(l -> l.date().period().equals(period)).findFirst()
                .orElseThrow(() -> Problem.conflict("calendar.study-not-movable"));
    }

    private void move(Caller caller, Line line, LocalDateTime start, LocalDateTime end) {
        Event event = line.event();
        if (event == null || event.schedule().repeats()) {
            throw Problem.conflict("calendar.study-not-movable");
        }
        Schedule schedule = event.schedule();
        service.change(caller, event.id(), event.version(), event.draft().with(schedule.allDay()
                ? new Schedule(true, start.toLocalDate().atStartOfDay(), start.toLocalDate().plusDays(1).atStartOfDay(), schedule.zone(), null, List.of(), List.of())
                : once(schedule.zone(), start, end), List.of()));
    }

    private static Schedule once(ZoneId zone, LocalDateTime start, LocalDateTime end) {
        return new Schedule(false, start, end, zone, null, List.of(), List.of());
    }

    private static Map<String, @Nullable Object> told(String period, LocalDate day, @Nullable String reason) {
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("period", period);
        values.put("day", day.toString());
        values.put("reason", reason);
        return values;
    }
}
