package org.shuyuan.directory.internal.rest;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationSelect;
import org.shuyuan.api.access.Needs;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.directory.internal.UnitData;
import org.shuyuan.directory.internal.UnitService;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.RestResource;
import org.shuyuan.rest.Versions;

/** The unit tree. */
@Component(service = UnitResource.class)
@RestResource
@JaxrsApplicationSelect("(osgi.jaxrs.name=directory)")
@Path("units")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class UnitResource {

    /** @param people who belong to it and all below it; members who only belong to it itself are {@code own} */
    public record UnitView(UUID id, String name, String kind, @Nullable UUID parent, List<UUID> path, int order, long people, long own) {}

    public record Units(List<UnitView> items) {}

    private final UnitService service;

    @Activate
    public UnitResource(@Reference UnitService service) {
        this.service = service;
    }

    /** The unit and all below it, with how many people belong to each. */
    @GET
    @Needs("directory.read")
    public Units tree(@BeanParam Call call) {
        List<Unit> subtree = service.subtree(call.caller(), call.unit());
        Map<UUID, Long> own = service.counts();
        Map<UUID, Long> all = new HashMap<>();
        subtree.forEach(u -> u.path().forEach(p -> all.merge(p, own.getOrDefault(u.id(), 0L), Long::sum)));
        return new Units(subtree.stream().map(u -> new UnitView(u.id(), u.name(), u.kind(), u.parent(), u.path(), u.order(), all.getOrDefault(u.id(), 0L),
                own.getOrDefault(u.id(), 0L))).toList());
    }

    /** One unit. */
    @GET
    @Needs("directory.read")
    @Path("{id}")
    public Response get(@BeanParam Call call, @PathParam("id") UUID id) {
        return answer(service.get(call.caller(), id), 200);
    }

    /** Adds a unit below another. */
    @POST
    @Needs("directory.units")
    public Response create(@BeanParam Call call, UnitService.Draft draft) {
        return answer(service.create(call.caller(), draft), 201);
    }

    /** Changes a unit, or moves it. */
    @PUT
    @Needs("directory.units")
    @Path("{id}")
    public Response change(@BeanParam Call call, @PathParam("id") UUID id, UnitService.Draft draft) {
        return answer(service.change(call.caller(), id, call.expectedVersion(), draft), 200);
    }

    /** Closes a unit. */
    @DELETE
    @Needs("directory.units")
    @Path("{id}")
    public void close(@BeanParam Call call, @PathParam("id") UUID id) {
        service.close(call.caller(), id, call.expectedVersion());
    }

    private static Response answer(UnitData unit, int status) {
        return Versions.tag(Response.status(status).entity(unit), unit.version()).build();
    }
}
