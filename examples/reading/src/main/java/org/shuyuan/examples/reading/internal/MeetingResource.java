package org.shuyuan.examples.reading.internal;

import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
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
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationSelect;
import org.shuyuan.api.access.Needs;
import org.shuyuan.examples.reading.internal.Views.MeetingView;
import org.shuyuan.rest.Answers;
import org.shuyuan.rest.Body;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.ListQuery;
import org.shuyuan.rest.Page;
import org.shuyuan.rest.RestResource;
import org.shuyuan.rest.Versions;

/** The meetings over REST. */
@Component(service = MeetingResource.class)
@RestResource
@JaxrsApplicationSelect("(osgi.jaxrs.name=reading)")
@Path("meetings")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public final class MeetingResource {

    /** As a form sends it. @param begins in the unit's zone, as 2026-03-02T14:30 @param ends likewise @param book id of a book @param lead id of a person */
    public record MeetingInput(@Nullable String title, @Nullable String begins, @Nullable String ends, @Nullable String place, @Nullable UUID book, @Nullable UUID lead) {

        MeetingService.Draft draft() {
            return new MeetingService.Draft(title, begins, ends, place, book, lead);
        }
    }

    /** @param link the page on which the roll is taken */
    public record Roll(UUID gathering, String link) {}

    private static final Map<String, String> SORTS = Map.of("title", "m.title", "start", "m.starts", "place", "m.place");

    private final MeetingService service;
    private final MeetingStore store;
    private final Views views;
    private final Shelves shelves;

    @Activate
    public MeetingResource(@Reference MeetingService service, @Reference MeetingStore store, @Reference Views views, @Reference Shelves shelves) {
        this.service = service;
        this.store = store;
        this.views = views;
        this.shelves = shelves;
    }

    /**
     * The meetings of the unit, and of those below and above it, that the caller may see.
     *
     * @param book only about this book
     * @param from the first day, as 2026-03-02
     * @param to the last day
     */
    @GET
    @Needs("reading.read")
    public Page<MeetingView> list(@BeanParam Call call, @BeanParam ListQuery query, @QueryParam("book") @Nullable UUID book, @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to) {
        ZoneId zone = views.zone(call.unit());
        Found<Meeting> found = store.list(new MeetingStore.Wanted(shelves.seen(call.caller(), call.unit()), book, day(from, Given.FIRST).atStartOfDay(zone).toInstant(),
                day(to, Given.LAST).plusDays(1).atStartOfDay(zone).toInstant(), query.like(), query.orderBy(SORTS, "m.starts desc, m.id"), query.offset(), query.size()));
        return Page.of(views.meetings(call.caller(), found.items()), found.total(), query);
    }

    /** A meeting. */
    @GET
    @Path("{id}")
    @Needs(value = "reading.read", orAbsent = true)
    @Answers(MeetingView.class)
    public Response find(@BeanParam Call call, @PathParam("id") UUID id) {
        return answer(call, 200, service.find(call.caller(), id));
    }

    /** Plans a meeting of the unit. */
    @POST
    @Needs("reading.write")
    @Answers(MeetingView.class)
    public Response add(@BeanParam Call call, @Nullable MeetingInput input) {
        return answer(call, 201, service.add(call.caller(), call.unit(), Body.needed(input).draft()));
    }

    /** Changes a meeting; its unit stays, and its roll follows. */
    @PUT
    @Path("{id}")
    @Needs("reading.write")
    @Answers(MeetingView.class)
    public Response change(@BeanParam Call call, @PathParam("id") UUID id, @Nullable MeetingInput input) {
        int version = call.expectedVersion();
        try {
            return answer(call, 200, service.change(call.caller(), id, version, Body.needed(input).draft()));
        } catch (OptimisticLockException stale) {
            throw changed(call, id);
        }
    }

    /** Deletes a meeting; what is to come is cancelled in attendance. */
    @DELETE
    @Path("{id}")
    @Needs("reading.write")
    public void remove(@BeanParam Call call, @PathParam("id") UUID id) {
        int version = call.expectedVersion();
        try {
            service.remove(call.caller(), id, version);
        } catch (OptimisticLockException stale) {
            throw changed(call, id);
        }
    }

    /** The meeting's roll, made when there is none. */
    @POST
    @Path("{id}/roll")
    @Needs("reading.write")
    public Roll roll(@BeanParam Call call, @PathParam("id") UUID id) {
        UUID gathering = service.roll(call.caller(), id);
        return new Roll(gathering, Views.roll(gathering, service.find(call.caller(), id).unit()));
    }

    private RuntimeException changed(Call call, UUID id) {
        Meeting now = service.find(call.caller(), id);
        return Versions.changedMeanwhile(views.meetings(call.caller(), List.of(now)).get(0), now.version(), null, null);
    }

    private Response answer(Call call, int status, Meeting meeting) {
        return Versions.tag(Response.status(status).type(MediaType.APPLICATION_JSON).entity(views.meetings(call.caller(), List.of(meeting)).get(0)), meeting.version()).build();
    }

    /** What is no day is as if nothing was said: a filter in an address is not a form. */
    private static LocalDate day(@Nullable String text, LocalDate otherwise) {
        try {
            LocalDate day = text == null || text.isBlank() ? otherwise : LocalDate.parse(text.strip());
            return day.isBefore(Given.FIRST) || day.isAfter(Given.LAST) ? otherwise : day;
        } catch (DateTimeParseException noDay) {
            return otherwise;
        }
    }
}
