package org.shuyuan.access.internal.rest;

import java.util.List;
import java.util.Map;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.BeanParam;
import javax.ws.rs.Consumes;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationSelect;
import org.shuyuan.access.internal.Settings;
import org.shuyuan.access.internal.Setup;
import org.shuyuan.access.internal.SignIn;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.text.Language;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.Public;
import org.shuyuan.rest.RestResource;

/** The first administrator and the first unit, by the one-time code. */
@Component(service = SetupResource.class)
@RestResource
@JaxrsApplicationSelect("(osgi.jaxrs.name=access)")
@Path("setup")
@Produces("application/json")
@Consumes("application/json")
public class SetupResource {

    /** A kind of unit to start from. */
    public record ProfileChoice(String id, String name, String description) {}

    /** What there is to choose from. */
    public record Choices(List<ProfileChoice> profiles) {}

    private final Setup setup;
    private final Mirror mirror;
    private final Settings settings;

    @Activate
    public SetupResource(@Reference Setup setup, @Reference Mirror mirror, @Reference Settings settings) {
        this.setup = setup;
        this.mirror = mirror;
        this.settings = settings;
    }

    /** The profiles the first unit can be founded with. */
    @GET
    @Public
    public Choices choices(@BeanParam Call call, @QueryParam("code") @Nullable String code) {
        Language language = call.language();
        return new Choices(setup.profiles(call.callerIfAny().orElse(null), code).stream()
                .map(one -> new ProfileChoice(one.id(), in(one.name(), language, one.id()), in(one.description(), language, ""))).toList());
    }

    private static String in(Map<Language, String> texts, Language language, String otherwise) {
        String text = texts.getOrDefault(language, texts.get(Language.ZH_CN));
        return text == null ? otherwise : text;
    }

    /** Makes the first administrator and the first unit. */
    @POST
    @Public
    public Response setUp(@BeanParam Call call, @Context HttpServletRequest request, Setup.@Nullable Wanted wanted) {
        if (wanted == null) {
            throw Problem.notFound("access.setup-over");
        }
        Caller already = call.callerIfAny().orElse(null);
        SignIn.Opened opened = setup.setUp(already, wanted, Web.from(request, call.language(), settings));
        if (opened == null) {
            return Response.ok(mirror.me(call.caller(), null)).build();
        }
        return Web.signedIn(Response.ok(mirror.me(SessionResource.caller(opened.account(), Web.address(request, settings), call), null)), opened, request).build();
    }
}
