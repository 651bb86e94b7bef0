package org.shuyuan.access.internal;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Caller;

/**
 * Nobody gives more than one has: not more permissions, not farther down the tree, not for longer. What one has only because another
 * delegated it is not given on at all. Thread-safe.
 */
@Component(service = Giving.class)
public class Giving {

    private static final List<String> ADMINISTRATION = List.of(Permissions.ACCOUNTS, Permissions.ROLES);

    private final Rights rights;

    @Activate
    public Giving(@Reference Rights rights) {
        this.rights = rights;
    }

    /**
     * May the caller give the role?
     *
     * @param unit null: everywhere
     * @param until last day, null: for good
     */
    public boolean mayGive(Caller caller, String role, @Nullable UUID unit, boolean subtree, @Nullable LocalDate until) {
        if (role.equals(Role.SYSTEM_ADMINISTRATOR) || unit == null) {
            return everything(caller, until);
        }
        return has(caller, Permissions.ROLES, unit, subtree, until)
                && rights.permitted(role).stream().allMatch(permission -> has(caller, permission, unit, subtree, until));
    }

    /** May the caller say that a role made at the unit permits these? Whoever holds it anywhere below then may. */
    public boolean mayDefine(Caller caller, Collection<String> permissions, @Nullable UUID unit) {
        if (unit == null) {
            return everything(caller, null);
        }
        return has(caller, Permissions.ROLES, unit, true, null)
                && permissions.stream().allMatch(permission -> has(caller, permission, unit, true, null));
    }

    /** May the caller take this grant away from its holder? */
    public boolean mayTake(Caller caller, Grant grant) {
        return covers(caller, List.of(grant), false);
    }

    /**
     * May the caller reset or disable an account with these grants: does the caller have, now, whatever it has? Who administers only for
     * another touches no account that administers.
     */
    public boolean mayManage(Caller caller, Collection<Grant> grants) {
        boolean administers = grants.stream().anyMatch(grant -> ADMINISTRATION.stream().anyMatch(one -> rights.permits(grant.role(), one)));
        return covers(caller, grants, !administers);
    }

    private boolean covers(Caller caller, Collection<Grant> grants, boolean delegatedToo) {
        return grants.stream().allMatch(grant -> {
            UUID unit = grant.unit();
            if (unit == null || grant.role().equals(Role.SYSTEM_ADMINISTRATOR)) {
                return rights.everything(caller);
            }
            LocalDate today = rights.today(unit);
            return rights.permitted(grant.role()).stream().allMatch(permission -> any(caller, permission, unit, grant.subtree(), today, delegatedToo));
        });
    }

    private boolean everything(Caller caller, @Nullable LocalDate until) {
        return Rights.machine(caller) || rights.grants(caller.account()).stream()
                .anyMatch(grant -> grant.role().equals(Role.SYSTEM_ADMINISTRATOR) && grant.unit() == null && grant.on(rights.today((UUID) null)) && lasts(grant, until));
    }

    private boolean has(Caller caller, String permission, UUID unit, boolean subtree, @Nullable LocalDate until) {
        return any(caller, permission, unit, subtree, until, false);
    }

    /** One grant that covers it all: two that follow each other do not, since the first may be taken away. */
    private boolean any(Caller caller, String permission, UUID unit, boolean subtree, @Nullable LocalDate until, boolean delegatedToo) {
        return Rights.machine(caller) || rights.grants(caller.account()).stream()
                .anyMatch(grant -> (grant.own() || delegatedToo) && rights.permits(grant.role(), permission) && rights.counts(grant, unit)
                        && (!subtree || grant.subtree()) && lasts(grant, until));
    }

    private static boolean lasts(Grant grant, @Nullable LocalDate until) {
        return grant.until() == null || until != null && !until.isAfter(grant.until());
    }

    /** What the caller could put into a role made at the unit. */
    public Set<String> definable(Caller caller, @Nullable UUID unit) {
        return rights.known().stream().filter(permission -> mayDefine(caller, List.of(permission), unit)).collect(java.util.stream.Collectors.toUnmodifiableSet());
    }
}
