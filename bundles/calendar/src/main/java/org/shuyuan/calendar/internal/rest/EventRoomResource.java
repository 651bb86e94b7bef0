package org.shuyuan.calendar.internal.rest;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.ws.rs.BeanParam;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationSelect;
import org.shuyuan.api.access.Access;
import org.shuyuan.api.access.Needs;
import org.shuyuan.calendar.internal.Event;
import org.shuyuan.calendar.internal.EventRooms;
import org.shuyuan.calendar.internal.EventService;
import org.shuyuan.calendar.internal.Occurrence;
import org.shuyuan.calendar.internal.rest.Views.EventRoomsView;
import org.shuyuan.calendar.internal.rest.Views.LackView;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.RestResource;

/** Which dates of an event are without the rooms that it wants. */
@Component(service = EventRoomResource.class)
@RestResource
@JaxrsApplicationSelect("(osgi.jaxrs.name=calendar)")
@Path("events/{id}/rooms")
@Produces("application/json")
public final class EventRoomResource {

    private static final int MOST = 100;

    private final EventService events;
    private final EventRooms rooms;
    private final Access access;

    @Activate
    public EventRoomResource(@Reference EventService events, @Reference EventRooms rooms, @Reference Access access) {
        this.events = events;
        this.rooms = rooms;
        this.access = access;
    }

    /** The dates to come that could not have all the rooms and equipment that the event wants, at most 100. */
    @GET
    @Needs(value = "calendar.read", orAbsent = true, orBelow = true)
    public EventRoomsView missing(@BeanParam Call call, @PathParam("id") UUID id) {
        Event event = events.find(call.caller(), id);
        return view(call, event, rooms.lacking(event));
    }

    /** Tries once more for those dates; answers which still are without. Needs {@code resources.book} too. */
    @POST
    @Needs("calendar.write")
    public EventRoomsView again(@BeanParam Call call, @PathParam("id") UUID id) {
        Event event = events.find(call.caller(), id);
        return view(call, event, rooms.again(call.caller(), event));
    }

    private EventRoomsView view(Call call, Event event, List<EventRooms.Lack> lacking) {
        Map<UUID, String> names = new HashMap<>();
        events.rooms(event.rooms()).forEach(r -> names.put(r.id(), r.name()));
        boolean may = events.mayChange(call.caller(), event) && access.can(call.caller(), "resources.book", event.unit());
        return new EventRoomsView(lacking.stream().limit(MOST).map(l -> view(l, names)).toList(), may);
    }

    private static LackView view(EventRooms.Lack lack, Map<UUID, String> names) {
        Occurrence d = lack.date();
        return new LackView(d.recurrence().toString(), Times.text(d.starts(), d.zone(), d.allDay()), Times.text(d.ends(), d.zone(), d.allDay()), d.allDay(),
                lack.rooms().stream().map(id -> names.getOrDefault(id, "?")).toList());
    }
}
