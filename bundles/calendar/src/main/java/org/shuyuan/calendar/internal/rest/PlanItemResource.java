package org.shuyuan.calendar.internal.rest;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.ws.rs.BeanParam;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
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
import org.shuyuan.calendar.internal.Event;
import org.shuyuan.calendar.internal.EventService;
import org.shuyuan.calendar.internal.Plan;
import org.shuyuan.calendar.internal.PlanEvents;
import org.shuyuan.calendar.internal.PlanService;
import org.shuyuan.calendar.internal.rest.PlanViews.ItemInput;
import org.shuyuan.calendar.internal.rest.PlanViews.LinkInput;
import org.shuyuan.calendar.internal.rest.PlanViews.OrderInput;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.RestResource;
import org.shuyuan.rest.Versions;

/** Items of a plan, and the events that they become. All share the plan's ETag. */
@Component(service = PlanItemResource.class)
@RestResource
@JaxrsApplicationSelect("(osgi.jaxrs.name=calendar)")
@Path("plans/{id}/items")
@Produces("application/json")
@Consumes("application/json")
public final class PlanItemResource {

    private final PlanService plans;
    private final PlanEvents planEvents;
    private final EventService events;
    private final PlanAnswers answers;
    private final ViewMaker views;

    @Activate
    public PlanItemResource(@Reference PlanService plans, @Reference PlanEvents planEvents, @Reference EventService events, @Reference PlanAnswers answers, @Reference ViewMaker views) {
        this.plans = plans;
        this.planEvents = planEvents;
        this.events = events;
        this.answers = answers;
        this.views = views;
    }

    /** Adds an item at the end of its month. */
    @POST
    @Needs("calendar.write")
    public Response add(@BeanParam Call call, @PathParam("id") UUID id, ItemInput input) {
        int version = call.expectedVersion();
        return answers.unlessStale(call, id, () -> answers.created(call, plans.addItem(call.caller(), id, version, input.item())));
    }

    /** Changes an item. */
    @PUT
    @Needs("calendar.write")
    @Path("{item}")
    public Response change(@BeanParam Call call, @PathParam("id") UUID id, @PathParam("item") UUID item, ItemInput input) {
        int version = call.expectedVersion();
        return answers.unlessStale(call, id, () -> answers.answer(call, plans.changeItem(call.caller(), id, version, item, input.item())));
    }

    /** Takes an item out. */
    @DELETE
    @Needs("calendar.write")
    @Path("{item}")
    public Response remove(@BeanParam Call call, @PathParam("id") UUID id, @PathParam("item") UUID item) {
        int version = call.expectedVersion();
        return answers.unlessStale(call, id, () -> answers.answer(call, plans.removeItem(call.caller(), id, version, item)));
    }

    /** Puts the items in another order; months stay in theirs. */
    @PUT
    @Needs("calendar.write")
    public Response order(@BeanParam Call call, @PathParam("id") UUID id, OrderInput input) {
        int version = call.expectedVersion();
        return answers.unlessStale(call, id, () -> answers.answer(call, plans.order(call.caller(), id, version, input.items() == null ? List.of() : input.items())));
    }

    /** Makes an event out of an item of a plan in force. */
    @POST
    @Needs("calendar.write")
    @Path("{item}/event")
    public Response make(@BeanParam Call call, @PathParam("id") UUID id, @PathParam("item") UUID item, EventInput input) {
        int version = call.expectedVersion();
        Plan plan = plans.find(call.caller(), id);
        ZoneId zone = events.unit(input.owner() == null ? plan.unit() : input.owner()).zone();
        Event event = answers.unlessStale(call, id, () -> planEvents.make(call.caller(), id, version, item, input.draft(plan.unit(), zone, Optional.empty())));
        return Versions.tag(Response.status(201).entity(views.event(event, call.caller())), event.version()).build();
    }

    /** Says which event, and which date of a repeating one, an item became. */
    @PUT
    @Needs("calendar.write")
    @Path("{item}/event")
    public Response link(@BeanParam Call call, @PathParam("id") UUID id, @PathParam("item") UUID item, LinkInput input) {
        int version = call.expectedVersion();
        UUID event = input.event();
        if (event == null) {
            throw Problem.invalid("event", "calendar.plan-event-missing");
        }
        LocalDateTime recurrence = input.recurrence() == null || input.recurrence().isBlank() ? null
                : Times.local(input.recurrence(), ZoneOffset.UTC).orElseThrow(() -> Problem.invalid("recurrence", "calendar.bad-time"));
        answers.unlessStale(call, id, () -> {
            planEvents.link(call.caller(), id, version, item, event, recurrence);
            return id;
        });
        return answers.answer(call, plans.find(call.caller(), id));
    }

    /** Parts an item from its event, which stays. */
    @DELETE
    @Needs("calendar.write")
    @Path("{item}/event")
    public Response unlink(@BeanParam Call call, @PathParam("id") UUID id, @PathParam("item") UUID item) {
        int version = call.expectedVersion();
        answers.unlessStale(call, id, () -> {
            planEvents.unlink(call.caller(), id, version, item);
            return id;
        });
        return answers.answer(call, plans.find(call.caller(), id));
    }
}
