package org.shuyuan.calendar.internal;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.notices.Live;
import org.shuyuan.api.tx.Transactions;

/** What is written down of every change of a plan, and told to open pages. Part of the transaction that changes it. Thread-safe. */
@Component(service = PlanTrail.class)
public final class PlanTrail {

    private final Audit audit;
    private final Live live;
    private final Transactions transactions;

    @Activate
    public PlanTrail(@Reference Audit audit, @Reference Live live, @Reference Transactions transactions) {
        this.audit = audit;
        this.live = live;
        this.transactions = transactions;
    }

    /** @param before null for what is new @param after null for what is gone */
    void written(Caller caller, Plan plan, String action, @Nullable Object before, @Nullable Object after) {
        audit.write(caller, plan.unit(), "calendar." + action, new Audit.Subject("calendar.plan", plan.id().toString(), plan.title()), before, after);
        tell(plan.id(), plan.unit());
    }

    private void tell(UUID plan, UUID unit) {
        transactions.afterCommit(() -> live.publish("changed", "{\"module\":\"calendar\",\"type\":\"plan\",\"id\":\"" + plan + "\",\"unit\":\"" + unit + "\"}"));
    }
}
