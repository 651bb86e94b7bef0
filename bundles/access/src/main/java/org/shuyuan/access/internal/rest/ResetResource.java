package org.shuyuan.access.internal.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.BeanParam;
import javax.ws.rs.Consumes;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationSelect;
import org.shuyuan.access.internal.PasswordReset;
import org.shuyuan.access.internal.Settings;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.Public;
import org.shuyuan.rest.RestResource;

/** A new password by mail, for who is not signed in. The link's secret comes in bodies only, never in an address. */
@Component(service = ResetResource.class)
@RestResource
@JaxrsApplicationSelect("(osgi.jaxrs.name=access)")
@Path("reset")
@Produces("application/json")
@Consumes("application/json")
public class ResetResource {

    /** An account's name or a mail address. */
    public record Wish(@Nullable String who) {}

    /** What stands in the link behind the #. */
    public record Secret(@Nullable String secret) {}

    /** The link's secret and the new password. */
    public record Fresh(@Nullable String secret, @JsonProperty("new") @Nullable String wanted) {}

    private final PasswordReset reset;
    private final Settings settings;

    @Activate
    public ResetResource(@Reference PasswordReset reset, @Reference Settings settings) {
        this.reset = reset;
        this.settings = settings;
    }

    /** Asks for a link by mail. The answer is the same whether there is such an account or not. */
    @POST
    @Public
    public Response ask(@BeanParam Call call, @Context HttpServletRequest request, @Nullable Wish wish) {
        reset.ask(wish == null ? null : wish.who(), Web.from(request, call.language(), settings));
        return unkept(Response.accepted());
    }

    /** Whose link it is, while it counts; changes nothing. */
    @POST
    @Path("link")
    @Public
    public Response link(@Nullable Secret secret) {
        return unkept(Response.ok(reset.link(secret == null ? null : secret.secret())));
    }

    /** Sets the new password, once. Nobody is signed in by it; the account's sessions end. */
    @POST
    @Path("password")
    @Public
    public Response set(@BeanParam Call call, @Context HttpServletRequest request, @Nullable Fresh fresh) {
        reset.set(fresh == null ? null : fresh.secret(), fresh == null ? null : fresh.wanted(), Web.from(request, call.language(), settings));
        return unkept(Response.noContent());
    }

    private static Response unkept(Response.ResponseBuilder answer) {
        return answer.header("Cache-Control", "no-store").build();
    }
}
