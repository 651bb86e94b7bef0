package org.shuyuan.calendar.internal;

import java.io.OutputStream;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
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

/** Events as an iCalendar file: each once and whole, with its rule, the dates left out and its changed occurrences; its rooms are the place of what has no other. Thread-safe. */
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
        return new Export(units.get(question.unit()).name(), items(agenda.answer(caller, question)).toList(), calendars);
    }

    /** The same under another name, with what other modules have in the period. */
    Export feed(Caller caller, Agenda.Question question, String name) {
        List<Occurrence> shown = agenda.answer(caller, question);
        ZoneId zone = units.get(question.unit()).zone();
        return new Export(name, Stream.concat(items(shown), others.ask(caller, question, shown).items().stream().map(said -> item(said, zone, caller.language()))).toList(), calendars);
    }

    private Stream<Calendars.Item> items(List<Occurrence> shown) {
        Set<UUID> ids = new LinkedHashSet<>();
        shown.forEach(o -> ids.add(o.event()));
        return events.get(ids).stream().flatMap(this::items);
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
