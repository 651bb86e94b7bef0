package org.shuyuan.access.internal.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.BeanParam;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.PUT;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationSelect;
import org.shuyuan.access.internal.Account;
import org.shuyuan.access.internal.OwnPassword;
import org.shuyuan.access.internal.PasswordReset;
import org.shuyuan.access.internal.Self;
import org.shuyuan.access.internal.Sessions;
import org.shuyuan.access.internal.Settings;
import org.shuyuan.access.internal.Setup;
import org.shuyuan.access.internal.SignIn;
import org.shuyuan.access.internal.SignInHistory;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.access.Needs;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.text.Language;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.ListQuery;
import org.shuyuan.rest.Page;
import org.shuyuan.rest.Public;
import org.shuyuan.rest.RestResource;

/** Signing in and out, and what belongs to the signed-in person alone. */
@Component(service = SessionResource.class)
@RestResource
@JaxrsApplicationSelect("(osgi.jaxrs.name=access)")
@Path("")
@Produces("application/json")
@Consumes("application/json")
public class SessionResource {

    /** Name and password, and a code where the account has a second factor. */
    public record Credentials(@Nullable String name, @Nullable String password, @Nullable String code) {}

    /** A language tag. */
    public record Wish(@Nullable String language) {}

    /** The password as it is and as it shall be. */
    public record PasswordChange(@Nullable String current, @JsonProperty("new") @Nullable String wanted) {}

    private final SignIn signIn;
    private final Sessions sessions;
    private final Setup setup;
    private final Self self;
    private final OwnPassword password;
    private final PasswordReset reset;
    private final SignInHistory history;
    private final Settings settings;
    private final Mirror mirror;

    @Activate
    public SessionResource(@Reference SignIn signIn, @Reference Sessions sessions, @Reference Setup setup, @Reference Self self,
            @Reference OwnPassword password, @Reference PasswordReset reset, @Reference SignInHistory history, @Reference Settings settings, @Reference Mirror mirror) {
        this.signIn = signIn;
        this.sessions = sessions;
        this.setup = setup;
        this.self = self;
        this.password = password;
        this.reset = reset;
        this.history = history;
        this.settings = settings;
        this.mirror = mirror;
    }

    /** What the sign-in page needs to know. */
    @GET
    @Path("portal")
    @Public
    public Shown.Portal portal(@BeanParam Call call) {
        return new Shown.Portal(mirror.portalName(call.language()), setup.needed(), List.of(Language.ZH_CN.tag(), Language.ZH_TW.tag(), Language.EN.tag()),
                Boolean.getBoolean("shuyuan.demo"), reset.offered());
    }

    /** Signs in by name and password; the answer sets the cookie. */
    @POST
    @Path("session")
    @Public
    public Response signIn(@BeanParam Call call, @Context HttpServletRequest request, @Nullable Credentials credentials) {
        Credentials given = credentials == null ? new Credentials(null, null, null) : credentials;
        SignIn.Opened opened = signIn.open(given.name(), given.password(), given.code(), Web.from(request, call.language(), settings));
        String address = Web.address(request, settings);
        // who signs in over a session of this browser has left it: nobody else finds it open
        known(request).ifPresent(left -> sessions.end(caller(left.account(), address, call), left.id(), "access.sign-out"));
        return Web.signedIn(Response.ok(mirror.me(caller(opened.account(), address, call), call.unitIfAny().orElse(null))), opened, request).build();
    }

    static Caller caller(Account account, String address, Call call) {
        return new Caller(account.id(), account.person(), account.name(), Caller.Kind.SESSION, call.language(), address);
    }

    /** Ends the caller's session. Also for those whose session has already ended: signing out always succeeds. */
    @DELETE
    @Path("session")
    @Public
    public Response signOut(@BeanParam Call call, @Context HttpServletRequest request) {
        Optional<UUID> current = current(request);
        if (current.isPresent() && call.callerIfAny().isPresent()) {
            sessions.end(call.caller(), current.get(), "access.sign-out");
        }
        return Web.signedOut(Response.noContent(), request).build();
    }

    private Optional<UUID> current(HttpServletRequest request) {
        return known(request).map(Sessions.Known::id);
    }

    private Optional<Sessions.Known> known(HttpServletRequest request) {
        String secret = Web.session(request);
        return secret == null ? Optional.empty() : sessions.bySession(secret);
    }

    /** Who the caller is, and what may be done at the unit. */
    @GET
    @Needs(Needs.SIGN_IN)
    @Path("me")
    public Shown.Me me(@BeanParam Call call) {
        return mirror.me(call.caller(), call.unitIfAny().orElse(null));
    }

    /** Remembers the caller's language. */
    @PUT
    @Needs(Needs.SIGN_IN)
    @Path("me/language")
    public Response language(@BeanParam Call call, @Nullable Wish wish) {
        self.language(call.caller(), wish == null ? null : wish.language());
        return Response.noContent().build();
    }

    /** Changes the caller's own password; ends all other sessions of the account. */
    @PUT
    @Needs(value = Needs.SIGN_IN, browserOnly = true)
    @Path("me/password")
    public Response password(@BeanParam Call call, @Context HttpServletRequest request, @Nullable PasswordChange change) {
        if (change == null) {
            throw Problem.invalid("new", "access.password-short");
        }
        password.change(call.caller(), current(request).orElse(null), change.current(), change.wanted());
        return Response.noContent().build();
    }

    /** The caller's sessions. */
    @GET
    @Needs(Needs.SIGN_IN)
    @Path("sessions")
    public Page<Shown.OwnSession> sessions(@BeanParam Call call, @Context HttpServletRequest request) {
        UUID current = current(request).orElse(null);
        List<Shown.OwnSession> all = sessions.list(call.caller().account()).stream().map(one -> Shown.session(one, current)).toList();
        return new Page<>(all, all.size(), 1, Math.max(1, all.size()));
    }

    /** Who tried to sign in to the caller's account, from where, with what end; the newest first. */
    @GET
    @Needs(Needs.SIGN_IN)
    @Path("me/sign-ins")
    public Page<Shown.OneTry> signIns(@BeanParam Call call, @BeanParam ListQuery query) {
        return Shown.tries(history.own(call.caller(), query.page(), query.size()));
    }

    /** Ends all of the caller's sessions but this one. */
    @DELETE
    @Needs(value = Needs.SIGN_IN, browserOnly = true)
    @Path("sessions")
    public Response endOthers(@BeanParam Call call, @Context HttpServletRequest request) {
        sessions.endOthers(call.caller(), current(request).orElse(null));
        return Response.noContent().build();
    }

    /** Ends one of the caller's sessions. */
    @DELETE
    @Needs(value = Needs.SIGN_IN, browserOnly = true)
    @Path("sessions/{id}")
    public Response end(@BeanParam Call call, @PathParam("id") UUID id) {
        Sessions.browserOnly(call.caller());
        sessions.end(call.caller(), id, "access.end-session");
        return Response.noContent().build();
    }
}
