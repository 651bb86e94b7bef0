package org.shuyuan.calendar.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Access;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Units;
import org.shuyuan.api.resources.Bookings.Booked;
import org.shuyuan.calendar.internal.Reach.Target;
import org.shuyuan.calendar.internal.jpa.EventStore;
import org.shuyuan.calendar.internal.jpa.OccurrenceStore;

/**
 * What stands in the way of an event while it is being written: its host, people, groups and units who are called elsewhere at the time, and its place where
 * something else is held or booked. It is said, never forbidden: an office may know better. Whole days fill no hour and clash with nothing. Thread-safe.
 */
@Component(service = Clashes.class)
public final class Clashes {

    /** Dates of a repeating event that are looked at. */
    static final int DATES = 60;
    /** Of them those within so many days of the first: two years of rows are not read while somebody types. */
    private static final int DAYS = 366;
    /** Named people who are looked at; whoever names more sees what their units and groups have. */
    private static final int PEOPLE = 50;
    static final int MOST = 20;
    private static final int ROWS = 2_000;

    /** In what way something stands in the way. */
    public enum What { HOST, PERSON, GROUP, UNIT, PLACE }

    /** @param id of the person, group or unit; null for a place */
    public record Reason(What what, @Nullable UUID id) {}

    /**
     * Something at the same time.
     *
     * @param event null for a booking, and for what the caller may not see
     * @param title null for what the caller may not see
     */
    public record Clash(@Nullable UUID event, @Nullable String title, Instant from, Instant to, List<Reason> reasons) {}

    /** @param more whether there are others */
    public record Answer(List<Clash> items, boolean more) {

        static final Answer NONE = new Answer(List.of(), false);
    }

    /** @param event the one that is changed, which is not in its own way */
    public record Question(UUID unit, @Nullable UUID event, Schedule schedule, Audience audience, @Nullable UUID host, @Nullable String place) {}

    private record Window(long from, long to) {

        boolean meets(long start, long end) {
            return start < to && end > from;
        }
    }

    private final Agenda agenda;
    private final EventService service;
    private final EventStore events;
    private final OccurrenceStore occurrences;
    private final Rooms bookings;
    private final Units units;
    private final Access access;

    @Activate
    public Clashes(@Reference Agenda agenda, @Reference EventService service, @Reference EventStore events, @Reference OccurrenceStore occurrences, @Reference Rooms bookings,
            @Reference Units units, @Reference Access access) {
        this.agenda = agenda;
        this.service = service;
        this.events = events;
        this.occurrences = occurrences;
        this.bookings = bookings;
        this.units = units;
        this.access = access;
    }

    /** By time, at most {@link #MOST}. @throws org.shuyuan.api.problem.Problem 403 for whoever may not plan for the unit */
    public Answer of(Caller caller, Question question) {
        access.require(caller, Permissions.WRITE, question.unit());
        Schedule schedule = question.schedule();
        if (schedule.allDay()) {
            return Answer.NONE;
        }
        List<Window> windows = windows(caller, question);
        if (windows.isEmpty()) {
            return Answer.NONE;
        }
        long from = windows.stream().mapToLong(Window::from).min().orElseThrow();
        long to = windows.stream().mapToLong(Window::to).max().orElseThrow();
        Concerned concerned = new Concerned(question);
        List<Clash> found = new ArrayList<>(ofOccurrences(caller, question, concerned, windows, from, to));
        if (question.place() != null) {
            Set<String> said = new HashSet<>();
            found.stream().map(Clash::event).filter(Objects::nonNull).forEach(event -> said.add(event.toString()));
            if (question.event() != null) {
                said.add(question.event().toString());
            }
            taken(caller, question.unit(), question.place(), windows, said)
                    .forEach(b -> found.add(new Clash(null, b.title().isEmpty() ? null : b.title(), b.from(), b.to(), List.of(new Reason(What.PLACE, null)))));
        }
        found.sort(Comparator.comparing(Clash::from));
        return new Answer(found.stream().limit(MOST).toList(), found.size() > MOST);
    }

    /** What is booked at any of the times. A busy room's year does not come in one answer: what is asked for next begins at the next time that matters. */
    private List<Booked> taken(Caller caller, UUID unit, String place, List<Window> windows, Set<String> said) {
        List<Booked> met = new ArrayList<>();
        Set<UUID> looked = new HashSet<>();
        Instant to = Instant.ofEpochSecond(windows.stream().mapToLong(Window::to).max().orElseThrow());
        OptionalLong from = windows.stream().mapToLong(Window::from).min();
        while (from.isPresent() && met.size() <= MOST) {
            List<Booked> some = bookings.taken(caller, unit, place, Instant.ofEpochSecond(from.getAsLong()), to).stream().filter(b -> looked.add(b.id())).toList();
            if (some.isEmpty()) {
                break;
            }
            some.stream().filter(b -> meets(windows, b.from().getEpochSecond(), b.to().getEpochSecond()) && !ofAny(said, b)).forEach(met::add);
            long last = some.get(some.size() - 1).from().getEpochSecond();
            from = windows.stream().filter(w -> w.to() > last).mapToLong(w -> Math.max(w.from(), last)).min();
        }
        return met;
    }

    /** What an event booked is not said twice, nor of the one that is changed. */
    private static boolean ofAny(Set<String> events, Booked b) {
        return b.subject() != null && b.subject().module().equals("calendar") && events.contains(b.subject().id());
    }

    private List<Window> windows(Caller caller, Question question) {
        Schedule schedule = question.schedule();
        Duration lasts = Duration.between(schedule.start(), schedule.end());
        List<LocalDateTime> starts = service.preview(caller, question.unit(), schedule, DATES);
        return starts.stream().filter(start -> start.isBefore(schedule.start().plusDays(DAYS)))
                .map(start -> new Window(start.atZone(schedule.zone()).toEpochSecond(), start.plus(lasts).atZone(schedule.zone()).toEpochSecond())).toList();
    }

    private static boolean meets(List<Window> windows, long start, long end) {
        return windows.stream().anyMatch(w -> w.meets(start, end));
    }

    private List<Clash> ofOccurrences(Caller caller, Question question, Concerned concerned, List<Window> windows, long from, long to) {
        Map<UUID, Occurrence> met = new LinkedHashMap<>();
        Stream.concat(occurrences.within(concerned.targets(), from, to, null, null, ROWS).stream(),
                question.place() == null ? Stream.of() : occurrences.at(question.place(), from, to, ROWS).stream())
                .filter(o -> !o.allDay() && !o.event().equals(question.event()) && meets(windows, o.starts(), o.ends())).forEach(o -> met.putIfAbsent(o.id(), o));
        Map<UUID, Event> known = new HashMap<>();
        events.get(met.values().stream().map(Occurrence::event).distinct().toList()).forEach(event -> known.put(event.id(), event));
        List<Clash> clashes = new ArrayList<>();
        for (Occurrence o : met.values()) {
            Event event = known.get(o.event());
            List<Reason> reasons = event == null ? List.of() : concerned.reasons(o, event);
            if (!reasons.isEmpty()) {
                boolean seen = access.can(caller, Permissions.READ, o.unit());
                clashes.add(new Clash(seen ? o.event() : null, seen ? o.title() : null, Instant.ofEpochSecond(o.starts()), Instant.ofEpochSecond(o.ends()), reasons));
            }
        }
        return clashes;
    }

    /** Whom the event that is being written calls, and when another calls the same. */
    private final class Concerned {

        private final Question question;
        /** The host first. */
        private final Map<UUID, Agenda.Belonging> people = new LinkedHashMap<>();
        private final Set<UUID> lineage = new HashSet<>();

        Concerned(Question question) {
            this.question = question;
            if (question.host() != null) {
                people.put(question.host(), agenda.belonging(question.host()));
            }
            question.audience().people().stream().limit(PEOPLE).forEach(person -> people.computeIfAbsent(person, agenda::belonging));
            lineage.addAll(units.get(question.unit()).path());
            lineage.addAll(units.subtreeIds(question.unit()));
        }

        Collection<Target> targets() {
            Set<Target> all = new LinkedHashSet<>();
            people.values().forEach(belonging -> all.addAll(belonging.targets()));
            question.audience().units().forEach(unit -> related(unit).forEach(one -> all.add(new Target(one, Reach.AUDIENCE))));
            question.audience().groups().forEach(group -> lineage.forEach(planner -> all.add(new Target(Reach.inGroup(group, planner), Reach.AUDIENCE))));
            return all;
        }

        /** Those above and below: whoever belongs to one belongs to the other, or may. */
        private Set<UUID> related(UUID unit) {
            Set<UUID> all = new HashSet<>(units.subtreeIds(unit));
            units.find(unit).ifPresent(u -> all.addAll(u.path()));
            return all;
        }

        List<Reason> reasons(Occurrence o, Event event) {
            List<Reason> reasons = new ArrayList<>();
            Audience called = event.audience();
            people.forEach((person, belonging) -> {
                if (person.equals(o.host()) || called.people().contains(person) || called.units().stream().anyMatch(belonging.units()::contains)
                        || belonging.units().contains(event.unit()) && called.groups().stream().anyMatch(belonging.groups()::contains)) {
                    reasons.add(new Reason(person.equals(question.host()) ? What.HOST : What.PERSON, person));
                }
            });
            if (lineage.contains(event.unit())) {
                question.audience().groups().stream().filter(called.groups()::contains).forEach(group -> reasons.add(new Reason(What.GROUP, group)));
            }
            question.audience().units().stream().filter(unit -> called.units().stream().anyMatch(related(unit)::contains)).forEach(unit -> reasons.add(new Reason(What.UNIT, unit)));
            if (question.place() != null && o.place() != null && plain(question.place()).equals(plain(o.place()))) {
                reasons.add(new Reason(What.PLACE, null));
            }
            return reasons;
        }

        private String plain(String place) {
            return Objects.requireNonNull(place).strip().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
