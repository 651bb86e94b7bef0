package org.shuyuan.calendar.internal.rest;

import java.util.UUID;
import java.util.function.Supplier;
import javax.persistence.OptimisticLockException;
import javax.ws.rs.core.Response;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.calendar.internal.Event;
import org.shuyuan.calendar.internal.EventService;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.Versions;

/** An event with its ETag; and for the second of two editors, what it is now. Thread-safe. */
@Component(service = EventAnswers.class)
public final class EventAnswers {

    private final EventService events;
    private final ViewMaker views;

    @Activate
    public EventAnswers(@Reference EventService events, @Reference ViewMaker views) {
        this.events = events;
        this.views = views;
    }

    Response answer(Call call, Event event) {
        return Versions.ok(views.whole(event, call.caller()), event.version());
    }

    Response unlessStale(Call call, UUID id, Supplier<Response> work) {
        try {
            return work.get();
        } catch (OptimisticLockException stale) {
            Event now = events.find(call.caller(), id);
            throw Versions.changedMeanwhile(views.event(now, call.caller()), now.version(), now.trace().changedBy(), now.trace().changedAt());
        }
    }
}
