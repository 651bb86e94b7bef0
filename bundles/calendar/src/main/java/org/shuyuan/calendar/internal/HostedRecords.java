package org.shuyuan.calendar.internal;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Access;
import org.shuyuan.api.records.RecordSource;
import org.shuyuan.calendar.internal.jpa.HostedStore;

/** Events that somebody hosted: those that have begun, of units whose calendar the caller may read. Thread-safe. */
@Component(service = RecordSource.class)
public final class HostedRecords implements RecordSource {

    private static final int PEOPLE = 500;
    /** Rows read before what the caller may not see is left out. */
    private static final int ROWS = 1_000;

    private final HostedStore store;
    private final Access access;
    private final Clock clock;

    @Activate
    public HostedRecords(@Reference HostedStore store, @Reference Access access, @Reference Settings settings) {
        this.store = store;
        this.access = access;
        this.clock = settings.clock();
    }

    @Override
    public String module() {
        return "calendar";
    }

    @Override
    public List<Item> records(Question question) {
        Instant to = question.to().isAfter(clock.instant()) ? clock.instant() : question.to();
        if (question.people().isEmpty() || !to.isAfter(question.from())) {
            return List.of();
        }
        List<UUID> people = question.people().stream().limit(PEOPLE).toList();
        return store.hosted(people, question.from(), to, ROWS).stream().filter(h -> access.can(question.caller(), Permissions.READ, h.unit()))
                .map(h -> new Item(h.host(), h.at(), "record.hosted", Map.of("title", h.title()), "/calendar/events/" + h.event() + "?unit=" + h.unit())).limit(question.limit()).toList();
    }
}
