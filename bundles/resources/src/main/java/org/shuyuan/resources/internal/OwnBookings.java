package org.shuyuan.resources.internal;

import java.util.Arrays;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.records.HeldDataSource;

/** What the caller has booked, for "data about me". Thread-safe. */
@Component(service = HeldDataSource.class)
public final class OwnBookings implements HeldDataSource {

    private static final int ROWS = 1_000;

    private final BookingService bookings;

    @Activate
    public OwnBookings(@Reference BookingService bookings) {
        this.bookings = bookings;
    }

    @Override
    public String module() {
        return "resources";
    }

    @Override
    public List<Held> held(Caller self) {
        List<BookingService.Shown> all = bookings.mine(self, true, null, true, 0, ROWS).items();
        return all.isEmpty() ? List.of() : List.of(new Held("booking.mine", List.of("booking.resource", "booking.title", "booking.start", "booking.end", "booking.at"),
                all.stream().map(one -> Arrays.<Object>asList(one.resource().name(), one.booking().title(), one.booking().from(), one.booking().to(),
                        one.booking().trace().at())).toList()));
    }
}
