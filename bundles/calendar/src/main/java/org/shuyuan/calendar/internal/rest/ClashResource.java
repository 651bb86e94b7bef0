package org.shuyuan.calendar.internal.rest;

import java.time.ZoneId;
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
import org.shuyuan.calendar.internal.Clashes;
import org.shuyuan.calendar.internal.Event;
import org.shuyuan.calendar.internal.EventService;
import org.shuyuan.calendar.internal.Names;
import org.shuyuan.calendar.internal.rest.Views.ClashList;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.RestResource;

/** What stands in the way of what somebody plans. */
@Component(service = ClashResource.class)
@RestResource
@JaxrsApplicationSelect("(osgi.jaxrs.name=calendar)")
@Path("clashes")
@Produces("application/json")
@Consumes("application/json")
public final class ClashResource {

    private final Clashes clashes;
    private final EventService events;
    private final ClashViews views;

    @Activate
    public ClashResource(@Reference Clashes clashes, @Reference EventService events, @Reference Names names) {
        this.clashes = clashes;
        this.events = events;
        this.views = new ClashViews(names);
    }

    /**
     * Who is called elsewhere at the time of an event that is being written, and what is held or booked at its place. Up to 60 dates of a repeating one are looked
     * at, those within a year; nothing is stored.
     *
     * @param event the event that would be changed
     */
    @POST
    @Needs("calendar.write")
    public ClashList of(@BeanParam Call call, @QueryParam("event") @Nullable UUID event, EventInput input) {
        Optional<Event> before = Optional.ofNullable(event).map(id -> events.find(call.caller(), id));
        UUID unit = input.owner() == null ? before.map(Event::unit).orElse(call.unit()) : input.owner();
        ZoneId zone = before.map(e -> e.schedule().zone()).orElseGet(() -> events.unit(unit).zone());
        return views.of(clashes.of(call.caller(), new Clashes.Question(unit, event, input.schedule(zone, before), input.audience(unit), input.host(), input.where())), zone, call.language());
    }
}
