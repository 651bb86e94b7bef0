package org.shuyuan.access.internal.rest;

import java.util.List;
import java.util.UUID;
import javax.ws.rs.BeanParam;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.GET;
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
import org.shuyuan.access.internal.Delegations;
import org.shuyuan.access.internal.Grant;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.access.Needs;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.RestResource;

/** Who stands in for the caller, and for whom the caller stands in. */
@Component(service = DelegationsResource.class)
@RestResource
@JaxrsApplicationSelect("(osgi.jaxrs.name=access)")
@Path("delegations")
@Produces("application/json")
@Consumes("application/json")
public class DelegationsResource {

    /** One role that somebody holds for another. */
    public record One(Shown.Held grant, String to, String from) {}

    /** The caller's own roles that can be delegated, what is delegated now or later, and what the caller holds for others. */
    public record Answer(List<Shown.Held> delegable, List<One> given, List<One> received) {}

    private final Delegations delegations;
    private final Mirror mirror;

    @Activate
    public DelegationsResource(@Reference Delegations delegations, @Reference Mirror mirror) {
        this.delegations = delegations;
        this.mirror = mirror;
    }

    /** What the caller can delegate, has delegated, and holds for others. */
    @GET
    @Needs(Needs.SIGN_IN)
    public Answer list(@BeanParam Call call) {
        Caller caller = call.caller();
        return new Answer(delegations.delegable(caller).stream().map(grant -> mirror.held(grant, call.language())).toList(),
                delegations.given(caller).stream().map(grant -> one(grant, call)).toList(),
                delegations.received(caller).stream().map(grant -> one(grant, call)).toList());
    }

    /** Lets another person hold some of the caller's own roles for some days. */
    @POST
    @Needs(value = Needs.SIGN_IN, browserOnly = true)
    public Response delegate(@BeanParam Call call, Delegations.@Nullable Wanted wanted) {
        List<Grant> made = delegations.delegate(call.caller(), wanted == null ? new Delegations.Wanted(null, null, null, null, null) : wanted);
        return Response.status(201).entity(made.stream().map(grant -> one(grant, call)).toList()).build();
    }

    /** Takes back what was delegated, or gives it back. */
    @DELETE
    @Needs(value = Needs.SIGN_IN, browserOnly = true)
    @Path("{id}")
    public Response end(@BeanParam Call call, @PathParam("id") UUID id) {
        delegations.end(call.caller(), id);
        return Response.noContent().build();
    }

    private One one(Grant grant, Call call) {
        Grant.Delegated delegated = grant.delegated();
        return new One(mirror.held(grant, call.language()), mirror.accountName(grant.account(), call.language()), delegated == null ? "" : mirror.accountName(delegated.by(), call.language()));
    }
}
