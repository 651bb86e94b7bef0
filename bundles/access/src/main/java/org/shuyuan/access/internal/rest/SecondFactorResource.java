package org.shuyuan.access.internal.rest;

import java.util.Map;
import java.util.UUID;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.BeanParam;
import javax.ws.rs.Consumes;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.PUT;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationSelect;
import org.shuyuan.access.internal.SecondFactor;
import org.shuyuan.access.internal.Sessions;
import org.shuyuan.api.access.Needs;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.RestResource;

/** The caller's own second factor. */
@Component(service = SecondFactorResource.class)
@RestResource
@JaxrsApplicationSelect("(osgi.jaxrs.name=access)")
@Path("me/second-factor")
@Produces("application/json")
@Consumes("application/json")
public class SecondFactorResource {

    /** The caller's password once more. */
    public record Proof(@Nullable String password) {}

    /** A code of the app, or a recovery code. */
    public record Code(@Nullable String code) {}

    private final SecondFactor factor;
    private final Sessions sessions;
    private final Mirror mirror;

    @Activate
    public SecondFactorResource(@Reference SecondFactor factor, @Reference Sessions sessions, @Reference Mirror mirror) {
        this.factor = factor;
        this.sessions = sessions;
        this.mirror = mirror;
    }

    /** Whether the caller has a second factor, and whether a unit asks for it. */
    @GET
    @Needs(Needs.SIGN_IN)
    public SecondFactor.State state(@BeanParam Call call) {
        return factor.state(call.caller());
    }

    /** Makes a secret for an app. It is in this answer and nowhere else; it counts once a code of it was shown. */
    @POST
    @Needs(value = Needs.SIGN_IN, browserOnly = true)
    public Response start(@BeanParam Call call, @Nullable Proof proof) {
        SecondFactor.Started started = factor.start(call.caller(), proof == null ? null : proof.password(), mirror.portalName(call.language()));
        return Shown.once(200, Map.of("secret", started.secret(), "uri", started.uri(), "qr", mirror.qr(started.uri())));
    }

    /** The first code of the app. Answers recovery codes, which are shown once. */
    @PUT
    @Needs(value = Needs.SIGN_IN, browserOnly = true)
    public Response confirm(@BeanParam Call call, @Context HttpServletRequest request, @Nullable Code code) {
        String secret = Web.session(request);
        UUID session = secret == null ? null : sessions.bySession(secret).map(Sessions.Known::id).orElse(null);
        return Shown.once(200, Map.of("recovery", factor.confirm(call.caller(), session, code == null ? null : code.code())));
    }

    /** New recovery codes in the place of the old, shown once. */
    @POST
    @Needs(value = Needs.SIGN_IN, browserOnly = true)
    @Path("recovery")
    public Response recovery(@BeanParam Call call, @Nullable Code code) {
        return Shown.once(200, Map.of("recovery", factor.newRecovery(call.caller(), code == null ? null : code.code())));
    }

    /** Gives the second factor up, with a code of it. */
    @POST
    @Needs(value = Needs.SIGN_IN, browserOnly = true)
    @Path("remove")
    public Response remove(@BeanParam Call call, @Nullable Code code) {
        factor.remove(call.caller(), code == null ? null : code.code());
        return Response.noContent().build();
    }
}
