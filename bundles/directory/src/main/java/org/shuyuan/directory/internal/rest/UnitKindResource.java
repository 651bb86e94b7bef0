package org.shuyuan.directory.internal.rest;

import java.util.List;
import java.util.Map;
import javax.ws.rs.BeanParam;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.PUT;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationSelect;
import org.shuyuan.api.access.Needs;
import org.shuyuan.directory.internal.UnitKind;
import org.shuyuan.directory.internal.UnitKinds;
import org.shuyuan.rest.Answers;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.Page;
import org.shuyuan.rest.RestResource;
import org.shuyuan.rest.Versions;

/** Kinds of units. */
@Component(service = UnitKindResource.class)
@RestResource
@JaxrsApplicationSelect("(osgi.jaxrs.name=directory)")
@Path("unit-kinds")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class UnitKindResource {

    /** @param id its code @param text its name in the caller's language @param name by language */
    public record KindView(String id, String text, Map<String, String> name, int order) {}

    private final UnitKinds kinds;

    @Activate
    public UnitKindResource(@Reference UnitKinds kinds) {
        this.kinds = kinds;
    }

    /** The kinds of units. */
    @GET
    @Needs("directory.read")
    public Page<KindView> list(@BeanParam Call call) {
        List<KindView> all = kinds.list(call.caller(), call.unit()).stream().map(k -> view(call, k)).toList();
        return new Page<>(all, all.size(), 1, Math.max(1, all.size()));
    }

    /** One kind of unit. */
    @GET
    @Needs("directory.read")
    @Path("{id}")
    @Answers(KindView.class)
    public Response get(@BeanParam Call call, @PathParam("id") String id) {
        return answer(call, kinds.get(call.caller(), call.unit(), id), 200);
    }

    /** Adds a kind of unit; for who manages the topmost unit. */
    @POST
    @Needs(Needs.EVERYTHING)
    @Answers(KindView.class)
    public Response create(@BeanParam Call call, UnitKinds.Draft draft) {
        return answer(call, kinds.create(call.caller(), draft), 201);
    }

    /** Changes what a kind of unit is called; for who manages the topmost unit. */
    @PUT
    @Needs(Needs.EVERYTHING)
    @Path("{id}")
    @Answers(KindView.class)
    public Response change(@BeanParam Call call, @PathParam("id") String id, UnitKinds.Draft draft) {
        return answer(call, kinds.change(call.caller(), id, call.expectedVersion(), draft), 200);
    }

    /** Deletes a kind that no unit ever had; for who manages the topmost unit. */
    @DELETE
    @Needs(Needs.EVERYTHING)
    @Path("{id}")
    public void remove(@BeanParam Call call, @PathParam("id") String id) {
        kinds.remove(call.caller(), id, call.expectedVersion());
    }

    private static Response answer(Call call, UnitKind kind, int status) {
        return Versions.tag(Response.status(status).entity(view(call, kind)), kind.version()).build();
    }

    private static KindView view(Call call, UnitKind kind) {
        return new KindView(kind.code(), kind.names().text(call.language()), kind.names().byTag(), kind.order());
    }
}
