package org.shuyuan.attendance.internal.rest;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
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
import javax.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationSelect;
import org.shuyuan.api.access.Needs;
import org.shuyuan.api.id.Ids;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.text.Language;
import org.shuyuan.attendance.internal.Reason;
import org.shuyuan.attendance.internal.Reasons;
import org.shuyuan.attendance.internal.State;
import org.shuyuan.attendance.internal.rest.Views.ReasonView;
import org.shuyuan.rest.Answers;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.Page;
import org.shuyuan.rest.RestResource;
import org.shuyuan.rest.Versions;

/** Reasons that hold at a unit. */
@Component(service = ReasonResource.class)
@RestResource
@JaxrsApplicationSelect("(osgi.jaxrs.name=attendance)")
@Path("reasons")
@Produces("application/json")
@Consumes("application/json")
public final class ReasonResource {

    /** A reason as a form sends it; {@code name} by language. */
    public record ReasonInput(@Nullable String word, @Nullable String state, @Nullable Map<String, String> name, @Nullable Integer position, boolean retired) {

        Reason reason(UUID id, UUID unit, State of) {
            Map<Language, String> names = new EnumMap<>(Language.class);
            for (Language language : Language.values()) {
                names.put(language, name == null ? "" : name.getOrDefault(language.tag(), "").strip());
            }
            return new Reason(id, 0, unit, word == null ? "" : word.strip(), of, names, position == null ? 100 : position, retired);
        }
    }

    private final Reasons reasons;
    private final ViewMaker views;

    @Activate
    public ReasonResource(@Reference Reasons reasons, @Reference ViewMaker views) {
        this.reasons = reasons;
        this.views = views;
    }

    /** The reasons that hold at the unit. */
    @GET
    @Needs("attendance.read")
    public Page<ReasonView> list(@BeanParam Call call) {
        List<ReasonView> all = reasons.list(call.caller(), call.unit()).stream().map(r -> views.reason(r, call.language())).toList();
        return new Page<>(all, all.size(), 1, all.size());
    }

    /** One reason. */
    @GET
    @Needs(value = "attendance.read", orAbsent = true)
    @Path("{id}")
    @Answers(ReasonView.class)
    public Response find(@BeanParam Call call, @PathParam("id") UUID id) {
        return answer(call, reasons.get(call.caller(), id));
    }

    /** Adds a reason. */
    @POST
    @Needs("attendance.rules")
    @Answers(ReasonView.class)
    public Response add(@BeanParam Call call, ReasonInput input) {
        State state = State.of(input.state()).orElseThrow(() -> Problem.invalid("state", "attendance.reason-state"));
        Reason reason = reasons.add(call.caller(), input.reason(Ids.next(), call.unit(), state));
        return Versions.tag(Response.status(201).entity(views.reason(reason, call.language())), reason.version()).build();
    }

    /** Changes a reason; word and state stay. */
    @PUT
    @Needs("attendance.rules")
    @Path("{id}")
    @Answers(ReasonView.class)
    public Response change(@BeanParam Call call, @PathParam("id") UUID id, ReasonInput input) {
        int version = call.expectedVersion();
        try {
            return answer(call, reasons.change(call.caller(), id, version, input.reason(id, call.unit(), State.ABSENT)));
        } catch (OptimisticLockException stale) {
            throw stale(call, id);
        }
    }

    /** Deletes a reason that no mark has. */
    @DELETE
    @Needs("attendance.rules")
    @Path("{id}")
    public Response remove(@BeanParam Call call, @PathParam("id") UUID id) {
        int version = call.expectedVersion();
        try {
            reasons.remove(call.caller(), id, version);
            return Response.noContent().build();
        } catch (OptimisticLockException stale) {
            throw stale(call, id);
        }
    }

    private Response answer(Call call, Reason reason) {
        return Versions.ok(views.reason(reason, call.language()), reason.version());
    }

    private Problem stale(Call call, UUID id) {
        Reason now = reasons.find(id).orElseThrow(() -> Problem.notFound("attendance.no-such-reason-here"));
        return Versions.changedMeanwhile(views.reason(now, call.language()), now.version(), null, null);
    }
}
