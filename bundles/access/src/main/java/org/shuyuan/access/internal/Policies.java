package org.shuyuan.access.internal;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.access.internal.jpa.FactorStore;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.tx.Transactions;

/** What a unit asks of those who administer it, and of those who administer below. Thread-safe. */
@Component(service = Policies.class)
public class Policies {

    /**
     * Whether a second factor is asked for.
     *
     * @param here by the unit itself
     * @param above the unit above that asks for it, if any
     */
    public record Policy(boolean here, @Nullable String above) {}

    private final FactorStore store;
    private final Rights rights;
    private final Giving giving;
    private final Revisions revisions;
    private final Around around;
    private final Audit audit;
    private final Transactions transactions;

    @Activate
    public Policies(@Reference FactorStore store, @Reference Rights rights, @Reference Giving giving, @Reference Revisions revisions,
            @Reference Around around, @Reference Audit audit, @Reference Transactions transactions) {
        this.store = store;
        this.rights = rights;
        this.giving = giving;
        this.revisions = revisions;
        this.around = around;
        this.audit = audit;
        this.transactions = transactions;
    }

    /** @throws Problem 403 without {@code access.roles} at the unit */
    public Policy get(Caller caller, UUID id) {
        rights.require(caller, Permissions.ROLES, id);
        return stored(id);
    }

    private Policy stored(UUID id) {
        Unit unit = around.needUnits().get(id);
        Set<UUID> asking = store.asking();
        String above = unit.path().stream().filter(one -> !one.equals(id) && asking.contains(one)).findFirst()
                .flatMap(one -> around.needUnits().find(one)).map(Unit::name).orElse(null);
        return new Policy(asking.contains(id), above);
    }

    /**
     * Asks the unit's administrators, and all below, for a second factor, or asks no more.
     *
     * @throws Problem 403 without {@code access.roles} at the unit and in all below, for good
     */
    public Policy ask(Caller caller, UUID id, boolean secondFactor) {
        Policy before = get(caller, id);
        if (!giving.mayDefine(caller, List.of(), id)) {
            throw Problem.forbidden("access.more-than-own");
        }
        if (before.here() != secondFactor) {
            transactions.run(() -> {
                revisions.changed(Revisions.Kind.RIGHTS);
                store.ask(id, secondFactor);
                audit.write(caller, id, "access.change-policy", new Audit.Subject("directory.unit", id.toString(), around.needUnits().get(id).name()),
                        Map.of("secondFactor", before.here()), Map.of("secondFactor", secondFactor));
            });
        }
        // not asked for again: who asks for it may be the first to wait for one
        return stored(id);
    }
}
