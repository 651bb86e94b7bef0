package org.shuyuan.calendar.internal.rest;

import java.util.List;
import java.util.Map;
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
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationSelect;
import org.shuyuan.api.access.Needs;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.calendar.internal.Plan;
import org.shuyuan.calendar.internal.PlanApproval;
import org.shuyuan.calendar.internal.PlanService;
import org.shuyuan.calendar.internal.jpa.PlanStore;
import org.shuyuan.calendar.internal.rest.PlanViews.DifferenceView;
import org.shuyuan.calendar.internal.rest.PlanViews.PlanInput;
import org.shuyuan.calendar.internal.rest.PlanViews.PlanRow;
import org.shuyuan.calendar.internal.rest.PlanViews.ReasonInput;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.ListQuery;
import org.shuyuan.rest.Page;
import org.shuyuan.rest.RestResource;
import org.shuyuan.rest.Transfers;

/** Study plans and how they come into force. */
@Component(service = PlanResource.class)
@RestResource
@JaxrsApplicationSelect("(osgi.jaxrs.name=calendar)")
@Path("plans")
@Produces("application/json")
@Consumes("application/json")
public final class PlanResource {

    private static final Map<String, String> SORTS = Map.of("title", "p.title", "year", "p.year", "state", "p.state", "changedAt", "p.changedAt");

    private final PlanService plans;
    private final PlanApproval approval;
    private final PlanViewMaker views;
    private final PlanAnswers answers;
    private final PlanSheet sheet;

    @Activate
    public PlanResource(@Reference PlanService plans, @Reference PlanApproval approval, @Reference PlanViewMaker views, @Reference PlanAnswers answers, @Reference PlanSheet sheet) {
        this.plans = plans;
        this.approval = approval;
        this.views = views;
        this.answers = answers;
        this.sheet = sheet;
    }

    /**
     * The plans of the unit and those below it, with how much of each is done.
     *
     * @param year of the plans; all when missing
     * @param period {@code year}, {@code quarter} or {@code month}
     * @param state as of a plan; when missing all but those that were replaced
     */
    @GET
    @Needs("calendar.read")
    public Page<PlanRow> list(@BeanParam Call call, @BeanParam ListQuery query, @QueryParam("year") @Nullable String year, @QueryParam("period") @Nullable String period,
            @QueryParam("state") @Nullable String state) {
        PlanStore.Page page = plans.list(call.caller(), call.unit(), number(year), PlanViews.period(period).orElse(null), PlanViews.constant(Plan.State.class, state).orElse(null),
                query.q().isEmpty() ? null : query.like(), query.orderBy(SORTS, "p.year desc, p.number desc, p.id desc"), query.offset(), query.size());
        return Page.of(views.rows(page.items(), call.language()), page.total(), query);
    }

    private static @Nullable Integer number(@Nullable String year) {
        if (year == null || year.isBlank()) {
            return null;
        }
        if (!year.matches("\\d{1,4}")) {
            throw Problem.invalid("year", "calendar.year-out-of-range");
        }
        return Integer.valueOf(year);
    }

    /** Begins a plan. */
    @POST
    @Needs("calendar.write")
    public Response add(@BeanParam Call call, PlanInput input) {
        return answers.created(call, plans.add(call.caller(), call.unit(), input.named(), input.span()));
    }

    /** One plan with its items, and how far each is. What is in force may be read from the units below too. */
    @GET
    @Needs(value = "calendar.read", orAbsent = true, orBelow = true)
    @Path("{id}")
    public Response find(@BeanParam Call call, @PathParam("id") UUID id) {
        return answers.answer(call, plans.find(call.caller(), id));
    }

    /** Another title or period of a draft. */
    @PUT
    @Needs("calendar.write")
    @Path("{id}")
    public Response change(@BeanParam Call call, @PathParam("id") UUID id, PlanInput input) {
        int version = call.expectedVersion();
        return answers.unlessStale(call, id, () -> answers.answer(call, plans.change(call.caller(), id, version, input.named(), input.span())));
    }

    /** Deletes a draft; events that its items became stay. */
    @DELETE
    @Needs("calendar.write")
    @Path("{id}")
    public Response remove(@BeanParam Call call, @PathParam("id") UUID id) {
        int version = call.expectedVersion();
        return answers.unlessStale(call, id, () -> {
            plans.remove(call.caller(), id, version);
            return Response.noContent().build();
        });
    }

    /** Hands a draft in for approval; whoever approves is told. */
    @POST
    @Needs("calendar.write")
    @Path("{id}/submit")
    public Response submit(@BeanParam Call call, @PathParam("id") UUID id) {
        int version = call.expectedVersion();
        return answers.unlessStale(call, id, () -> answers.answer(call, approval.submit(call.caller(), id, version)));
    }

    /** Takes a submitted plan back to change it. */
    @POST
    @Needs("calendar.write")
    @Path("{id}/withdraw")
    public Response withdraw(@BeanParam Call call, @PathParam("id") UUID id) {
        int version = call.expectedVersion();
        return answers.unlessStale(call, id, () -> answers.answer(call, approval.withdraw(call.caller(), id, version)));
    }

    /** Puts a submitted plan into force, instead of the edition before it. */
    @POST
    @Needs("calendar.approve-plan")
    @Path("{id}/approve")
    public Response approve(@BeanParam Call call, @PathParam("id") UUID id) {
        int version = call.expectedVersion();
        return answers.unlessStale(call, id, () -> answers.answer(call, approval.approve(call.caller(), id, version)));
    }

    /** Sends a submitted plan back with a reason. */
    @POST
    @Needs("calendar.approve-plan")
    @Path("{id}/send-back")
    public Response sendBack(@BeanParam Call call, @PathParam("id") UUID id, ReasonInput input) {
        int version = call.expectedVersion();
        return answers.unlessStale(call, id, () -> answers.answer(call, approval.sendBack(call.caller(), id, version, input.reason())));
    }

    /** Begins a new edition of a plan in force, which stands until the new one is approved. */
    @POST
    @Needs("calendar.write")
    @Path("{id}/revise")
    public Response revise(@BeanParam Call call, @PathParam("id") UUID id) {
        int version = call.expectedVersion();
        return answers.unlessStale(call, id, () -> answers.created(call, approval.revise(call.caller(), id, version)));
    }

    /** What an edition has otherwise than the one before it. */
    @GET
    @Needs(value = "calendar.read", orAbsent = true, orBelow = true)
    @Path("{id}/changes")
    public Page<DifferenceView> changes(@BeanParam Call call, @PathParam("id") UUID id) {
        List<DifferenceView> all = views.differences(approval.changes(call.caller(), id), call.language());
        return new Page<>(all, all.size(), 1, Math.max(1, all.size()));
    }

    /** The plan as a spreadsheet. */
    @GET
    @Needs(value = "calendar.read", orAbsent = true, orBelow = true)
    @Path("{id}/export.xlsx")
    @Produces(Transfers.XLSX)
    public Response export(@BeanParam Call call, @PathParam("id") UUID id) {
        return sheet.of(views.whole(plans.find(call.caller(), id), call.caller()), call.language());
    }
}
