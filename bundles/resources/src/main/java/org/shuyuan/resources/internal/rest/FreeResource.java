package org.shuyuan.resources.internal.rest;

import java.util.Comparator;
import java.util.UUID;
import javax.ws.rs.BeanParam;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationSelect;
import org.shuyuan.api.access.Needs;
import org.shuyuan.resources.internal.RepeatedBookings;
import org.shuyuan.resources.internal.rest.Views.Availabilities;
import org.shuyuan.resources.internal.rest.Views.AvailabilityView;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.RestResource;
import org.shuyuan.rest.Times;

/** What is free when. */
@Component(service = FreeResource.class)
@RestResource
@JaxrsApplicationSelect("(osgi.jaxrs.name=resources)")
@Path("free")
@Produces("application/json")
public final class FreeResource {

    private final RepeatedBookings bookings;
    private final ViewMaker views;

    @Activate
    public FreeResource(@Reference RepeatedBookings bookings, @Reference ViewMaker views) {
        this.bookings = bookings;
        this.views = views;
    }

    /**
     * All that can be booked at the unit: what is free in a period of 31 days at most, and by what the rest is taken.
     *
     * @param from a day, a local time or a time with offset
     * @param to likewise, exclusive
     * @param every as of a booking that repeats: what is free at all its dates, and by what the rest is taken at any of them
     * @param until likewise
     * @param except a booking that does not count: the one that is to be moved
     */
    @GET
    @Needs("resources.read")
    public Availabilities free(@BeanParam Call call, @QueryParam("from") @Nullable String from, @QueryParam("to") @Nullable String to,
            @QueryParam("every") @Nullable String every, @QueryParam("until") @Nullable String until, @QueryParam("except") @Nullable UUID except) {
        var zone = views.zone(call.unit());
        return new Availabilities(bookings.availability(call.caller(), call.unit(), Times.needed(from, zone, "from", "resources.bad-time"),
                Times.needed(to, zone, "to", "resources.bad-time"),
                BookingInput.repeat(every, until, zone), except).stream()
                .map(a -> views.availability(a, call.caller(), call.unit())).sorted(Comparator.comparing((AvailabilityView a) -> !a.free())).toList());
    }
}
