package org.shuyuan.calendar.internal.rest;

import java.util.List;
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
import javax.ws.rs.core.Response;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationSelect;
import org.shuyuan.api.access.Needs;
import org.shuyuan.api.id.Ids;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.calendar.internal.Kind;
import org.shuyuan.calendar.internal.Kinds;
import org.shuyuan.calendar.internal.rest.Views.KindView;
import org.shuyuan.rest.Answers;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.Page;
import org.shuyuan.rest.RestResource;
import org.shuyuan.rest.Versions;

/** Kinds of event that hold at a unit. */
@Component(service = KindResource.class)
@RestResource
@JaxrsApplicationSelect("(osgi.jaxrs.name=calendar)")
@Path("kinds")
@Produces("application/json")
@Consumes("application/json")
public final class KindResource {

    private final Kinds kinds;
    private final ViewMaker views;

    @Activate
    public KindResource(@Reference Kinds kinds, @Reference ViewMaker views) {
        this.kinds = kinds;
        this.views = views;
    }

    /** The kinds of event that hold at the unit. */
    @GET
    @Needs("calendar.read")
    public Page<KindView> list(@BeanParam Call call) {
        List<KindView> all = kinds.list(call.caller(), call.unit()).stream().map(k -> views.kind(k, call.language())).toList();
        return new Page<>(all, all.size(), 1, all.size());
    }

    /** One kind of event. */
    @GET
    @Needs(value = "calendar.read", orAbsent = true, orBelow = true)
    @Path("{id}")
    @Answers(KindView.class)
    public Response find(@BeanParam Call call, @PathParam("id") UUID id) {
        return answer(call, kinds.get(call.caller(), id));
    }

    /** Adds a kind of event. */
    @POST
    @Needs("calendar.kinds")
    @Answers(KindView.class)
    public Response add(@BeanParam Call call, KindInput input) {
        Kind kind = kinds.add(call.caller(), input.kind(Ids.next(), 0, call.unit()));
        return Versions.tag(Response.status(201).entity(views.kind(kind, call.language())), kind.version()).build();
    }

    /** Changes a kind of event. */
    @PUT
    @Needs("calendar.kinds")
    @Path("{id}")
    @Answers(KindView.class)
    public Response change(@BeanParam Call call, @PathParam("id") UUID id, KindInput input) {
        int version = call.expectedVersion();
        try {
            return answer(call, kinds.change(call.caller(), input.kind(id, version, call.unit())));
        } catch (OptimisticLockException stale) {
            throw stale(call, id);
        }
    }

    /** Deletes a kind of event. */
    @DELETE
    @Needs("calendar.kinds")
    @Path("{id}")
    public Response remove(@BeanParam Call call, @PathParam("id") UUID id) {
        int version = call.expectedVersion();
        try {
            kinds.remove(call.caller(), id, version);
            return Response.noContent().build();
        } catch (OptimisticLockException stale) {
            throw stale(call, id);
        }
    }

    private Response answer(Call call, Kind kind) {
        return Versions.ok(views.kind(kind, call.language()), kind.version());
    }

    private Problem stale(Call call, UUID id) {
        Kind now = kinds.find(id).orElseThrow(() -> Problem.notFound("calendar.no-such-kind"));
        return Versions.changedMeanwhile(views.kind(now, call.language()), now.version(), null, null);
    }
}
