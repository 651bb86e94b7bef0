package org.shuyuan.calendar.internal.rest;

import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.ws.rs.BeanParam;
import javax.ws.rs.Consumes;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationSelect;
import org.shuyuan.api.access.Needs;
import org.shuyuan.api.resources.Bookings.Offer;
import org.shuyuan.calendar.internal.Event;
import org.shuyuan.calendar.internal.EventRooms;
import org.shuyuan.calendar.internal.EventService;
import org.shuyuan.calendar.internal.rest.Views.RoomOffer;
import org.shuyuan.calendar.internal.rest.Views.RoomOffers;
import org.shuyuan.calendar.internal.rest.Views.TakenView;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.RestResource;

/** Rooms and equipment for what somebody plans. */
@Component(service = RoomResource.class)
@RestResource
@JaxrsApplicationSelect("(osgi.jaxrs.name=calendar)")
@Path("rooms")
@Produces("application/json")
@Consumes("application/json")
public final class RoomResource {

    private final EventRooms rooms;
    private final EventService events;

    @Activate
    public RoomResource(@Reference EventRooms rooms, @Reference EventService events) {
        this.rooms = rooms;
        this.events = events;
    }

    /**
     * What could be booked for an event that is being written, the free first, and what stands in the way of the rest. Up to 60 dates of a repeating one are looked
     * at, those within a year; nothing is stored. Only start, end and repetition of the input count. Nothing for who may not book ({@code resources.book}).
     *
     * @param event the event that would be changed, which is not in its own way
     */
    @POST
    @Needs("calendar.write")
    public RoomOffers offers(@BeanParam Call call, @QueryParam("event") @Nullable UUID event, EventInput input) {
        Optional<Event> before = Optional.ofNullable(event).map(id -> events.find(call.caller(), id));
        UUID unit = input.owner() == null ? before.map(Event::unit).orElse(call.unit()) : input.owner();
        ZoneId zone = before.map(e -> e.schedule().zone()).orElseGet(() -> events.unit(unit).zone());
        EventRooms.Choice choice = rooms.choice(call.caller(), unit, event, input.schedule(zone, before));
        List<Offer> offers = choice.offers() == null ? List.of() : choice.offers();
        return new RoomOffers(choice.offers() != null, choice.mayBook(),
                offers.stream().map(o -> view(o, zone)).sorted(Comparator.comparing((RoomOffer o) -> !o.free()).thenComparing(RoomOffer::kind, Comparator.reverseOrder())).toList());
    }

    private static RoomOffer view(Offer offer, ZoneId zone) {
        var r = offer.resource();
        return new RoomOffer(r.id(), r.name(), r.kind(), r.place(), r.seats(), offer.taken().isEmpty(), offer.taken().stream()
                .map(t -> new TakenView(Times.text(t.from().getEpochSecond(), zone, false), Times.text(t.to().getEpochSecond(), zone, false), t.title())).toList());
    }
}
