package org.shuyuan.calendar.internal;

import java.io.OutputStream;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Units;
import org.shuyuan.api.office.Calendars;
import org.shuyuan.calendar.internal.jpa.EventStore;

/** Events as an iCalendar file: each once and whole, with its rule and the dates left out. Thread-safe. */
@Component(service = ExportService.class)
public final class ExportService {

    /** A file to be written. */
    public record Export(String name, List<Calendars.Item> items, Calendars calendars) {

        public void write(OutputStream out) {
            calendars.write(name, items, out);
        }
    }

    private final Agenda agenda;
    private final EventStore events;
    private final Calendars calendars;
    private final Units units;

    @Activate
    public ExportService(@Reference Agenda agenda, @Reference EventStore events, @Reference Calendars calendars, @Reference Units units) {
        this.agenda = agenda;
        this.events = events;
        this.calendars = calendars;
        this.units = units;
    }

    /** The events of which anything takes place in the period; permission and bounds as {@link Agenda#answer}. */
    public Export export(Caller caller, Agenda.Question question) {
        Set<UUID> ids = new LinkedHashSet<>();
        agenda.answer(caller, question).forEach(o -> ids.add(o.event()));
        return new Export(units.get(question.unit()).name(), events.get(ids).stream().map(ExportService::item).toList(), calendars);
    }

    static Calendars.Item item(Event event) {
        Details details = event.details();
        Schedule s = event.schedule();
        return new Calendars.Item(0, event.uid(), details.title(), details.description(), details.place(), s.start(), s.end(), s.allDay(),
                s.zone(), s.rule(), s.excluded(), s.added(), null, false, List.of());
    }
}
