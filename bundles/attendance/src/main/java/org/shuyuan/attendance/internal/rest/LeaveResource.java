package org.shuyuan.attendance.internal.rest;

import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Supplier;
import javax.persistence.OptimisticLockException;
import javax.ws.rs.BeanParam;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
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
import org.shuyuan.attendance.internal.Leave;
import org.shuyuan.attendance.internal.LeaveFile;
import org.shuyuan.attendance.internal.LeaveFiles;
import org.shuyuan.attendance.internal.LeaveService;
import org.shuyuan.attendance.internal.jpa.LeaveStore;
import org.shuyuan.attendance.internal.rest.Views.LeaveView;
import org.shuyuan.attendance.internal.rest.Views.OwnLeaveView;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.ListQuery;
import org.shuyuan.rest.Page;
import org.shuyuan.rest.RestResource;
import org.shuyuan.rest.Times;
import org.shuyuan.rest.Transfers;
import org.shuyuan.rest.Versions;

/** Leave: asking for it, and deciding on it. */
@Component(service = LeaveResource.class)
@RestResource
@JaxrsApplicationSelect("(osgi.jaxrs.name=attendance)")
@Path("leave")
@Produces("application/json")
@Consumes("application/json")
public final class LeaveResource {

    /**
     * Leave that is asked for.
     *
     * @param person for whom; the caller unless given
     * @param from a local time or one with offset
     * @param to likewise, exclusive
     * @param reason word of a reason of leave
     * @param note at most 500 characters
     */
    public record LeaveInput(@Nullable UUID person, @Nullable String from, @Nullable String to, @Nullable String reason, @Nullable String note) {}

    /** @param answer at most 200 characters, for whoever asked */
    public record DecisionInput(boolean approved, @Nullable String answer) {}

    private final LeaveService leaves;
    private final LeaveFiles files;
    private final ViewMaker views;

    @Activate
    public LeaveResource(@Reference LeaveService leaves, @Reference LeaveFiles files, @Reference ViewMaker views) {
        this.leaves = leaves;
        this.files = files;
        this.views = views;
    }

    /** The caller's own leave, the newest first, at most 100; and what can be asked for. */
    @GET
    @Path("mine")
    @Needs(Needs.SIGN_IN)
    public OwnLeaveView mine(@BeanParam Call call) {
        UUID unit = leaves.unitOf(call.caller());
        return new OwnLeaveView(views(call, leaves.mine(call.caller())), unit == null ? List.of() : views.choices(leaves.reasons(unit), call.language()),
                unit == null ? 0 : leaves.days(unit));
    }

    /** The caller asks for leave, or whoever decides there writes down what somebody else asked for. It is decided where the person belongs. */
    @POST
    @Needs(Needs.SIGN_IN)
    public Response ask(@BeanParam Call call, LeaveInput input) {
        var zone = views.zone(call.unit());
        Leave made = leaves.ask(call.caller(), new LeaveService.Wish(input.person(), Times.needed(input.from(), zone, "from", "attendance.leave-time"),
                Times.needed(input.to(), zone, "to", "attendance.leave-time"), input.reason(), input.note()));
        return Versions.tag(Response.status(201).entity(view(call, made)), made.version()).build();
    }

    /** The caller needs it no more. */
    @POST
    @Path("{id}/withdraw")
    @Needs(Needs.SIGN_IN)
    public Response withdraw(@BeanParam Call call, @PathParam("id") UUID id) {
        int version = call.expectedVersion();
        return unlessStale(call, id, () -> leaves.withdraw(call.caller(), id, version));
    }

    /**
     * What was asked for at the unit and below, what waits first.
     *
     * @param state {@code asked}, {@code approved}, {@code refused} or {@code withdrawn}; all unless given
     */
    @GET
    @Needs("attendance.approve")
    public Page<LeaveView> list(@BeanParam Call call, @BeanParam ListQuery query, @QueryParam("state") @Nullable String state) {
        LeaveStore.Page page = leaves.list(call.caller(), call.unit(), status(state), query.offset(), query.size());
        return Page.of(views(call, page.items()), page.total(), query);
    }

    /** Yes or no. */
    @POST
    @Path("{id}/decision")
    @Needs("attendance.approve")
    public Response decide(@BeanParam Call call, @PathParam("id") UUID id, DecisionInput input) {
        int version = call.expectedVersion();
        return unlessStale(call, id, () -> leaves.decide(call.caller(), id, version, input.approved(), input.answer()));
    }

    /** Adds a file to leave: pdf, jpg, png or docx, at most 10 MB, at most three. The body is the file. */
    @POST
    @Path("{id}/files")
    @Needs(Needs.SIGN_IN)
    @Consumes("application/octet-stream")
    public Response attach(@BeanParam Call call, @PathParam("id") UUID id, @QueryParam("name") @Nullable String name, InputStream content) {
        Leave leave = leaves.find(call.caller(), id);
        return Response.status(201).entity(ViewMaker.file(files.add(call.caller(), leave.id(), Transfers.fileName(name), content))).build();
    }

    /** A file with leave, for who asked and for who decides. */
    @GET
    @Path("{id}/files/{file}")
    @Needs(Needs.SIGN_IN)
    @Produces("application/octet-stream")
    public Response download(@BeanParam Call call, @PathParam("id") UUID id, @PathParam("file") UUID file) {
        LeaveFile found = files.find(call.caller(), id, file);
        return Transfers.download(found.name(), found.type().mime(), out -> {
            try (InputStream in = files.open(found)) {
                in.transferTo(out);
            }
        });
    }

    /** Takes a file back, until it was decided. */
    @DELETE
    @Path("{id}/files/{file}")
    @Needs(Needs.SIGN_IN)
    public Response detach(@BeanParam Call call, @PathParam("id") UUID id, @PathParam("file") UUID file) {
        files.remove(call.caller(), id, file);
        return Response.noContent().build();
    }

    private static Leave.@Nullable Status status(@Nullable String word) {
        if (word == null || word.isEmpty()) {
            return null;
        }
        for (Leave.Status one : Leave.Status.values()) {
            if (one.word().equals(word.toLowerCase(Locale.ROOT))) {
                return one;
            }
        }
        throw Problem.invalid("state", "attendance.bad-state");
    }

    private LeaveView view(Call call, Leave leave) {
        return views(call, List.of(leave)).get(0);
    }

    private List<LeaveView> views(Call call, List<Leave> some) {
        return views.leaves(some, files.of(some.stream().map(Leave::id).toList()), call.language());
    }

    private Response unlessStale(Call call, UUID id, Supplier<Leave> work) {
        try {
            Leave now = work.get();
            return Versions.ok(view(call, now), now.version());
        } catch (OptimisticLockException stale) {
            Leave now = leaves.find(call.caller(), id);
            throw Versions.changedMeanwhile(view(call, now), now.version(), now.decidedBy(), now.decidedAt());
        }
    }
}
