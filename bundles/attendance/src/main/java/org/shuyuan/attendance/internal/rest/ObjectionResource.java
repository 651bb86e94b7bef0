package org.shuyuan.attendance.internal.rest;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.persistence.OptimisticLockException;
import javax.ws.rs.BeanParam;
import javax.ws.rs.Consumes;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationSelect;
import org.shuyuan.api.access.Needs;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.attendance.internal.Objection;
import org.shuyuan.attendance.internal.ObjectionService;
import org.shuyuan.attendance.internal.State;
import org.shuyuan.attendance.internal.jpa.ObjectionStore;
import org.shuyuan.attendance.internal.rest.Views.ObjectionPage;
import org.shuyuan.attendance.internal.rest.Views.ObjectionView;
import org.shuyuan.attendance.internal.rest.Views.OwnObjectionView;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.ListQuery;
import org.shuyuan.rest.RestResource;
import org.shuyuan.rest.Transfers;
import org.shuyuan.rest.Versions;

/** Objections to marks: making them, and deciding on them. */
@Component(service = ObjectionResource.class)
@RestResource
@JaxrsApplicationSelect("(osgi.jaxrs.name=attendance)")
@Path("objections")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public final class ObjectionResource {

    /**
     * What is objected to.
     *
     * @param person whose mark; the caller's unless given
     * @param state what it should be: {@code present}, {@code late}, {@code left-early}, {@code on-leave} or {@code exempt}
     * @param why at most 500 characters
     */
    public record ObjectionInput(@Nullable UUID gathering, @Nullable UUID person, @Nullable String state, @Nullable String why) {}

    /** @param answer at most 500 characters; needed for a no */
    public record ObjectionDecision(boolean granted, @Nullable String answer) {}

    private static final Map<String, String> SORTS = Map.of("askedAt", "o.asked_at", "start", "g.starts", "title", "g.title");
    private static final String USUAL = "case when o.state = 'asked' then 0 else 1 end, o.asked_at desc, o.id";
    private static final int EXPORTED = 20_000;

    private final ObjectionService objections;
    private final ViewMaker views;
    private final Sheets sheets;

    @Activate
    public ObjectionResource(@Reference ObjectionService objections, @Reference ViewMaker views, @Reference Sheets sheets) {
        this.objections = objections;
        this.views = views;
        this.sheets = sheets;
    }

    /**
     * At gatherings of the unit and below whose rolls the caller takes, what waits first. Also as a workbook.
     *
     * @param state {@code asked}, {@code granted} or {@code refused}; all unless given
     */
    @GET
    @Needs("attendance.take")
    @Produces({MediaType.APPLICATION_JSON, Transfers.XLSX})
    public Response list(@BeanParam Call call, @BeanParam ListQuery query, @QueryParam("state") @Nullable String state) {
        ObjectionStore.Page page = objections.list(call.caller(), call.unit(), new ObjectionStore.Query(status(state), query.q().isEmpty() ? null : query.like(), query.orderBy(SORTS, USUAL),
                query.export() ? 0 : query.offset(), query.export() ? EXPORTED : query.size()));
        List<ObjectionView> rows = views.objections(page.items(), call.language());
        return query.export() ? sheets.objections(rows, query.columns(), call.language())
                : Response.ok(new ObjectionPage(rows, page.total(), query.page(), query.size(), page.counts()), MediaType.APPLICATION_JSON).build();
    }

    /** The caller's own, the newest first, at most 200; and what they may object to. */
    @GET
    @Path("mine")
    @Needs(Needs.SIGN_IN)
    public OwnObjectionView mine(@BeanParam Call call) {
        return new OwnObjectionView(views.objections(objections.mine(call.caller()), call.language()), views.open(objections.open(call.caller()), views.zone(call.unit())));
    }

    /** The caller objects to their mark, or whoever takes the roll writes down what somebody else said. */
    @POST
    @Needs(Needs.SIGN_IN)
    public Response object(@BeanParam Call call, ObjectionInput input) {
        State wanted = input.state() == null || input.state().isBlank() ? null : State.of(input.state()).orElseThrow(() -> Problem.invalid("state", "attendance.bad-state"));
        ObjectionStore.Line made = objections.object(call.caller(), new ObjectionService.Wish(input.gathering(), input.person(), wanted, input.why()));
        return Versions.tag(Response.status(201).entity(view(call, made)), made.objection().version()).build();
    }

    /** Yes changes the mark, on a closed roll too. */
    @POST
    @Path("{id}/decision")
    @Needs("attendance.take")
    public Response decide(@BeanParam Call call, @PathParam("id") UUID id, ObjectionDecision input) {
        int version = call.expectedVersion();
        try {
            ObjectionStore.Line now = objections.decide(call.caller(), id, version, input.granted(), input.answer());
            return Versions.ok(view(call, now), now.objection().version());
        } catch (OptimisticLockException stale) {
            ObjectionStore.Line now = objections.find(call.caller(), id);
            throw Versions.changedMeanwhile(view(call, now), now.objection().version(), now.objection().decidedBy(), now.objection().decidedAt());
        }
    }

    private static Objection.@Nullable Status status(@Nullable String word) {
        if (word == null || word.isEmpty()) {
            return null;
        }
        for (Objection.Status one : Objection.Status.values()) {
            if (one.word().equals(word)) {
                return one;
            }
        }
        throw Problem.invalid("state", "attendance.bad-state");
    }

    private ObjectionView view(Call call, ObjectionStore.Line line) {
        return views.objections(List.of(line), call.language()).get(0);
    }
}
