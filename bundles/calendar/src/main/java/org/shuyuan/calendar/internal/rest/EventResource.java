package org.shuyuan.calendar.internal.rest;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
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
import org.shuyuan.api.access.Needs;
import org.shuyuan.calendar.internal.Event;
import org.shuyuan.calendar.internal.EventDefaults;
import org.shuyuan.calendar.internal.EventGatherings;
import org.shuyuan.calendar.internal.EventHistory;
import org.shuyuan.calendar.internal.EventService;
import org.shuyuan.calendar.internal.ExportService;
import org.shuyuan.calendar.internal.OccurrenceOverride;
import org.shuyuan.calendar.internal.PlanService;
import org.shuyuan.calendar.internal.Schedule;
import org.shuyuan.calendar.internal.jpa.EventStore;
import org.shuyuan.calendar.internal.rest.Views.DefaultsView;
import org.shuyuan.calendar.internal.rest.Views.EventView;
import org.shuyuan.calendar.internal.rest.Views.GatheringRef;
import org.shuyuan.calendar.internal.rest.Views.HistoryView;
import org.shuyuan.calendar.internal.rest.Views.Ref;
import org.shuyuan.calendar.internal.rest.Views.Starts;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.ListQuery;
import org.shuyuan.rest.Page;
import org.shuyuan.rest.RestResource;
import org.shuyuan.rest.Transfers;
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

    private final EventService events;
    private final EventDefaults defaults;
    private final EventHistory history;
    private final EventGatherings gatherings;
    private final ExportService exports;
    private final ViewMaker views;
    private final HistoryViews historyViews;
    private final EventAnswers answers;
    private final PlanService plans;

    @Activate
    public EventResource(@Reference EventService events, @Reference EventDefaults defaults, @Reference EventHistory history,
            @Reference EventGatherings gatherings, @Reference ExportService exports, @Reference ViewMaker views, @Reference HistoryViews historyViews, @Reference EventAnswers answers,
            @Reference PlanService plans) {
        this.events = events;
        this.defaults = defaults;
        this.history = history;
        this.gatherings = gatherings;
        this.exports = exports;
        this.views = views;
        this.historyViews = historyViews;
        this.answers = answers;
        this.plans = plans;
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
    @Needs(value = "calendar.read", orAbsent = true, orBelow = true)
    @Path("{id}")
    public Response find(@BeanParam Call call, @PathParam("id") UUID id) {
        return answers.answer(call, events.find(call.caller(), id));
    }

    /** Changes an event with all its dates. */
    @PUT
    @Needs("calendar.write")
    @Path("{id}")
    public Response change(@BeanParam Call call, @PathParam("id") UUID id, EventInput input) {
        int version = call.expectedVersion();
        Event before = events.find(call.caller(), id);
        return answers.unlessStale(call, id, () -> answers.answer(call,
                events.change(call.caller(), id, version, input.draft(call.unit(), zone(call, input), Optional.of(before)))));
    }

    /** Deletes an event with all its dates. */
    @DELETE
    @Needs("calendar.write")
    @Path("{id}")
    public Response remove(@BeanParam Call call, @PathParam("id") UUID id) {
        int version = call.expectedVersion();
        return answers.unlessStale(call, id, () -> {
            events.remove(call.caller(), id, version);
            return Response.noContent().build();
        });
    }

    /** The event as a calendar file, whole with its rule and what single dates have of their own. */
    @GET
    @Needs(value = "calendar.read", orAbsent = true, orBelow = true)
    @Path("{id}/export.ics")
    @Produces("text/calendar")
    public Response export(@BeanParam Call call, @PathParam("id") UUID id) {
        ExportService.Export export = exports.export(call.caller(), id);
        return Transfers.download(export.name() + ".ics", "text/calendar; charset=utf-8", export::write);
    }

    /** Who changed what and when, newest first, at most 100. */
    @GET
    @Needs("calendar.write")
    @Path("{id}/history")
    public Page<HistoryView> history(@BeanParam Call call, @PathParam("id") UUID id) {
        List<HistoryView> entries = history.of(call.caller(), id).stream().map(e -> historyViews.entry(e, call.language())).toList();
        return new Page<>(entries, entries.size(), 1, entries.size());
    }

    /** The gatherings of the event's dates, as far as there are any. */
    @GET
    @Needs(value = "calendar.read", orAbsent = true, orBelow = true)
    @Path("{id}/gatherings")
    public Page<GatheringRef> gatherings(@BeanParam Call call, @PathParam("id") UUID id) {
        Event event = events.find(call.caller(), id);
        List<GatheringRef> all = gatherings.of(event).stream().map(a -> new GatheringRef(a.gathering(), gatherings.date(event, a).toString(), a.cancelled())).toList();
        return new Page<>(all, all.size(), 1, all.size());
    }

    /** The plans in force whose items became the event. */
    @GET
    @Needs(value = "calendar.read", orAbsent = true, orBelow = true)
    @Path("{id}/plans")
    public Page<Ref> plans(@BeanParam Call call, @PathParam("id") UUID id) {
        List<Ref> all = plans.ofEvent(call.caller(), events.find(call.caller(), id)).stream().map(p -> new Ref(p.id(), p.title())).toList();
        return new Page<>(all, all.size(), 1, Math.max(1, all.size()));
    }

    /** What a new event of the unit is likely to have. */
    @GET
    @Needs("calendar.write")
    @Path("defaults")
    public DefaultsView defaults(@BeanParam Call call) {
        return views.defaults(defaults.at(call.caller(), call.unit()), call.language());
    }

    /**
     * The first dates that an event would take place; nothing is stored.
     *
     * @param event the event that would be changed: then also which dates that have something of their own would be lost
     */
    @POST
    @Needs("calendar.read")
    @Path("preview")
    public Starts preview(@BeanParam Call call, @QueryParam("event") @Nullable UUID event, EventInput input) {
        Optional<Event> before = Optional.ofNullable(event).map(id -> events.find(call.caller(), id));
        ZoneId zone = before.map(e -> e.schedule().zone()).orElseGet(() -> zone(call, input));
        Schedule schedule = input.schedule(zone, before);
        List<LocalDateTime> lost = event == null ? List.of() : events.lost(call.caller(), event, schedule).stream().map(OccurrenceOverride::recurrence).toList();
        return new Starts(events.preview(call.caller(), call.unit(), schedule, 8).stream().map(s -> Times.text(s, zone, schedule.allDay())).toList(),
                lost.stream().map(s -> Times.text(s, zone, schedule.allDay())).toList());
    }

    private ZoneId zone(Call call, EventInput input) {
        return events.unit(input.owner() == null ? call.unit() : input.owner()).zone();
    }
}
