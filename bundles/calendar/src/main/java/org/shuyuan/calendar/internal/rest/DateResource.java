package org.shuyuan.calendar.internal.rest;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
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
import org.shuyuan.api.problem.Problem;
import org.shuyuan.calendar.internal.Event;
import org.shuyuan.calendar.internal.EventGatherings;
import org.shuyuan.calendar.internal.EventService;
import org.shuyuan.calendar.internal.OccurrenceService;
import org.shuyuan.calendar.internal.rest.Views.DateView;
import org.shuyuan.calendar.internal.rest.Views.GatheringRef;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.Page;
import org.shuyuan.rest.RestResource;
import org.shuyuan.rest.Versions;

/**
 * The dates of one event. Each is named by its recurrence id, its start by the rule in the event's local time
 * ({@code 2026-05-04T14:30}), and shares the event's ETag.
 */
@Component(service = DateResource.class)
@RestResource
@JaxrsApplicationSelect("(osgi.jaxrs.name=calendar)")
@Path("events/{id}/occurrences")
@Produces("application/json")
@Consumes("application/json")
public final class DateResource {

    private static final int DATES = 60;

    private final EventService events;
    private final OccurrenceService occurrences;
    private final EventGatherings gatherings;
    private final ViewMaker views;
    private final EventAnswers answers;

    @Activate
    public DateResource(@Reference EventService events, @Reference OccurrenceService occurrences, @Reference EventGatherings gatherings, @Reference ViewMaker views,
            @Reference EventAnswers answers) {
        this.events = events;
        this.occurrences = occurrences;
        this.gatherings = gatherings;
        this.views = views;
        this.answers = answers;
    }

    /**
     * 60 dates of the event and those left out among them, soonest first.
     *
     * @param from a day in the event's zone; today when missing
     * @param occurrence id of a date that must be among them: one that lies back begins the list, unless {@code from} is given
     */
    @GET
    @Needs(value = "calendar.read", orAbsent = true, orBelow = true)
    public Page<DateView> dates(@BeanParam Call call, @PathParam("id") UUID id, @QueryParam("from") @Nullable String from,
            @QueryParam("occurrence") @Nullable UUID occurrence) {
        ZoneId zone = events.find(call.caller(), id).schedule().zone();
        Instant since = from == null ? occurrences.since(id, occurrence, Instant.now())
                : Times.local(from, zone).orElseThrow(() -> Problem.invalid("from", "calendar.bad-time")).atZone(zone).toInstant();
        List<DateView> dates = occurrences.dates(call.caller(), id, since, DATES).stream().map(d -> views.date(d, call.language())).toList();
        return new Page<>(dates, dates.size(), 1, DATES);
    }

    /** One date, whole, as its form needs it. */
    @GET
    @Needs(value = "calendar.read", orAbsent = true, orBelow = true)
    @Path("{recurrence}")
    public Response date(@BeanParam Call call, @PathParam("id") UUID id, @PathParam("recurrence") String recurrence) {
        Event event = occurrences.find(call.caller(), id, date(recurrence));
        return Versions.ok(views.date(event, date(recurrence), call.language()), event.version());
    }

    /** Moves or changes one date; one that was left out takes place again. What equals the series follows it as before. */
    @PUT
    @Needs("calendar.write")
    @Path("{recurrence}")
    public Response change(@BeanParam Call call, @PathParam("id") UUID id, @PathParam("recurrence") String recurrence, DateInput input) {
        int version = call.expectedVersion();
        Event event = events.find(call.caller(), id);
        return answers.unlessStale(call, id, () -> answers.answer(call,
                occurrences.change(call.caller(), id, version, date(recurrence), input.time(event), input.details(event))));
    }

    /** Leaves out one date. */
    @DELETE
    @Needs("calendar.write")
    @Path("{recurrence}")
    public Response leaveOut(@BeanParam Call call, @PathParam("id") UUID id, @PathParam("recurrence") String recurrence) {
        int version = call.expectedVersion();
        return answers.unlessStale(call, id, () -> answers.answer(call, occurrences.leaveOut(call.caller(), id, version, date(recurrence))));
    }

    /** One date takes place as the series says, whether it was left out, moved or otherwise changed. */
    @POST
    @Needs("calendar.write")
    @Path("{recurrence}/restore")
    public Response restore(@BeanParam Call call, @PathParam("id") UUID id, @PathParam("recurrence") String recurrence) {
        int version = call.expectedVersion();
        return answers.unlessStale(call, id, () -> answers.answer(call, occurrences.restore(call.caller(), id, version, date(recurrence))));
    }

    /** The gathering of one date, whose roll can be taken; made when there is none. */
    @POST
    @Needs("calendar.write")
    @Path("{recurrence}/gathering")
    public GatheringRef gathering(@BeanParam Call call, @PathParam("id") UUID id, @PathParam("recurrence") String recurrence) {
        return new GatheringRef(gatherings.attach(call.caller(), events.find(call.caller(), id), date(recurrence)), recurrence, false);
    }

    private static LocalDateTime date(String recurrence) {
        return Times.local(recurrence, ZoneId.of("UTC")).orElseThrow(() -> Problem.notFound("calendar.no-such-date"));
    }
}
