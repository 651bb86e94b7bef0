package org.shuyuan.examples.reading.internal;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Access;
import org.shuyuan.api.agenda.CalendarSource;

/** Meetings in the calendar: of a unit those that are seen from it, of a person those that the person leads and those about a book that the person reads. Thread-safe. */
@Component(service = CalendarSource.class)
public final class MeetingDates implements CalendarSource {

    private final MeetingStore store;
    private final MeetingGatherings gatherings;
    private final Shelves shelves;
    private final Access access;

    @Activate
    public MeetingDates(@Reference MeetingStore store, @Reference MeetingGatherings gatherings, @Reference Shelves shelves, @Reference Access access) {
        this.store = store;
        this.gatherings = gatherings;
        this.shelves = shelves;
        this.access = access;
    }

    @Override
    public String module() {
        return "reading";
    }

    @Override
    public List<Item> items(Question question) {
        List<Meeting> found = (question.person() == null ? ofUnit(question) : store.of(question.person(), question.from(), question.to(), question.limit())).stream()
                .filter(meeting -> access.can(question.caller(), BookService.READ, meeting.unit())).toList();
        Map<UUID, UUID> attended = gatherings.of(found);
        return found.stream().map(meeting -> new Item(meeting.id().toString(), attended.get(meeting.id()), meeting.start(), meeting.end(), false, "agenda.meeting",
                Map.of("title", meeting.title()), meeting.place(), meeting.link())).toList();
    }

    /** Whoever may not see the unit's meetings is shown a calendar without them, not a refusal. */
    private List<Meeting> ofUnit(Question question) {
        return !access.can(question.caller(), BookService.READ, question.unit()) ? List.of()
                : store.list(new MeetingStore.Wanted(shelves.seen(question.caller(), question.unit()), null, question.from(), question.to(), "%", "m.starts, m.id", 0,
                        question.limit())).items();
    }
}
