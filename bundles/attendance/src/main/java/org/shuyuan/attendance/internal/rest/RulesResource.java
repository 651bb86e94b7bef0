package org.shuyuan.attendance.internal.rest;

import java.util.Objects;
import javax.persistence.OptimisticLockException;
import javax.ws.rs.BeanParam;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.GET;
import javax.ws.rs.PUT;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationSelect;
import org.shuyuan.api.access.Needs;
import org.shuyuan.attendance.internal.Rules;
import org.shuyuan.attendance.internal.RulesService;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.RestResource;
import org.shuyuan.rest.Versions;

/** How a unit counts. */
@Component(service = RulesResource.class)
@RestResource
@JaxrsApplicationSelect("(osgi.jaxrs.name=attendance)")
@Path("rules")
@Produces("application/json")
@Consumes("application/json")
public final class RulesResource {

    /**
     * @param lateCounts percent, 0–100
     * @param earlyCounts percent, 0–100
     * @param target percent, 0–100
     * @param leaveDays 0–366
     * @param makeUpCounts percent, 0–100
     * @param objectionDays 0–366
     * @param earlyGrace 0–120
     * @param openEnd as in the answer
     */
    public record RulesInput(@Nullable Boolean leaveExcused, @Nullable Integer lateCounts, @Nullable Integer earlyCounts, @Nullable Integer target,
            @Nullable Integer leaveDays, @Nullable Integer makeUpCounts, @Nullable Integer objectionDays, @Nullable Integer earlyGrace, @Nullable Boolean openEnd) {}

    private final RulesService rules;
    private final ViewMaker views;

    @Activate
    public RulesResource(@Reference RulesService rules, @Reference ViewMaker views) {
        this.rules = rules;
        this.views = views;
    }

    /** The rules that hold at the unit, and whose they are. */
    @GET
    @Needs("attendance.read")
    public Response get(@BeanParam Call call) {
        return answer(rules.get(call.caller(), call.unit()));
    }

    /** The unit counts in its own way. */
    @PUT
    @Needs("attendance.rules")
    public Response set(@BeanParam Call call, RulesInput input) {
        int version = call.expectedVersion();
        Rules wanted = new Rules(Objects.requireNonNullElse(input.leaveExcused(), Rules.USUAL.leaveExcused()), Objects.requireNonNullElse(input.lateCounts(), Rules.USUAL.lateCounts()),
                Objects.requireNonNullElse(input.earlyCounts(), Rules.USUAL.earlyCounts()), Objects.requireNonNullElse(input.target(), Rules.USUAL.target()),
                Objects.requireNonNullElse(input.leaveDays(), Rules.USUAL.leaveDays()),
                Objects.requireNonNullElse(input.makeUpCounts(), Rules.USUAL.makeUpCounts()),
                Objects.requireNonNullElse(input.objectionDays(), Rules.USUAL.objectionDays()),
                Objects.requireNonNullElse(input.earlyGrace(), Rules.USUAL.earlyGrace()), Objects.requireNonNullElse(input.openEnd(), Rules.USUAL.openEnd()));
        try {
            return answer(rules.set(call.caller(), call.unit(), version, wanted));
        } catch (OptimisticLockException stale) {
            throw stale(call);
        }
    }

    /** The unit counts as the one above it does. */
    @DELETE
    @Needs("attendance.rules")
    public Response reset(@BeanParam Call call) {
        int version = call.expectedVersion();
        try {
            return answer(rules.reset(call.caller(), call.unit(), version));
        } catch (OptimisticLockException stale) {
            throw stale(call);
        }
    }

    private Response answer(RulesService.Held held) {
        return Versions.ok(views.rules(held), held.version());
    }

    private RuntimeException stale(Call call) {
        RulesService.Held now = rules.get(call.caller(), call.unit());
        return Versions.changedMeanwhile(views.rules(now), now.version(), null, null);
    }
}
