package org.shuyuan.calendar.internal.rest;

import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import javax.persistence.OptimisticLockException;
import javax.ws.rs.BeanParam;
import javax.ws.rs.Consumes;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.PUT;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Response;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationSelect;
import org.shuyuan.api.access.Needs;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.calendar.internal.Rota;
import org.shuyuan.calendar.internal.RotaTurn;
import org.shuyuan.calendar.internal.RotaTurns;
import org.shuyuan.calendar.internal.Rotas;
import org.shuyuan.calendar.internal.rest.RotaViews.ConfirmInput;
import org.shuyuan.calendar.internal.rest.RotaViews.ExchangeInput;
import org.shuyuan.calendar.internal.rest.RotaViews.PrepareInput;
import org.shuyuan.calendar.internal.rest.RotaViews.ReasonInput;
import org.shuyuan.calendar.internal.rest.RotaViews.SubstituteInput;
import org.shuyuan.calendar.internal.rest.RotaViews.TurnView;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.RestResource;
import org.shuyuan.rest.Versions;

/** Single turns of a rota. */
@Component(service = RotaTurnResource.class)
@RestResource
@JaxrsApplicationSelect("(osgi.jaxrs.name=calendar)")
@Path("rotas/{id}/turns/{turn}")
@Produces("application/json")
@Consumes("application/json")
public final class RotaTurnResource {

    private final Rotas rotas;
    private final RotaTurns turns;
    private final RotaViewMaker views;

    @Activate
    public RotaTurnResource(@Reference Rotas rotas, @Reference RotaTurns turns, @Reference RotaViewMaker views) {
        this.rotas = rotas;
        this.turns = turns;
        this.views = views;
    }

    /** One turn. */
    @GET
    @Needs(value = "calendar.read", orAbsent = true)
    public Response find(@BeanParam Call call, @PathParam("id") UUID id, @PathParam("turn") UUID turn) {
        Rota rota = rotas.find(call.caller(), id);
        RotaTurn found = turns.find(rota, turn);
        return Versions.ok(view(call, rota, found), found.version());
    }

    /** Says what it is about, and who speaks for a department. Whose turn it is may too. */
    @PUT
    @Needs(value = "calendar.write", orAbsent = true)
    public Response prepare(@BeanParam Call call, @PathParam("id") UUID id, @PathParam("turn") UUID turn, PrepareInput input) {
        int version = call.expectedVersion();
        return unlessStale(call, id, turn, () -> turns.prepare(call.caller(), id, turn, version, input.who(), input.topic()));
    }

    /** Promises it: it is not moved any more. Whose turn it is may too. */
    @POST
    @Needs(value = "calendar.write", orAbsent = true)
    @Path("accept")
    public Response accept(@BeanParam Call call, @PathParam("id") UUID id, @PathParam("turn") UUID turn) {
        int version = call.expectedVersion();
        return unlessStale(call, id, turn, () -> turns.accept(call.caller(), id, turn, version));
    }

    /** Cannot take it: the next in order stands in, and who could not is due next after. Whose turn it is may too. */
    @POST
    @Needs(value = "calendar.write", orAbsent = true)
    @Path("decline")
    public Response decline(@BeanParam Call call, @PathParam("id") UUID id, @PathParam("turn") UUID turn, ReasonInput input) {
        int version = call.expectedVersion();
        return unlessStale(call, id, turn, () -> turns.decline(call.caller(), id, turn, version, Objects.requireNonNullElse(input.reason(), "")));
    }

    /** Names who stands in, of the list or from outside. */
    @POST
    @Needs(value = "calendar.write", orAbsent = true)
    @Path("substitute")
    public Response substitute(@BeanParam Call call, @PathParam("id") UUID id, @PathParam("turn") UUID turn, SubstituteInput input) {
        int version = call.expectedVersion();
        return unlessStale(call, id, turn, () -> turns.substitute(call.caller(), id, turn, version, input.who()));
    }

    /** Exchanges it with another of the same rota. */
    @POST
    @Needs(value = "calendar.write", orAbsent = true)
    @Path("exchange")
    public Response exchange(@BeanParam Call call, @PathParam("id") UUID id, @PathParam("turn") UUID turn, ExchangeInput input) {
        int version = call.expectedVersion();
        UUID with = input.with();
        if (with == null) {
            throw Problem.invalid("with", "calendar.no-such-turn");
        }
        return unlessStale(call, id, turn, () -> turns.exchange(call.caller(), id, turn, version, with));
    }

    /** Confirms who spoke, once it has begun; only that is credited. It may be put right later. */
    @POST
    @Needs(value = "calendar.write", orAbsent = true)
    @Path("confirm")
    public Response confirm(@BeanParam Call call, @PathParam("id") UUID id, @PathParam("turn") UUID turn, ConfirmInput input) {
        int version = call.expectedVersion();
        return unlessStale(call, id, turn, () -> turns.confirm(call.caller(), id, turn, version, !Boolean.FALSE.equals(input.spoke()), input.who(), input.topic()));
    }

    private TurnView view(Call call, Rota rota, RotaTurn turn) {
        return views.turns(rota, List.of(turn), call.caller()).get(0);
    }

    private Response unlessStale(Call call, UUID id, UUID turn, Supplier<RotaTurn> work) {
        try {
            RotaTurn after = work.get();
            return Versions.ok(view(call, rotas.find(call.caller(), id), after), after.version());
        } catch (OptimisticLockException stale) {
            Rota rota = rotas.find(call.caller(), id);
            RotaTurn now = turns.find(rota, turn);
            throw Versions.changedMeanwhile(view(call, rota, now), now.version(), null, null);
        }
    }
}
