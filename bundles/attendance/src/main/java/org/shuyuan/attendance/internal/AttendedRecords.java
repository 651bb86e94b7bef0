package org.shuyuan.attendance.internal;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Access;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.records.RecordSource;
import org.shuyuan.attendance.internal.jpa.FigureStore;

/** Gatherings that somebody was at, of units whose rolls the caller may see; one's own anywhere. Thread-safe. */
@Component(service = RecordSource.class)
public final class AttendedRecords implements RecordSource {

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
        if (question.people().isEmpty()) {
            return List.of();
        }
        Caller caller = question.caller();
        // what the caller may not see is left out before so many are read, not after
        Set<UUID> seen = store.where(question.people(), question.from(), question.to()).stream().filter(unit -> access.can(caller, Permissions.READ, unit)).collect(Collectors.toSet());
        return store.attended(question.people(), question.from(), question.to(), seen, caller.person(), question.limit()).stream()
                .map(l -> new Item(l.person(), l.start(), l.minutes() == null ? "record.attended" : "record.attended-minutes",
                        l.minutes() == null ? Map.of("title", l.title()) : Map.of("title", l.title(), "minutes", l.minutes().toString()), seen.contains(l.unit())
                        ? "/attendance/gatherings/" + l.gathering() + "?unit=" + l.unit() : "/attendance/mine")).toList();
    }
}
