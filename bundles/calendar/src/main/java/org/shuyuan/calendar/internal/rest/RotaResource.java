package org.shuyuan.calendar.internal.rest;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import javax.persistence.OptimisticLockException;
import javax.ws.rs.BeanParam;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.PUT;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationSelect;
import org.shuyuan.api.access.Needs;
import org.shuyuan.api.id.Ids;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.calendar.internal.EventService;
import org.shuyuan.calendar.internal.Rota;
import org.shuyuan.calendar.internal.RotaTurn;
import org.shuyuan.calendar.internal.Rotas;
import org.shuyuan.calendar.internal.jpa.RotaStore;
import org.shuyuan.calendar.internal.rest.RotaViews.RotaInput;
import org.shuyuan.calendar.internal.rest.RotaViews.RotaRow;
import org.shuyuan.calendar.internal.rest.RotaViews.TurnView;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.ListQuery;
import org.shuyuan.rest.Page;
import org.shuyuan.rest.RestResource;
import org.shuyuan.rest.Versions;

/** Rotas: who speaks in turn at an event's dates. */
@Component(service = RotaResource.class)
@RestResource
@JaxrsApplicationSelect("(osgi.jaxrs.name=calendar)")
@Path("rotas")
@Produces("application/json")
@Consumes("application/json")
public final class RotaResource {

    private static final Map<String, String> SORTS = Map.of("name", "r.name", "changedAt", "r.changed_at");

    private final Rotas rotas;
    private final EventService events;
    private final RotaViewMaker views;

    @Activate
    public RotaResource(@Reference Rotas rotas, @Reference EventService events, @Reference RotaViewMaker views) {
        this.rotas = rotas;
        this.events = events;
        this.views = views;
    }

    /**
     * The rotas of the unit and those below it, each with whose turn is next.
     *
     * @param state {@code running} when missing, {@code ended} or {@code all}
     */
    @GET
    @Needs("calendar.read")
    public Page<RotaRow> list(@BeanParam Call call, @BeanParam ListQuery query, @QueryParam("state") @Nullable String state) {
        Boolean running = "all".equals(state) ? null : Boolean.valueOf(!"ended".equals(state));
        RotaStore.Page page = rotas.list(call.caller(), call.unit(), running, query.q().isEmpty() ? null : query.like(), query.orderBy(SORTS, "r.name, r.id"), query.offset(), query.size());
        return Page.of(views.rows(page.items(), call.caller()), page.total(), query);
    }

    /** Begins a rota; its turns to come are made at once. */
    @POST
    @Needs(value = "calendar.write", orAbsent = true)
    public Response add(@BeanParam Call call, RotaInput input) {
        Rota rota = rotas.add(call.caller(), input.rota(Ids.next(), 0, call.unit(), today(call), null));
        return Versions.tag(Response.status(201).entity(views.whole(rota, call.caller())), rota.version()).build();
    }

    /** One rota with its members, how it stands with each, and the swaps that wait. Who is on the list sees it too. */
    @GET
    @Needs(value = "calendar.read", orAbsent = true)
    @Path("{id}")
    public Response find(@BeanParam Call call, @PathParam("id") UUID id) {
        return answer(call, rotas.find(call.caller(), id));
    }

    /** Changes name, first day, reminder, number of turns ahead and the list. Turns that are past, promised, changed or taken over stay. */
    @PUT
    @Needs(value = "calendar.write", orAbsent = true)
    @Path("{id}")
    public Response change(@BeanParam Call call, @PathParam("id") UUID id, RotaInput input) {
        int version = call.expectedVersion();
        return unlessStale(call, id, () -> {
            Rota known = rotas.find(call.caller(), id);
            return answer(call, rotas.change(call.caller(), id, version, input.rota(id, version, known.unit(), known.from(), known.over())));
        });
    }

    /** Ends it: turns to come go, what was is kept. */
    @POST
    @Needs(value = "calendar.write", orAbsent = true)
    @Path("{id}/end")
    public Response end(@BeanParam Call call, @PathParam("id") UUID id) {
        int version = call.expectedVersion();
        return unlessStale(call, id, () -> answer(call, rotas.run(call.caller(), id, version, false)));
    }

    /** Goes on with one that was ended. */
    @POST
    @Needs(value = "calendar.write", orAbsent = true)
    @Path("{id}/resume")
    public Response resume(@BeanParam Call call, @PathParam("id") UUID id) {
        int version = call.expectedVersion();
        return unlessStale(call, id, () -> answer(call, rotas.run(call.caller(), id, version, true)));
    }

    /** Removes one of which nothing was confirmed. */
    @DELETE
    @Needs(value = "calendar.write", orAbsent = true)
    @Path("{id}")
    public Response remove(@BeanParam Call call, @PathParam("id") UUID id) {
        int version = call.expectedVersion();
        return unlessStale(call, id, () -> {
            rotas.remove(call.caller(), id, version);
            return Response.noContent().build();
        });
    }

    /**
     * Its turns by start.
     *
     * @param when {@code ahead}, the soonest first; {@code past}, the latest first; {@code unconfirmed}: past, and nobody has said who spoke; all when missing
     * @param member only those that one of this member's numbers counts
     * @param count which number: {@code credited}, {@code planned}, {@code stood-in}, {@code declined}
     */
    @GET
    @Needs(value = "calendar.read", orAbsent = true)
    @Path("{id}/turns")
    public Page<TurnView> turns(@BeanParam Call call, @BeanParam ListQuery query, @PathParam("id") UUID id, @QueryParam("when") @Nullable String when,
            @QueryParam("member") @Nullable UUID member, @QueryParam("count") @Nullable String count) {
        Rota rota = rotas.find(call.caller(), id);
        List<RotaTurn> all = member == null ? rotas.turns(List.of(id))
                : rotas.behind(rota, member, PlanViews.constant(Rotas.Count.class, count).orElseThrow(() -> Problem.invalid("count", "calendar.rota-count")));
        List<RotaTurn> found = all.stream().filter(t -> "ahead".equals(when) ? rotas.ahead(t) : "past".equals(when) ? !rotas.ahead(t) : !"unconfirmed".equals(when) || rotas.unconfirmed(t))
                .sorted("past".equals(when) ? Comparator.comparing((RotaTurn t) -> t.date().starts()).reversed() : Comparator.comparing((RotaTurn t) -> t.date().starts())).toList();
        List<RotaTurn> page = found.stream().skip(query.offset()).limit(query.size()).toList();
        return Page.of(views.turns(rota, page, call.caller()), found.size(), query);
    }

    /** The next turn of a rota. */
    @GET
    @Needs(value = "calendar.read", orAbsent = true)
    @Path("{id}/next")
    public Response next(@BeanParam Call call, @PathParam("id") UUID id) {
        Rota rota = rotas.find(call.caller(), id);
        RotaTurn turn = rotas.next(rota).orElseThrow(() -> Problem.notFound("calendar.no-such-turn"));
        return Versions.ok(views.turns(rota, List.of(turn), call.caller()).get(0), turn.version());
    }

    private LocalDate today(Call call) {
        return LocalDate.now(events.unit(call.unit()).zone());
    }

    private Response answer(Call call, Rota rota) {
        return Versions.ok(views.whole(rota, call.caller()), rota.version());
    }

    private Response unlessStale(Call call, UUID id, Supplier<Response> work) {
        try {
            return work.get();
        } catch (OptimisticLockException stale) {
            Rota now = rotas.find(call.caller(), id);
            throw Versions.changedMeanwhile(views.whole(now, call.caller()), now.version(), now.trace().changedBy(), now.trace().changedAt());
        }
    }
}
