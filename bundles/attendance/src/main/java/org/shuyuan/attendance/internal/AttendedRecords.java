package org.shuyuan.attendance.internal;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Access;
import org.shuyuan.api.records.RecordSource;
import org.shuyuan.attendance.internal.jpa.FigureStore;

/** Gatherings that somebody was at, of units whose rolls the caller may see; one's own anywhere. Thread-safe. */
@Component(service = RecordSource.class)
public final class AttendedRecords implements RecordSource {

    private static final int PEOPLE = 500;
    /** Rows read before what the caller may not see is left out. */
    private static final int ROWS = 1_000;

    private final FigureStore store;
    private final Access access;

    @Activate
    public AttendedRecords(@Reference FigureStore store, @Reference Access access) {
        this.store = store;
        this.access = access;
    }

    @Override
    public String module() {
        return "attendance";
    }

    @Override
    public List<Item> records(Question question) {
        List<UUID> people = question.people().stream().limit(PEOPLE).toList();
        if (people.isEmpty()) {
            return List.of();
        }
        return store.ofPeople(people, question.from(), question.to(), ROWS).stream().filter(l -> l.state() != null && l.state().there())
                .filter(l -> l.person().equals(question.caller().person()) || access.can(question.caller(), Permissions.READ, l.unit()))
                .map(l -> new Item(l.person(), l.start(), l.minutes() == null ? "record.attended" : "record.attended-minutes",
                        l.minutes() == null ? Map.of("title", l.title()) : Map.of("title", l.title(), "minutes", l.minutes().toString()), access.can(question.caller(), Permissions.READ, l.unit())
                        ? "/attendance/gatherings/" + l.gathering() + "?unit=" + l.unit() : "/attendance/mine")).limit(question.limit()).toList();
    }
}
