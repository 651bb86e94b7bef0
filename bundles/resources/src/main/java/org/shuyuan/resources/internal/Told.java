package org.shuyuan.resources.internal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.directory.Units;
import org.shuyuan.api.notices.Live;
import org.shuyuan.api.notices.Notices;
import org.shuyuan.api.tx.Transactions;

/** Who hears of a change: open pages of all of them, and who booked when somebody else touches the booking. Part of the transaction. Thread-safe. */
@Component(service = Told.class)
public final class Told {

    private final Live live;
    private final Notices notices;
    private final Units units;
    private final Transactions transactions;

    @Activate
    public Told(@Reference Live live, @Reference Notices notices, @Reference Units units, @Reference Transactions transactions) {
        this.live = live;
        this.notices = notices;
        this.units = units;
        this.transactions = transactions;
    }

    void changed(String type, UUID id, UUID unit) {
        transactions.afterCommit(() -> live.publish("changed", "{\"module\":\"resources\",\"type\":\"" + type + "\",\"id\":\"" + id + "\",\"unit\":\"" + unit + "\"}"));
    }

    /** Somebody else's hand on a booking. What another module made, that module tells of. */
    void booker(Caller caller, String key, Booking booking, Resource resource) {
        booker(caller, key, booking, resource, Map.of());
    }

    /** @param more what the notice says besides */
    void booker(Caller caller, String key, Booking booking, Resource resource, Map<String, String> more) {
        if (!booking.of(caller) && booking.subject() == null) {
            Map<String, String> values = new HashMap<>(more);
            values.putAll(Map.of("name", resource.name(), "title", booking.title(),
                    "when", units.find(resource.unit()).map(Unit::zone).map(booking::when).orElseGet(() -> booking.from().toString())));
            notices.send(new Notices.Notice("resources", key, values, "/resources/items/" + resource.id() + "?unit=" + booking.unit()), List.of(booking.trace().account()));
        }
    }
}
