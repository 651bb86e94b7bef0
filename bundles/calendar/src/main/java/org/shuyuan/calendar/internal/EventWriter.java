package org.shuyuan.calendar.internal;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.id.Ids;
import org.shuyuan.api.notices.Live;
import org.shuyuan.api.outbox.Outbox;
import org.shuyuan.api.tx.Transactions;
import org.shuyuan.calendar.internal.jpa.EventStore;

/**
 * Writes an event with its occurrences, its line in the audit trail and its word to others, all or nothing. Asks no
 * permission: that is done by the services that use it. Thread-safe.
 */
@Component(service = EventWriter.class)
public final class EventWriter {

    private final EventStore store;
    private final Occurrences occurrences;
    private final EventGatherings gatherings;
    private final EventRooms rooms;
    private final RotaPlanner rotas;
    private final MaterialFiles materials;
    private final DateTies ties;
    private final Transactions transactions;
    private final Audit audit;
    private final Outbox outbox;
    private final Live live;
    private final Settings settings;

    @Activate
    public EventWriter(@Reference EventStore store, @Reference Occurrences occurrences, @Reference EventGatherings gatherings, @Reference EventRooms rooms, @Reference RotaPlanner rotas,
            @Reference MaterialFiles materials, @Reference DateTies ties, @Reference Transactions transactions, @Reference Audit audit, @Reference Outbox outbox, @Reference Live live,
            @Reference Settings settings) {
        this.store = store;
        this.occurrences = occurrences;
        this.gatherings = gatherings;
        this.rooms = rooms;
        this.rotas = rotas;
        this.materials = materials;
        this.ties = ties;
        this.transactions = transactions;
        this.audit = audit;
        this.outbox = outbox;
        this.live = live;
        this.settings = settings;
    }

    Event add(Caller caller, EventDraft draft) {
        return transactions.call(() -> {
            Event event = tell(add(caller, draft, Ids.next(), null, true));
            rotas.follow(event);
            return event;
        });
    }

    /** One of many from a file: open pages hear of all together, by {@link #tellOf}. @param uid its name in iCalendar files */
    Event take(Caller caller, EventDraft draft, String uid) {
        return transactions.call(() -> add(caller, draft, Ids.next(), uid, false));
    }

    private Event add(Caller caller, EventDraft draft, UUID id, @Nullable String uid, boolean whole) {
        Instant now = settings.clock().instant();
        Event event = store.add(new Event(id, 0, uid == null ? id + "@shuyuan" : uid, draft, occurrences.madeUntil(draft.schedule()),
                new Event.Trace(now, caller.name(), now, caller.name())));
        occurrences.make(event);
        rooms.follow(caller, null, event, whole);
        written(caller, "calendar.add-event", "added", null, event);
        return event;
    }

    /**
     * What single occurrences have of their own is kept where the schedule still has the occurrence. Nothing is written where nothing
     * would change.
     *
     * @param action in the audit trail
     * @throws org.shuyuan.api.problem.Problem of {@link EventRooms#follow}: one of its rooms cannot be had
     * @throws javax.persistence.OptimisticLockException another version than {@code before} is stored
     */
    Event change(Caller caller, Event before, EventDraft draft, String action) {
        return change(caller, before, draft, action, Map.of());
    }

    /** @param named as of {@link DateTies#follow} */
    Event change(Caller caller, Event before, EventDraft draft, String action, Map<LocalDateTime, LocalDateTime> named) {
        return transactions.call(() -> {
            Event after = changed(caller, before, draft, action, named, true);
            if (after != before) {
                rotas.follow(before, after);
                tell(after);
            }
            return after;
        });
    }

    /** One of many from a file, as {@link #take}. @throws javax.persistence.OptimisticLockException as {@link #change} */
    Event takeChange(Caller caller, Event before, EventDraft draft) {
        return transactions.call(() -> changed(caller, before, draft, "calendar.change-event", Map.of(), false));
    }

    private Event changed(Caller caller, Event before, EventDraft given, String action, Map<LocalDateTime, LocalDateTime> named, boolean whole) {
        EventDraft draft = given.with(given.schedule(), occurrences.surviving(given.schedule(), given.overrides()));
        if (draft.equals(before.draft())) {
            return before;
        }
        Event.Trace trace = before.trace();
        Event after = store.change(new Event(before.id(), before.version(), before.uid(), draft, occurrences.madeUntil(draft.schedule()),
                new Event.Trace(trace.createdAt(), trace.createdBy(), settings.clock().instant(), caller.name())));
        occurrences.rebuild(after);
        ties.follow(before, after, named);
        gatherings.follow(caller, before, after);
        rooms.follow(caller, before, after, whole);
        written(caller, action, "changed", before, after);
        return after;
    }

    /** @throws javax.persistence.OptimisticLockException as {@link #change} */
    void remove(Caller caller, Event event) {
        transactions.run(() -> {
            gatherings.cancel(caller, event);
            materials.goWith(event);
            rooms.release(caller, event);
            store.remove(event);
            written(caller, "calendar.remove-event", "removed", event, null);
            rotas.follow(event);
            tell(event);
        });
    }

    private void written(Caller caller, String action, String what, @Nullable Event before, @Nullable Event after) {
        Event event = after == null ? java.util.Objects.requireNonNull(before) : after;
        audit.write(caller, event.unit(), action, new Audit.Subject("calendar.event", event.id().toString(), event.details().title()),
                before == null ? null : before.snapshot(), after == null ? null : after.snapshot());
        outbox.add("calendar.event-changed", "{\"id\":\"" + event.id() + "\",\"unit\":\"" + event.unit() + "\",\"what\":\"" + what + "\"}");
    }

    private Event tell(Event event) {
        publish("\"id\":\"" + event.id() + "\",\"unit\":\"" + event.unit() + "\"");
        return event;
    }

    /** Rotas and open pages hear that any of the unit's events may have changed. Part of the transaction that changed them. */
    void tellOf(UUID unit) {
        rotas.followAll(unit);
        publish("\"unit\":\"" + unit + "\"");
    }

    private void publish(String ids) {
        transactions.afterCommit(() -> live.publish("changed", "{\"module\":\"calendar\",\"type\":\"event\"," + ids + "}"));
    }
}
