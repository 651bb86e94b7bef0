package org.shuyuan.calendar.internal;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.resources.Bookings;
import org.shuyuan.api.resources.Bookings.Bookable;
import org.shuyuan.api.resources.Bookings.Booked;

/** The register of rooms and equipment, which comes and goes: without it the calendar works as if nobody had any. Thread-safe. */
@Component(service = Rooms.class)
public final class Rooms {

    private volatile @Nullable Bookings bookings;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    public void setBookings(Bookings there) {
        bookings = there;
    }

    public void unsetBookings(Bookings gone) {
        if (gone.equals(bookings)) {
            bookings = null;
        }
    }

    public Optional<Bookings> there() {
        return Optional.ofNullable(bookings);
    }

    /** By name; nothing where the register is not there. */
    public List<Bookable> named(Collection<UUID> ids) {
        return ids.isEmpty() ? List.of() : there().map(b -> b.get(ids)).orElse(List.of());
    }

    /** As {@link Bookings#taken}. */
    List<Booked> taken(Caller caller, UUID unit, String name, Instant from, Instant to) {
        return there().map(b -> b.taken(caller, unit, name, from, to)).orElse(List.of());
    }
}
