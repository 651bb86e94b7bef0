package org.shuyuan.examples.reading.internal;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.persistence.OptimisticLockException;
import javax.ws.rs.BeanParam;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.GET;
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
import org.shuyuan.api.access.Access;
import org.shuyuan.api.access.Needs;
import org.shuyuan.examples.reading.internal.Views.ReadingView;
import org.shuyuan.rest.Answers;
import org.shuyuan.rest.Body;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.ListQuery;
import org.shuyuan.rest.Page;
import org.shuyuan.rest.RestResource;
import org.shuyuan.rest.Versions;

/** What the caller reads and has read. */
@Component(service = ReadingResource.class)
@RestResource
@JaxrsApplicationSelect("(osgi.jaxrs.name=reading)")
@Path("readings")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public final class ReadingResource {

    /** As a form sends it. @param started as 2026-03-02 @param finished likewise; without it the book is still being read */
    public record ReadingInput(@Nullable String started, @Nullable String finished, @Nullable String thoughts) {}

    private static final Map<String, String> SORTS = Map.of("book.title", "b.title", "started", "r.started", "finished", "r.finished");

    private final ReadingService service;
    private final ReadingStore store;
    private final Views views;
    private final Access access;

    @Activate
    public ReadingResource(@Reference ReadingService service, @Reference ReadingStore store, @Reference Views views, @Reference Access access) {
        this.service = service;
        this.store = store;
        this.views = views;
        this.access = access;
    }

    /**
     * The caller's books, of whichever unit.
     *
     * @param state reading or finished; all without it
     */
    @GET
    @Path("mine")
    @Needs("reading.read")
    public Page<ReadingView> mine(@BeanParam Call call, @BeanParam ListQuery query, @QueryParam("state") @Nullable String state) {
        access.require(call.caller(), BookService.READ, call.unit());
        UUID person = call.caller().person();
        Boolean finished = "finished".equals(state) ? Boolean.TRUE : "reading".equals(state) ? Boolean.FALSE : null;
        Found<Reading.Of> found = person == null ? Found.nothing() : store.own(new ReadingStore.Wanted(person, finished, query.like(),
                query.orderBy(SORTS, "r.started desc, r.id"), query.offset(), query.size()));
        return Page.of(views.readings(call.caller(), found.items()), found.total(), query);
    }

    /** A reading. */
    @GET
    @Path("{id}")
    @Needs(value = "reading.read", orAbsent = true)
    @Answers(ReadingView.class)
    public Response find(@BeanParam Call call, @PathParam("id") UUID id) {
        return answer(call, service.find(call.caller(), id));
    }

    /** Says when the caller read it and what he or she thinks of it. Nobody may do that for somebody else. */
    @PUT
    @Path("{id}")
    @Needs(value = "reading.read", orAbsent = true)
    @Answers(ReadingView.class)
    public Response change(@BeanParam Call call, @PathParam("id") UUID id, @Nullable ReadingInput input) {
        ReadingInput given = Body.needed(input);
        int version = call.expectedVersion();
        try {
            service.change(call.caller(), id, version, new ReadingService.Draft(given.started(), given.finished(), given.thoughts()));
            return answer(call, service.find(call.caller(), id));
        } catch (OptimisticLockException stale) {
            throw changed(call, id);
        }
    }

    /** Takes the caller's own reading back, with what was written. */
    @DELETE
    @Path("{id}")
    @Needs(value = "reading.read", orAbsent = true)
    public void withdraw(@BeanParam Call call, @PathParam("id") UUID id) {
        int version = call.expectedVersion();
        try {
            service.withdraw(call.caller(), id, version);
        } catch (OptimisticLockException stale) {
            throw changed(call, id);
        }
    }

    private RuntimeException changed(Call call, UUID id) {
        Reading.Of now = service.find(call.caller(), id);
        return Versions.changedMeanwhile(views.readings(call.caller(), List.of(now)).get(0), now.reading().version(), null, null);
    }

    private Response answer(Call call, Reading.Of one) {
        return Versions.tag(Response.ok(views.readings(call.caller(), List.of(one)).get(0), MediaType.APPLICATION_JSON), one.reading().version()).build();
    }
}
