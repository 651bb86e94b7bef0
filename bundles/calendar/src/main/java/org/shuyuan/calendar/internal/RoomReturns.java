package org.shuyuan.calendar.internal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.resources.Bookings;
import org.shuyuan.api.resources.Bookings.Subject;
import org.shuyuan.api.tx.Transactions;
import org.shuyuan.calendar.internal.jpa.EventStore;
import org.shuyuan.calendar.internal.jpa.RoomStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives back what is booked for events that are gone or no longer want it: what became of them while the register was not there. Only the calendar knows which events
 * it has, so it is the calendar that looks through its bookings, and without it they stay. What is booked is read before what is wanted, and an event is held while
 * that is looked at again: nothing is taken from one that is just being written. Doing it again finds nothing to do. Thread-safe.
 */
@Component(service = RoomReturns.class)
public final class RoomReturns {

    private static final Logger LOG = LoggerFactory.getLogger(RoomReturns.class);
    private static final int AT_ONCE = 200;

    private final Rooms rooms;
    private final RoomStore store;
    private final EventRooms eventRooms;
    private final EventStore events;
    private final Transactions transactions;

    @Activate
    public RoomReturns(@Reference Rooms rooms, @Reference RoomStore store, @Reference EventRooms eventRooms, @Reference EventStore events, @Reference Transactions transactions) {
        this.rooms = rooms;
        this.store = store;
        this.eventRooms = eventRooms;
        this.events = events;
        this.transactions = transactions;
    }

    /** Looks through all that is booked for events to come, some in a transaction. */
    void run() {
        Optional<Bookings> there = rooms.there();
        String after = "";
        while (there.isPresent() && !Thread.currentThread().isInterrupted()) {
            Map<UUID, Set<UUID>> booked = new LinkedHashMap<>();
            for (Map.Entry<String, Set<UUID>> thing : there.get().ahead(EventRooms.MODULE, after, AT_ONCE).entrySet()) {
                booked.put(UUID.fromString(thing.getKey()), thing.getValue());
                after = thing.getKey();
            }
            Map<UUID, Set<UUID>> wanted = store.wanted(booked.keySet());
            booked.forEach((id, some) -> {
                if (!wanted.getOrDefault(id, Set.of()).containsAll(some)) {
                    giveBack(there.get(), id);
                }
            });
            if (booked.size() < AT_ONCE) {
                return;
            }
        }
    }

    /** What fails is tried again at the next look and stops no other. */
    private void giveBack(Bookings register, UUID id) {
        try {
            transactions.run(() -> {
                store.hold(id);
                events.find(id).ifPresentOrElse(eventRooms::renew, () -> {
                    Subject gone = new Subject(EventRooms.MODULE, id.toString(), "");
                    // what is over stays on record, as of an event that is removed beside the register
                    register.of(gone).stream().findFirst().ifPresent(one -> register.arrange(EventRooms.JOB, one.unit(), gone, List.of(), true));
                });
            });
        } catch (RuntimeException e) {
            LOG.warn("What event {} no longer wants is not given back yet: {}", id, e.toString());
        }
    }
}
