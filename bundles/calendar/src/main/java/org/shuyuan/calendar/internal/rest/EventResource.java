package org.shuyuan.calendar.internal.rest;

import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import javax.persistence.OptimisticLockException;
import javax.ws.rs.BeanParam;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.PUT;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationSelect;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.access.Needs;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.calendar.internal.Event;
import org.shuyuan.calendar.internal.EventService;
import org.shuyuan.calendar.internal.Schedule;
import org.shuyuan.calendar.internal.jpa.EventStore;
import org.shuyuan.calendar.internal.rest.Views.DateView;
import org.shuyuan.calendar.internal.rest.Views.EventView;
import org.shuyuan.calendar.internal.rest.Views.Starts;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.ListQuery;
import org.shuyuan.rest.Page;
import org.shuyuan.rest.RestResource;
import org.shuyuan.rest.Versions;

/** Events. */
@Component(service = EventResource.class)
@RestResource
@JaxrsApplicationSelect("(osgi.jaxrs.name=calendar)")
@Path("events")
@Produces("application/json")
@Consumes("application/json")
public final class EventResource {

    private static final Map<String, String> SORTS = Map.of("start", "e.starts", "title", "e.title", "changedAt", "e.changedAt");
    private static final int DATES = 60;

    private final EventService events;
    private final ViewMaker views;

    @Activate
    public EventResource(@Reference EventService events, @Reference ViewMaker views) {
        this.events = events;
        this.views = views;
    }

    /** The events owned by the unit and those below it. */
    @GET
    @Needs("calendar.read")
    public Page<EventView> list(@BeanParam Call call, @BeanParam ListQuery query, @QueryParam("kind") @Nullable UUID kind) {
        EventStore.Page page = events.list(call.caller(), call.unit(), new EventStore.Query(query.q().isEmpty() ? null : query.like(), kind,
                query.orderBy(SORTS, "e.starts, e.id"), query.offset(), query.size()));
        return Page.of(page.items().stream().map(e -> views.event(e, call.caller())).toList(), page.total(), query);
    }

    /** Adds an event. */
    @POST
    @Needs("calendar.write")
    public Response add(@BeanParam Call call, EventInput input) {
        Event event = events.add(call.caller(), input.draft(call.unit(), zone(call, input), Optional.empty()));
        return Versions.tag(Response.status(201).entity(views.event(event, call.caller())), event.version()).build();
    }

    /** One event. */
    @GET
    @Needs(value = "calendar.read", orAbsent = true)
    @Path("{id}")
    public Response find(@BeanParam Call call, @PathParam("id") UUID id) {
        return answer(events.find(call.caller(), id), call.caller());
    }

    /** Changes an event with all its dates. */
    @PUT
    @Needs("calendar.write")
    @Path("{id}")
    public Response change(@BeanParam Call call, @PathParam("id") UUID id, EventInput input) {
        int version = call.expectedVersion();
        Event before = events.find(call.caller(), id);
        return unlessStale(call, id, () -> answer(
                events.change(call.caller(), id, version, input.draft(call.unit(), zone(call, input), Optional.of(before))), call.caller()));
    }

    /** Deletes an event with all its dates. */
    @DELETE
    @Needs("calendar.write")
    @Path("{id}")
    public Response remove(@BeanParam Call call, @PathParam("id") UUID id) {
        int version = call.expectedVersion();
        return unlessStale(call, id, () -> {
            events.remove(call.caller(), id, version);
            return Response.noContent().build();
        });
    }

    /** The event's next dates, 60 at most. */
    @GET
    @Needs(value = "calendar.read", orAbsent = true)
    @Path("{id}/occurrences")
    public Page<DateView> dates(@BeanParam Call call, @PathParam("id") UUID id) {
        List<DateView> dates = events.upcoming(call.caller(), id, Clock.systemUTC().instant(), DATES).stream().map(ViewMaker::date).toList();
        return new Page<>(dates, dates.size(), 1, DATES);
    }

    /** Leaves out one date of a repeating event. */
    @DELETE
    @Needs("calendar.write")
    @Path("{id}/occurrences/{recurrence}")
    public Response leaveOut(@BeanParam Call call, @PathParam("id") UUID id, @PathParam("recurrence") String recurrence) {
        int version = call.expectedVersion();
        LocalDateTime date = Times.local(recurrence, ZoneId.of("UTC")).orElseThrow(() -> Problem.notFound("calendar.no-such-date"));
        return unlessStale(call, id, () -> answer(events.leaveOut(call.caller(), id, version, date), call.caller()));
    }

    /** The first dates that an event would take place; nothing is stored. */
    @POST
    @Needs("calendar.read")
    @Path("preview")
    public Starts preview(@BeanParam Call call, EventInput input) {
        ZoneId zone = zone(call, input);
        Schedule schedule = input.schedule(zone, List.of());
        return new Starts(events.preview(call.caller(), call.unit(), schedule, 8).stream().map(s -> Times.text(s, zone, schedule.allDay())).toList());
    }

    private ZoneId zone(Call call, EventInput input) {
        return events.unit(input.owner() == null ? call.unit() : input.owner()).zone();
    }

    private Response answer(Event event, Caller caller) {
        return Versions.ok(views.event(event, caller), event.version());
    }

    private Response unlessStale(Call call, UUID id, Supplier<Response> work) {
        try {
            return work.get();
        } catch (OptimisticLockException stale) {
            Event now = events.find(call.caller(), id);
            throw Versions.changedMeanwhile(views.event(now, call.caller()), now.version(), now.trace().changedBy(), now.trace().changedAt());
        }
    }
}
