package org.shuyuan.access.internal.rest;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.BeanParam;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MultivaluedMap;
import javax.ws.rs.core.Response;
import javax.ws.rs.core.UriInfo;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationSelect;
import org.shuyuan.access.internal.Around;
import org.shuyuan.access.internal.Sessions;
import org.shuyuan.access.internal.Settings;
import org.shuyuan.access.internal.SignIn;
import org.shuyuan.access.internal.outside.Journeys;
import org.shuyuan.access.internal.outside.Links;
import org.shuyuan.access.internal.outside.OutsideSignIn;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.access.Needs;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.Public;
import org.shuyuan.rest.RestResource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signing in by sources outside, and what administrators see of them. */
@Component(service = OutsideResource.class)
@RestResource
@JaxrsApplicationSelect("(osgi.jaxrs.name=access)")
@Path("")
@Produces("application/json")
@Consumes("application/json")
public class OutsideResource {

    /** Name and password at the source, and a code of the portal's second factor. */
    public record Credentials(@Nullable String name, @Nullable String password, @Nullable String code) {}

    /** What the sign-in page was given by the way back, and the code. */
    public record SecondStep(@Nullable String second, @Nullable String code) {}

    /** The page of the portal to come back to. */
    public record Journey(@Nullable String back) {}

    /** Where the browser is to go; null: nowhere else. */
    public record Where(@Nullable String address) {}

    /** What is offered now. */
    public record Offers(List<Journeys.Offered> items) {}

    private static final Logger LOG = LoggerFactory.getLogger(OutsideResource.class);
    private static final Pattern CODE = Pattern.compile("[a-z][a-z0-9-]{0,39}\\.[a-z][a-z0-9-]{0,59}");

    private final OutsideSignIn signIn;
    private final Journeys journeys;
    private final Links links;
    private final Sessions sessions;
    private final Mirror mirror;
    private final Around around;
    private final Settings settings;

    @Activate
    public OutsideResource(@Reference OutsideSignIn signIn, @Reference Journeys journeys, @Reference Links links, @Reference Sessions sessions,
            @Reference Mirror mirror, @Reference Around around, @Reference Settings settings) {
        this.signIn = signIn;
        this.journeys = journeys;
        this.links = links;
        this.sessions = sessions;
        this.mirror = mirror;
        this.around = around;
        this.settings = settings;
    }

    /** The sources by which one may sign in now, beside the portal's own passwords. */
    @GET
    @Path("outside")
    @Public
    public Response offered(@BeanParam Call call) {
        return Response.ok(new Offers(journeys.offered(call.language()))).header("Cache-Control", "no-store").build();
    }

    /** Signs in by name and password of a source; the answer sets the cookie. */
    @POST
    @Path("outside/{source}/session")
    @Public
    public Response password(@BeanParam Call call, @Context HttpServletRequest request, @PathParam("source") String source, @Nullable Credentials credentials) {
        Credentials given = credentials == null ? new Credentials(null, null, null) : credentials;
        return entered(signIn.password(source, given.name(), given.password(), given.code(), from(request, call)), call, request);
    }

    /** The code of the second factor after a source's own page; the answer sets the cookie. */
    @POST
    @Path("outside/{source}/second")
    @Public
    public Response second(@BeanParam Call call, @Context HttpServletRequest request, @PathParam("source") String source, @Nullable SecondStep step) {
        Journeys.Arrived arrived = journeys.second(source, step == null ? null : step.second(), step == null ? null : step.code(), Web.journey(request), from(request, call));
        if (arrived.opened() == null) {
            throw Problem.badRequest("access.outside-journey");
        }
        return entered(arrived.opened(), call, request);
    }

    private SignIn.From from(HttpServletRequest request, Call call) {
        return Web.from(request, call.language(), settings);
    }

    private Response entered(SignIn.Opened opened, Call call, HttpServletRequest request) {
        leave(request, call);
        Caller caller = SessionResource.caller(opened.account(), Web.address(request, settings), call);
        return Web.signedIn(Response.ok(mirror.me(caller, call.unitIfAny().orElse(null))), opened, request).build();
    }

    /** Begins the way to a source's own sign-in page: the answer says where the browser goes. */
    @POST
    @Path("outside/{source}/start")
    @Public
    public Response start(@BeanParam Call call, @Context HttpServletRequest request, @PathParam("source") String source, @Nullable Journey journey) {
        Journeys.Begun begun = journeys.begin(source, Web.journey(request), journey == null ? null : journey.back(), from(request, call));
        return Web.journey(Response.ok(new Where(begun.address().toString())), begun.browser(), request).build();
    }

    /** Where a source sends the browser back to: opens the session and goes on to the portal, or to the sign-in page with the reason. */
    @GET
    @Path("outside/{source}/callback")
    @Public
    public Response back(@BeanParam Call call, @Context HttpServletRequest request, @Context UriInfo uri, @PathParam("source") String source) {
        Map<String, String> parameters;
        try {
            parameters = single(uri.getQueryParameters());
            Journeys.Arrived arrived = journeys.end(source, parameters, Web.journey(request), from(request, call));
            if (arrived.opened() == null) {
                return elsewhere("/sign-in#second:" + source + ":" + arrived.second()).build();
            }
            leave(request, call);
            return Web.signedIn(elsewhere(arrived.back()), arrived.opened(), request).build();
        } catch (Problem refused) {
            if (refused.status() >= 500) {
                LOG.warn("The sign-in by {} failed: {} {}", source.length() > 40 ? source.substring(0, 40) : source, refused.code(), refused.values());
            }
            return elsewhere("/sign-in#" + refused.code()).build();
        }
    }

    /** A source's own notice that a session has ended there. It comes from a server, not from a browser, and is believed only with its proof. */
    @POST
    @Path("outside/{source}/callback")
    @Consumes("application/x-www-form-urlencoded")
    @Public(toServers = true)
    public Response notice(@PathParam("source") String source, MultivaluedMap<String, String> form) {
        journeys.notice(source, single(form));
        return Response.ok().header("Cache-Control", "no-store").build();
    }

    /**
     * What a reason with which the sign-in page was opened means, in the reader's language.
     *
     * @param code {@code <module>.<name>}
     */
    @GET
    @Path("outside/reasons/{code}")
    @Public
    public Reason reason(@BeanParam Call call, @PathParam("code") String code) {
        if (!CODE.matcher(code).matches()) {
            throw Problem.notFound("access.no-such-source");
        }
        String module = code.substring(0, code.indexOf('.'));
        String key = "problem." + code.substring(code.indexOf('.') + 1);
        String title = around.text(call.language(), module, key);
        if (title.equals(key)) {
            throw Problem.notFound("access.no-such-source");
        }
        return new Reason(title, around.text(call.language(), module, key + ".do"));
    }

    /** What happened and what to do. */
    public record Reason(String title, String detail) {}

    /** Where the browser is to go after it has signed out, when the source shall be left too. */
    @GET
    @Path("outside/leave")
    @Needs(Needs.SIGN_IN)
    public Where leaving(@BeanParam Call call, @Context HttpServletRequest request) {
        call.caller();
        String secret = Web.session(request);
        Optional<URI> address = secret == null ? Optional.empty() : sessions.bySession(secret).flatMap(known -> journeys.leave(known.id()));
        return new Where(address.map(URI::toString).orElse(null));
    }

    /** By which sources an account is entered, and whether it has a password of the portal beside them. */
    @GET
    @Path("accounts/{id}/links")
    @Needs("access.accounts")
    public Links.OfAccount links(@BeanParam Call call, @PathParam("id") UUID id) {
        return links.of(call.caller(), id);
    }

    /** Takes a link away, with the roles that came through it. The next sign-in is matched anew. */
    @DELETE
    @Path("accounts/{id}/links/{link}")
    @Needs("access.accounts")
    public Response unlink(@BeanParam Call call, @PathParam("id") UUID id, @PathParam("link") UUID link) {
        links.remove(call.caller(), id, link);
        return Response.noContent().build();
    }

    /** Takes the portal's own password from an account that has a link: it is entered through its sources only. */
    @DELETE
    @Path("accounts/{id}/password")
    @Needs("access.accounts")
    public Response seal(@BeanParam Call call, @PathParam("id") UUID id) {
        links.seal(call.caller(), id);
        return Response.noContent().build();
    }

    /** Who signs in over a session of this browser has left it: nobody else finds it open. */
    private void leave(HttpServletRequest request, Call call) {
        String secret = Web.session(request);
        if (secret != null) {
            sessions.bySession(secret).ifPresent(left -> sessions.end(SessionResource.caller(left.account(), Web.address(request, settings), call), left.id(), "access.sign-out"));
        }
    }

    /** A parameter that comes twice is nobody's honest answer. */
    private static Map<String, String> single(MultivaluedMap<String, String> all) {
        Map<String, String> single = new LinkedHashMap<>();
        if (all.size() > 50 || all.values().stream().anyMatch(values -> values.size() != 1)) {
            throw Problem.badRequest("access.outside-journey");
        }
        all.forEach((key, values) -> single.put(key, values.get(0)));
        return single;
    }

    private static Response.ResponseBuilder elsewhere(String page) {
        return Response.status(Response.Status.SEE_OTHER).header("Location", page).header("Cache-Control", "no-store").header("Referrer-Policy", "no-referrer");
    }
}
