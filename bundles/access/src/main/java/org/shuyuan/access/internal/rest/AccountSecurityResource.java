package org.shuyuan.access.internal.rest;

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
import javax.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationSelect;
import org.shuyuan.access.internal.Account;
import org.shuyuan.access.internal.AccountService;
import org.shuyuan.access.internal.Policies;
import org.shuyuan.access.internal.SecondFactor;
import org.shuyuan.access.internal.Sessions;
import org.shuyuan.access.internal.SignInHistory;
import org.shuyuan.api.access.Needs;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.ListQuery;
import org.shuyuan.rest.Page;
import org.shuyuan.rest.RestResource;

/** What an administrator sees and ends of others' sign-ins, and what a unit asks of its administrators. */
@Component(service = AccountSecurityResource.class)
@RestResource
@JaxrsApplicationSelect("(osgi.jaxrs.name=access)")
@Path("")
@Produces("application/json")
@Consumes("application/json")
public class AccountSecurityResource {

    /** Whether a second factor is asked for. */
    public record Wanted(@Nullable Boolean secondFactor) {}

    private final AccountService accounts;
    private final Sessions sessions;
    private final SignInHistory history;
    private final SecondFactor factor;
    private final Policies policies;

    @Activate
    public AccountSecurityResource(@Reference AccountService accounts, @Reference Sessions sessions, @Reference SignInHistory history,
            @Reference SecondFactor factor, @Reference Policies policies) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.history = history;
        this.factor = factor;
        this.policies = policies;
    }

    /** Where the account is signed in. */
    @GET
    @Needs(value = "access.accounts", orAbsent = true)
    @Path("accounts/{id}/sessions")
    public Page<Shown.OwnSession> sessions(@BeanParam Call call, @PathParam("id") UUID id) {
        var all = sessions.list(accounts.get(call.caller(), id).id()).stream().map(one -> Shown.session(one, null)).toList();
        return new Page<>(all, all.size(), 1, Math.max(1, all.size()));
    }

    /** Ends all sessions of the account. */
    @DELETE
    @Needs(value = "access.accounts", orAbsent = true)
    @Path("accounts/{id}/sessions")
    public Response endAll(@BeanParam Call call, @PathParam("id") UUID id) {
        accounts.endSessions(call.caller(), id, null);
        return Response.noContent().build();
    }

    /** Ends one session of the account. */
    @DELETE
    @Needs(value = "access.accounts", orAbsent = true)
    @Path("accounts/{id}/sessions/{session}")
    public Response end(@BeanParam Call call, @PathParam("id") UUID id, @PathParam("session") UUID session) {
        accounts.endSessions(call.caller(), id, session);
        return Response.noContent().build();
    }

    /** Who tried to sign in to the account, from where, with what end; the newest first. */
    @GET
    @Needs(value = "access.accounts", orAbsent = true)
    @Path("accounts/{id}/sign-ins")
    public Page<Shown.OneTry> signIns(@BeanParam Call call, @BeanParam ListQuery query, @PathParam("id") UUID id) {
        return Shown.tries(history.of(call.caller(), id, query.page(), query.size()));
    }

    /** Takes the second factor of an account away, for who has lost it; for those only who may more than the account. */
    @POST
    @Needs(value = "access.accounts", orAbsent = true)
    @Path("accounts/{id}/second-factor/reset")
    public Response resetFactor(@BeanParam Call call, @PathParam("id") UUID id) {
        Account account = accounts.get(call.caller(), id);
        factor.reset(call.caller(), account, accounts.hasMore(call.caller(), account), accounts.unitOf(account));
        return Response.noContent().build();
    }

    /** Whether the unit, or one above, asks its administrators for a second factor. */
    @GET
    @Needs("access.roles")
    @Path("policy")
    public Policies.Policy policy(@BeanParam Call call) {
        return policies.get(call.caller(), call.unit());
    }

    /** Asks the unit's administrators, and all below, for a second factor, or asks no more. */
    @PUT
    @Needs("access.roles")
    @Path("policy")
    public Policies.Policy ask(@BeanParam Call call, @Nullable Wanted wanted) {
        return policies.ask(call.caller(), call.unit(), wanted != null && Boolean.TRUE.equals(wanted.secondFactor()));
    }
}
