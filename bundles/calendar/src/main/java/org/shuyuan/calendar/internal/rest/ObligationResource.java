package org.shuyuan.calendar.internal.rest;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import javax.persistence.OptimisticLockException;
import javax.ws.rs.BeanParam;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.DefaultValue;
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
import org.shuyuan.calendar.internal.Obligation;
import org.shuyuan.calendar.internal.ObligationProposals;
import org.shuyuan.calendar.internal.ObligationStanding;
import org.shuyuan.calendar.internal.Obligations;
import org.shuyuan.calendar.internal.rest.ObligationViews.EvidenceView;
import org.shuyuan.calendar.internal.rest.ObligationViews.ObligationInput;
import org.shuyuan.calendar.internal.rest.ObligationViews.ObligationView;
import org.shuyuan.calendar.internal.rest.ObligationViews.ProposalView;
import org.shuyuan.calendar.internal.rest.ObligationViews.TableView;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.ListQuery;
import org.shuyuan.rest.Page;
import org.shuyuan.rest.RestResource;
import org.shuyuan.rest.Versions;

/** Obligations: so many events of a kind in each period, and how it stands with them. */
@Component(service = ObligationResource.class)
@RestResource
@JaxrsApplicationSelect("(osgi.jaxrs.name=calendar)")
@Path("obligations")
@Produces("application/json")
@Consumes("application/json")
public final class ObligationResource {

    private final Obligations obligations;
    private final ObligationStanding standing;
    private final ObligationProposals proposals;
    private final EventService events;
    private final ObligationViewMaker views;

    @Activate
    public ObligationResource(@Reference Obligations obligations, @Reference ObligationStanding standing, @Reference ObligationProposals proposals, @Reference EventService events,
            @Reference ObligationViewMaker views) {
        this.obligations = obligations;
        this.standing = standing;
        this.proposals = proposals;
        this.events = events;
        this.views = views;
    }

    /**
     * The rules of the unit, of the units above it, and of those below.
     *
     * @param state {@code running} when missing, {@code retired} or {@code all}
     */
    @GET
    @Needs("calendar.read")
    public Page<ObligationView> list(@BeanParam Call call, @BeanParam ListQuery query, @QueryParam("state") @Nullable String state) {
        Boolean retired = "all".equals(state) ? null : Boolean.valueOf("retired".equals(state));
        List<Obligation> all = obligations.list(call.caller(), call.unit(), retired);
        return Page.of(all.stream().skip(query.offset()).limit(query.size()).map(o -> views.whole(o, call.caller())).toList(), all.size(), query);
    }

    /**
     * How it stands in one period of each rule, with a row for each who owes it.
     *
     * @param shift 0 when missing: each rule's running period; -1: the one before; 1: the next; 120 either way at most
     * @param missing only what is neither held nor planned
     */
    @GET
    @Needs("calendar.read")
    @Path("standing")
    public TableView table(@BeanParam Call call, @QueryParam("shift") @DefaultValue("0") @Nullable String shift, @QueryParam("missing") boolean missing) {
        return views.table(standing.table(call.caller(), call.unit(), number(shift), missing), call.caller());
    }

    /** Fixes what is owed from now on: so many events of a kind in each period, for whom. */
    @POST
    @Needs("calendar.kinds")
    public Response add(@BeanParam Call call, ObligationInput input) {
        Obligation o = obligations.add(call.caller(), input.obligation(Ids.next(), 0, call.unit(), today(call.unit())));
        return Versions.tag(Response.status(201).entity(views.whole(o, call.caller())), o.version()).build();
    }

    /** One rule. A speaker sees it too. */
    @GET
    @Needs(value = "calendar.read", orAbsent = true, orBelow = true)
    @Path("{id}")
    public Response find(@BeanParam Call call, @PathParam("id") UUID id) {
        return answer(call, obligations.find(call.caller(), id));
    }

    /** Changes a rule, retires it or takes it up again. Once something was owed by it, kind, number, period, first day and for whom in principle stay. */
    @PUT
    @Needs(value = "calendar.kinds", orAbsent = true)
    @Path("{id}")
    public Response change(@BeanParam Call call, @PathParam("id") UUID id, ObligationInput input) {
        int version = call.expectedVersion();
        return unlessStale(call, id, () -> {
            Obligation known = obligations.find(call.caller(), id);
            return answer(call, obligations.change(call.caller(), input.obligation(id, version, known.unit(), known.from()), Boolean.TRUE.equals(input.retired())));
        });
    }

    /** Removes a rule by which nothing was owed yet. */
    @DELETE
    @Needs(value = "calendar.kinds", orAbsent = true)
    @Path("{id}")
    public Response remove(@BeanParam Call call, @PathParam("id") UUID id) {
        int version = call.expectedVersion();
        return unlessStale(call, id, () -> {
            obligations.remove(call.caller(), id, version);
            return Response.noContent().build();
        });
    }

    /**
     * How it stands with one rule in one period, with a row for each who owes it.
     *
     * @param shift as of the table of a unit
     * @param missing only what is neither held nor planned
     */
    @GET
    @Needs(value = "calendar.read", orAbsent = true, orBelow = true)
    @Path("{id}/standing")
    public TableView standing(@BeanParam Call call, @PathParam("id") UUID id, @QueryParam("shift") @DefaultValue("0") @Nullable String shift, @QueryParam("missing") boolean missing) {
        return views.table(standing.of(call.caller(), obligations.find(call.caller(), id), number(shift), missing), call.caller());
    }

    /**
     * The events behind the numbers of one who owes it: for who reads the calendar where it is owed; of a department also its readers, and speakers of their own.
     *
     * @param whom id of the unit, group or person
     * @param period {@code 2026-W19}, {@code 2026-05}, {@code 2026-Q2}, {@code 2026-H1} or {@code 2026}, as the rule has it
     */
    @GET
    @Needs(value = "calendar.read", orAbsent = true)
    @Path("{id}/evidence")
    public EvidenceView evidence(@BeanParam Call call, @PathParam("id") UUID id, @QueryParam("whom") @Nullable UUID whom, @QueryParam("period") @Nullable String period) {
        return views.evidence(standing.row(call.caller(), id, named(whom), period), call.caller());
    }

    /**
     * What an event would be that does what is owed; nothing is stored.
     *
     * @param whom as of the evidence
     * @param period as of the evidence
     */
    @GET
    @Needs(value = "calendar.write", orAbsent = true)
    @Path("{id}/proposal")
    public ProposalView proposal(@BeanParam Call call, @PathParam("id") UUID id, @QueryParam("whom") @Nullable UUID whom, @QueryParam("period") @Nullable String period) {
        return views.proposal(proposals.of(call.caller(), id, named(whom), period));
    }

    private static UUID named(@Nullable UUID whom) {
        if (whom == null) {
            throw Problem.invalid("whom", "calendar.obligation-whom");
        }
        return whom;
    }

    private static int number(@Nullable String text) {
        try {
            return text == null || text.isBlank() ? 0 : Integer.parseInt(text);
        } catch (NumberFormatException none) {
            throw Problem.badRequest("rest.bad-number");
        }
    }

    private LocalDate today(UUID unit) {
        return LocalDate.now(events.unit(unit).zone());
    }

    private Response answer(Call call, Obligation o) {
        return Versions.ok(views.whole(o, call.caller()), o.version());
    }

    private Response unlessStale(Call call, UUID id, Supplier<Response> work) {
        try {
            return work.get();
        } catch (OptimisticLockException stale) {
            Obligation now = obligations.find(call.caller(), id);
            throw Versions.changedMeanwhile(views.whole(now, call.caller()), now.version(), now.trace().changedBy(), now.trace().changedAt());
        }
    }
}
