package org.shuyuan.calendar.internal.rest;

import java.time.ZoneId;
import java.util.UUID;
import javax.ws.rs.BeanParam;
import javax.ws.rs.Consumes;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationSelect;
import org.shuyuan.api.access.Needs;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.calendar.internal.Event;
import org.shuyuan.calendar.internal.EventService;
import org.shuyuan.calendar.internal.OccurrenceOverride;
import org.shuyuan.calendar.internal.SeriesMove;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.RestResource;

/** A whole series that is moved by one of its dates. */
@Component(service = SeriesResource.class)
@RestResource
@JaxrsApplicationSelect("(osgi.jaxrs.name=calendar)")
@Path("events/{id}/series")
@Produces("application/json")
@Consumes("application/json")
public final class SeriesResource {

    /** @param recurrence names the date that was moved @param start where it was moved to, as {@link EventInput#start} @param end likewise, exclusive */
    public record SeriesInput(@Nullable String recurrence, @Nullable String start, @Nullable String end) {}

    private final EventService events;
    private final SeriesMove series;
    private final EventAnswers answers;

    @Activate
    public SeriesResource(@Reference EventService events, @Reference SeriesMove series, @Reference EventAnswers answers) {
        this.events = events;
        this.series = series;
        this.answers = answers;
    }

    /** Moves all dates of the event by as much as one of them was moved. */
    @POST
    @Needs("calendar.write")
    public Response move(@BeanParam Call call, @PathParam("id") UUID id, SeriesInput input) {
        int version = call.expectedVersion();
        Event event = events.find(call.caller(), id);
        var recurrence = Times.local(input.recurrence(), ZoneId.of("UTC")).orElseThrow(() -> Problem.notFound("calendar.no-such-date"));
        boolean allDay = event.schedule().allDay();
        OccurrenceOverride.Time to = new DateInput(null, null, null, null, null, allDay, input.start(), input.end()).time(event);
        return answers.unlessStale(call, id, () -> answers.answer(call, series.move(call.caller(), id, version, recurrence, to)));
    }
}
