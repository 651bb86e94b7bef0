package org.shuyuan.calendar.internal;

import java.util.List;
import java.util.UUID;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Access;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Caller;

/** Who changed what of an event and when, for those who may change it too. Thread-safe. */
@Component(service = EventHistory.class)
public final class EventHistory {

    private static final int MOST = 100;

    private final EventService events;
    private final Audit audit;
    private final Access access;

    @Activate
    public EventHistory(@Reference EventService events, @Reference Audit audit, @Reference Access access) {
        this.events = events;
        this.audit = audit;
        this.access = access;
    }

    /** Newest first, at most 100; {@code before} and {@code after} are {@link Event#snapshot()} as JSON. */
    public List<Audit.Entry> of(Caller caller, UUID id) {
        Event event = events.find(caller, id);
        access.require(caller, Permissions.WRITE, event.unit());
        return audit.about("calendar.event", id.toString(), MOST);
    }
}
