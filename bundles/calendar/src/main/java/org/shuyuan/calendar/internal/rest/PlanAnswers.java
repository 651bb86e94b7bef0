package org.shuyuan.calendar.internal.rest;

import java.util.UUID;
import java.util.function.Supplier;
import javax.persistence.OptimisticLockException;
import javax.ws.rs.core.Response;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.calendar.internal.Plan;
import org.shuyuan.calendar.internal.PlanService;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.Versions;

/** A plan with its ETag, and what the second of two editors is told. Thread-safe. */
@Component(service = PlanAnswers.class)
public final class PlanAnswers {

    private final PlanService plans;
    private final PlanViewMaker views;

    @Activate
    public PlanAnswers(@Reference PlanService plans, @Reference PlanViewMaker views) {
        this.plans = plans;
        this.views = views;
    }

    Response answer(Call call, Plan plan) {
        return Versions.ok(views.whole(plan, call.caller()), plan.version());
    }

    Response created(Call call, Plan plan) {
        return Versions.tag(Response.status(201).entity(views.whole(plan, call.caller())), plan.version()).build();
    }

    <T> T unlessStale(Call call, UUID id, Supplier<T> work) {
        try {
            return work.get();
        } catch (OptimisticLockException stale) {
            Plan now = plans.find(call.caller(), id);
            throw Versions.changedMeanwhile(views.whole(now, call.caller()), now.version(), now.trace().changedBy(), now.trace().changedAt());
        }
    }
}
