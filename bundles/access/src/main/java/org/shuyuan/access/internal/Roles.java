package org.shuyuan.access.internal;

import java.time.Clock;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.access.internal.jpa.AccountStore;
import org.shuyuan.access.internal.jpa.RoleStore;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.id.Ids;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.tx.Transactions;

/** Who holds which role where, how far down and how long. What roles permit is said in {@link RoleBook}. Thread-safe. */
@Component(service = Roles.class)
public class Roles {

    private static final int MOST_GRANTS = 100;

    private final RoleStore store;
    private final AccountStore accounts;
    private final Rights rights;
    private final Giving giving;
    private final Revisions revisions;
    private final Around around;
    private final Audit audit;
    private final Transactions transactions;
    private final Clock clock = Clock.systemUTC();

    @Activate
    public Roles(@Reference RoleStore store, @Reference AccountStore accounts, @Reference Rights rights, @Reference Giving giving,
            @Reference Revisions revisions, @Reference Around around, @Reference Audit audit, @Reference Transactions transactions) {
        this.store = store;
        this.accounts = accounts;
        this.rights = rights;
        this.giving = giving;
        this.revisions = revisions;
        this.around = around;
        this.audit = audit;
        this.transactions = transactions;
    }

    public List<Grant> grants(Collection<UUID> accountIds) {
        return store.grants(accountIds);
    }

    /**
     * Gives the account a role at a unit and all below it.
     *
     * @param unit null only for the system administrator's role, which is held everywhere
     * @throws Problem 403 without {@code access.roles} there, {@code access.more-than-own} when the role permits what the giver
     *     may not; 404; 409 {@code access.held-already}; 422 {@code access.bad-dates}
     */
    public Grant give(Caller caller, UUID account, @Nullable String roleKey, @Nullable UUID unit, @Nullable LocalDate since,
            @Nullable LocalDate until) {
        return give(caller, account, roleKey, unit, true, since, until);
    }

    /** As the other, and says how far it reaches. @param subtree false: in that unit only */
    public Grant give(Caller caller, UUID account, @Nullable String roleKey, @Nullable UUID unit, boolean subtree, @Nullable LocalDate since,
            @Nullable LocalDate until) {
        String key = roleKey == null ? "" : roleKey;
        boolean everything = key.equals(Role.SYSTEM_ADMINISTRATOR);
        if (unit == null && !everything) {
            throw Problem.invalid("unit", "access.unit-needed");
        }
        if (everything) {
            rights.requireEverything(caller);
        } else {
            rights.require(caller, Permissions.ROLES, unit);
            around.needUnits().get(unit);
        }
        if (since != null && until != null && until.isBefore(since)) {
            throw Problem.invalid("until", "access.bad-dates");
        }
        Grant grant = new Grant(Ids.next(), account, key, everything ? null : unit, everything || subtree, since, until, Names.cut(caller.name(), 100),
                clock.instant().truncatedTo(ChronoUnit.MICROS), null);
        transactions.run(() -> {
            revisions.changed(Revisions.Kind.RIGHTS);
            inPlace(role(key), grant);
            Account holder = accounts.find(account).orElseThrow(() -> Problem.notFound("access.no-such-account"));
            if (!giving.mayGive(caller, key, grant.unit(), grant.subtree(), until)) {
                throw Problem.forbidden("access.more-than-own");
            }
            List<Grant> held = store.grants(List.of(account));
            if (held.size() >= MOST_GRANTS || held.stream().anyMatch(one -> same(one, grant))) {
                throw Problem.conflict("access.held-already");
            }
            store.add(grant);
            audit.write(caller, grant.unit(), "access.give-role", SignIn.subject(holder), null, shown(grant));
        });
        return grant;
    }

    private static boolean same(Grant one, Grant other) {
        return one.role().equals(other.role()) && Objects.equals(one.unit(), other.unit())
                && one.own() && one.subtree() == other.subtree() && Objects.equals(one.since(), other.since()) && Objects.equals(one.until(), other.until());
    }

    /** An own role of a unit is given there and below only. */
    private void inPlace(Role role, Grant grant) {
        UUID made = role.unit();
        UUID unit = grant.unit();
        if (made != null && (unit == null || !around.needUnits().get(unit).within(made))) {
            throw Problem.notFound("access.no-such-role");
        }
    }

    /**
     * Takes a role away, and with it what its holder delegated of it.
     *
     * @throws Problem 403; 404 {@code access.no-such-grant}; 409 {@code access.last-administrator}
     */
    public void take(Caller caller, UUID id) {
        transactions.run(() -> {
            revisions.changed(Revisions.Kind.RIGHTS);
            Grant grant = store.grant(id).orElseThrow(() -> Problem.notFound("access.no-such-grant"));
            UUID unit = grant.unit();
            if (unit == null) {
                rights.requireEverything(caller);
            } else {
                rights.require(caller, Permissions.ROLES, unit);
            }
            if (!giving.mayTake(caller, grant)) {
                throw Problem.forbidden("access.more-than-own");
            }
            Account holder = accounts.find(grant.account()).orElseThrow(() -> Problem.notFound("access.no-such-account"));
            store.delegatedFrom(id).forEach(part -> store.removeGrant(part.id()));
            store.removeGrant(id);
            keepAnAdministrator();
            audit.write(caller, unit, "access.take-role", SignIn.subject(holder), shown(grant), null);
        });
    }

    /** To be asked at the end of a change, under the lock of {@link Revisions#changed}. */
    void keepAnAdministrator() {
        if (store.administrators().isEmpty()) {
            throw Problem.conflict("access.last-administrator");
        }
    }

    /** Is every role of the account one that the caller could have given? Else it is not his to reset or to disable. */
    boolean outranks(Caller caller, UUID account) {
        return giving.mayManage(caller, store.grants(List.of(account)).stream().filter(grant -> !grant.over(rights.today(grant.unit()))).toList());
    }

    private Role role(String key) {
        return store.role(key).orElseThrow(() -> Problem.notFound("access.no-such-role"));
    }

    static Map<String, Object> shown(Grant grant) {
        Map<String, Object> shown = new TreeMap<>(Map.of("role", grant.role(), "subtree", grant.subtree()));
        Grant.Delegated delegated = grant.delegated();
        if (delegated != null) {
            shown.put("delegatedBy", delegated.by());
            shown.put("reason", delegated.reason());
        }
        if (grant.unit() != null) {
            shown.put("unit", grant.unit());
        }
        if (grant.since() != null) {
            shown.put("since", grant.since().toString());
        }
        if (grant.until() != null) {
            shown.put("until", grant.until().toString());
        }
        return shown;
    }
}
