package org.shuyuan.calendar.internal;

import java.io.OutputStream;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.agenda.CalendarSource;
import org.shuyuan.api.directory.Units;
import org.shuyuan.api.office.Calendars;
import org.shuyuan.api.text.Language;
import org.shuyuan.api.text.Texts;
import org.shuyuan.calendar.internal.jpa.EventStore;

/**
 * Events as an iCalendar file: each once and whole, with its rule, the dates left out and its changed occurrences; its rooms are the place of what has no other. Of a series that is not for a
 * person there are only the dates that the person hosts. Thread-safe.
 */
@Component(service = ExportService.class)
public final class ExportService {

    /** A file to be written. */
    public record Export(String name, List<Calendars.Item> items, Calendars calendars) {

        public void write(OutputStream out) {
            calendars.write(name, items, out);
        }
    }

    private final Agenda agenda;
    private final EventService service;
    private final EventStore events;
    private final Calendars calendars;
    private final Units units;
    private final Others others;
    private final EventRooms rooms;
    private final Texts texts;

    @Activate
    public ExportService(@Reference Agenda agenda, @Reference EventService service, @Reference EventStore events, @Reference Calendars calendars,
            @Reference Units units, @Reference Others others, @Reference EventRooms rooms, @Reference Texts texts) {
        this.agenda = agenda;
        this.service = service;
        this.events = events;
        this.calendars = calendars;
        this.units = units;
        this.others = others;
        this.rooms = rooms;
        this.texts = texts;
    }

    /** The events of which anything takes place in the period; permission and bounds as {@link Agenda#answer}. */
    public Export export(Caller caller, Agenda.Question question) {
        return new Export(units.get(question.unit()).name(), items(agenda.person(caller, question), agenda.answer(caller, question)).toList(), calendars);
    }

    /**
     * The same under another name, with what other modules have in the period.
     *
     * @throws org.shuyuan.api.problem.Problem as the other; 503 as {@link Others#whole}: what a file does not have, a phone deletes
     */
    Export feed(Caller caller, Agenda.Question question, String name) {
        List<Occurrence> shown = agenda.answer(caller, question);
        ZoneId zone = units.get(question.unit()).zone();
        Stream<Calendars.Item> said = others.whole(caller, question, shown).stream().map(one -> item(one, zone, caller.language()));
        return new Export(name, Stream.concat(items(agenda.person(caller, question), shown), said).toList(), calendars);
    }

    /** @param person whose file it is, null for a unit's or a group's */
    private Stream<Calendars.Item> items(@Nullable UUID person, List<Occurrence> shown) {
        Map<UUID, List<Occurrence>> dates = shown.stream().collect(Collectors.groupingBy(Occurrence::event, LinkedHashMap::new, Collectors.toList()));
        List<Event> found = events.get(dates.keySet());
        if (person == null) {
            return found.stream().flatMap(this::items);
        }
        Collection<Reach.Target> targets = agenda.belonging(person).targets();
        return found.stream().flatMap(event -> !event.schedule().repeats() || Reach.calls(event, targets) ? items(event)
                : person.equals(event.details().host()) ? hosted(person, event) : dates.getOrDefault(event.id(), List.of()).stream().map(date -> date(event, date)));
    }

    /** A series of which the person hosts all dates but those that have another host. */
    private Stream<Calendars.Item> hosted(UUID person, Event event) {
        Set<LocalDateTime> others = event.overrides().stream().filter(o -> !person.equals(o.details(event.details()).host())).map(OccurrenceOverride::recurrence)
                .collect(Collectors.toCollection(HashSet::new));
        if (others.isEmpty()) {
            return items(event);
        }
        return items(event).filter(item -> !others.contains(item.recurrenceId()))
                .map(item -> new Calendars.Item(item.line(), item.uid(), item.summary(), item.description(), item.location(), item.start(), item.end(), item.allDay(), item.zone(), item.rule(),
                        Stream.concat(item.excluded().stream(), others.stream()).distinct().sorted().toList(), item.added(), item.recurrenceId(), item.cancelled(), item.sequence(),
                        item.changed(), item.notes()));
    }

    /** One date of a series by itself: its name in the file stays whatever becomes of the others. */
    private Calendars.Item date(Event event, Occurrence o) {
        Details details = event.overrides().stream().filter(own -> own.recurrence().equals(o.recurrence())).findFirst().map(own -> own.details(event.details())).orElse(event.details());
        return new Calendars.Item(0, o.recurrence() + "-" + event.uid(), o.title(), details.description(), o.place() == null ? rooms.place(event) : o.place(),
                LocalDateTime.ofInstant(Instant.ofEpochSecond(o.starts()), o.zone()), LocalDateTime.ofInstant(Instant.ofEpochSecond(o.ends()), o.zone()), o.allDay(), o.zone(), null,
                List.of(), List.of(), null, false, event.version(), event.trace().changedAt(), List.of());
    }

    private Calendars.Item item(Others.Said said, ZoneId zone, Language language) {
        CalendarSource.Item item = said.item();
        return new Calendars.Item(0, said.module() + "-" + item.id() + "@shuyuan", said.title(texts, language), null, item.place(), LocalDateTime.ofInstant(item.from(), zone),
                LocalDateTime.ofInstant(item.to(), zone), item.allDay(), zone, null, List.of(), List.of(), null, false, 0, null, List.of());
    }

    /** One event. @throws org.shuyuan.api.problem.Problem of {@link EventService#find} */
    public Export export(Caller caller, UUID id) {
        Event event = service.find(caller, id);
        return new Export(event.details().title(), items(event).toList(), calendars);
    }

    private Stream<Calendars.Item> items(Event event) {
        Schedule s = event.schedule();
        String room = rooms.place(event);
        OccurrenceOverride.Time time = new OccurrenceOverride.Time(s.allDay(), s.start(), s.end());
        return Stream.concat(Stream.of(item(event, event.details(), room, time, s, null)), event.overrides().stream()
                .map(o -> item(event, o.details(event.details()), room, o.time(s), s.at(o.time(s)), o.recurrence())));
    }

    private static Calendars.Item item(Event event, Details details, @Nullable String room, OccurrenceOverride.Time time, Schedule s, @Nullable LocalDateTime recurrence) {
        return new Calendars.Item(0, event.uid(), details.title(), details.description(), details.place() == null ? room : details.place(), time.start(), time.end(), time.allDay(),
                s.zone(), s.rule(), s.excluded(), s.added(), recurrence, false, event.version(), event.trace().changedAt(), List.of());
    }
}
