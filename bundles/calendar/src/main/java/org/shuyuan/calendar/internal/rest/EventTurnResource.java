package org.shuyuan.calendar.internal.rest;

import java.util.List;
import java.util.UUID;
import javax.ws.rs.BeanParam;
import javax.ws.rs.Consumes;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationSelect;
import org.shuyuan.api.access.Needs;
import org.shuyuan.calendar.internal.EventService;
import org.shuyuan.calendar.internal.RotaTurn;
import org.shuyuan.calendar.internal.RotaTurns;
import org.shuyuan.calendar.internal.Rotas;
import org.shuyuan.calendar.internal.rest.RotaViews.DateTurnView;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.Page;
import org.shuyuan.rest.RestResource;

/** Who speaks at an event's dates. */
@Component(service = EventTurnResource.class)
@RestResource
@JaxrsApplicationSelect("(osgi.jaxrs.name=calendar)")
@Path("events/{event}/turns")
@Produces("application/json")
@Consumes("application/json")
public final class EventTurnResource {

    private final Rotas rotas;
    private final RotaTurns turns;
    private final EventService events;
    private final RotaViewMaker views;

    @Activate
    public EventTurnResource(@Reference Rotas rotas, @Reference RotaTurns turns, @Reference EventService events, @Reference RotaViewMaker views) {
        this.rotas = rotas;
        this.turns = turns;
        this.events = events;
        this.views = views;
    }

    /** What stands of an event's dates in rotas: who speaks, and about what. */
    @GET
    @Needs(value = "calendar.read", orAbsent = true, orBelow = true)
    public Page<DateTurnView> ofEvent(@BeanParam Call call, @PathParam("event") UUID event) {
        List<RotaTurn> all = turns.ofEvent(events.find(call.caller(), event));
        List<DateTurnView> shown = views.dates(all, rotas.all(all), rotas.of(call.caller(), all).keySet(), call.caller());
        return new Page<>(shown, shown.size(), 1, Math.max(1, shown.size()));
    }
}
