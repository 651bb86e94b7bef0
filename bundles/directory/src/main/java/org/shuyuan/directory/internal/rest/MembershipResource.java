package org.shuyuan.directory.internal.rest;

import java.util.UUID;
import javax.ws.rs.BeanParam;
import javax.ws.rs.Consumes;
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
import org.shuyuan.directory.internal.MembershipService;
import org.shuyuan.directory.internal.PersonService;
import org.shuyuan.directory.internal.PersonView;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.RestResource;
import org.shuyuan.rest.Versions;

/** Where a person belongs. The version is the person's. */
@Component(service = MembershipResource.class)
@RestResource
@JaxrsApplicationSelect("(osgi.jaxrs.name=directory)")
@Path("people/{person}/memberships")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class MembershipResource {

    private final MembershipService service;

    @Activate
    public MembershipResource(@Reference MembershipService service) {
        this.service = service;
    }

    /** Lets a person belong to a further unit. */
    @POST
    @Needs("directory.write")
    public Response add(@BeanParam Call call, @PathParam("person") UUID person, MembershipService.Draft draft) {
        return answer(call, service.add(call.caller(), person, call.expectedVersion(), draft));
    }

    /** Changes position and dates of a membership. */
    @PUT
    @Needs("directory.write")
    @Path("{id}")
    public Response change(@BeanParam Call call, @PathParam("person") UUID person, @PathParam("id") UUID id, MembershipService.Draft draft) {
        return answer(call, service.change(call.caller(), person, id, call.expectedVersion(), draft));
    }

    /** Ends a membership that is not the main one. */
    @POST
    @Needs("directory.write")
    @Path("{id}/end")
    public Response end(@BeanParam Call call, @PathParam("person") UUID person, @PathParam("id") UUID id, PersonResource.@Nullable Leave end) {
        return answer(call, service.end(call.caller(), person, id, call.expectedVersion(), end == null ? null : end.on()));
    }

    /** Makes a membership the main one. */
    @POST
    @Needs("directory.write")
    @Path("{id}/main")
    public Response main(@BeanParam Call call, @PathParam("person") UUID person, @PathParam("id") UUID id) {
        return answer(call, service.makeMain(call.caller(), person, id, call.expectedVersion()));
    }

    private static Response answer(Call call, PersonService.Shown shown) {
        return Versions.tag(Response.ok(PersonView.of(shown, call.language())), shown.person().version()).build();
    }
}
