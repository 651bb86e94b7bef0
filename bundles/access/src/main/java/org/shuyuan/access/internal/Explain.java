package org.shuyuan.access.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.access.internal.jpa.AccountStore;
import org.shuyuan.access.internal.jpa.RoleStore;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.problem.Problem;

/** Answers who may do something at a unit, and what somebody may do and why, from what the checks themselves go by. Thread-safe. */
@Component(service = Explain.class)
public class Explain {

    /** Why a role permits something. */
    public enum Origin {
        /** The system administrator's role permits everything. */
        EVERYTHING,
        /** The profile of the portal says so. */
        TEMPLATE,
        /** An active module suggests it. */
        MODULE,
        /** An administrator added it. */
        ADDED,
        /** The role was made here. */
        OWN
    }

    /** One permission that an account has by one grant. */
    public record Reason(Account account, Grant grant, String permission, Origin origin, boolean today) {}

    private final Rights rights;
    private final RoleStore roles;
    private final AccountStore accounts;
    private final AccountService service;

    @Activate
    public Explain(@Reference Rights rights, @Reference RoleStore roles, @Reference AccountStore accounts, @Reference AccountService service) {
        this.rights = rights;
        this.roles = roles;
        this.accounts = accounts;
        this.service = service;
    }

    /**
     * Who may do this at the unit today, with every grant that gives it.
     *
     * @throws Problem 403 without {@code access.roles} there
     */
    public List<Reason> who(Caller caller, String permission, UUID unit) {
        rights.require(caller, Permissions.ROLES, unit);
        Map<UUID, List<Grant>> found = new HashMap<>();
        rights.grants().forEach((account, grants) -> {
            List<Grant> giving = grants.stream().filter(grant -> rights.permits(grant.role(), permission) && rights.counts(grant, unit)).toList();
            if (!giving.isEmpty()) {
                found.put(account, giving);
            }
        });
        Map<String, Role> known = known();
        List<Reason> reasons = new ArrayList<>();
        accounts.get(found.keySet()).forEach(account -> found.getOrDefault(account.id(), List.of())
                .forEach(grant -> reasons.add(new Reason(account, grant, permission, origin(known.get(grant.role()), permission), true))));
        reasons.sort(Comparator.comparing((Reason one) -> one.account().displayName()).thenComparing(one -> one.account().name()));
        return reasons;
    }

    /**
     * What an account may do, where and why, also what begins later; nothing that is over.
     *
     * @param at only what counts at this unit today; null: everywhere
     * @throws Problem 404 {@code access.no-such-account}, also for one that is not the caller's to look into
     */
    public List<Reason> what(Caller caller, UUID id, @Nullable UUID at) {
        Account account = service.getFor(caller, id, Permissions.ROLES);
        return reasons(account, at);
    }

    /** The same about the account of a person. @throws Problem 404 {@code access.no-such-account}, also for a person without one */
    public List<Reason> whatOf(Caller caller, UUID person, @Nullable UUID at) {
        UUID account = accounts.byPeople(List.of(person), false).get(person);
        if (account == null) {
            throw Problem.notFound("access.no-such-account");
        }
        return what(caller, account, at);
    }

    /** What the caller may do and why. */
    public List<Reason> own(Caller caller) {
        return accounts.find(caller.account()).map(account -> reasons(account, null)).orElse(List.of());
    }

    private List<Reason> reasons(Account account, @Nullable UUID at) {
        Map<String, Role> known = known();
        List<Reason> reasons = new ArrayList<>();
        for (Grant grant : rights.grants(account.id())) {
            if (grant.over(rights.today(grant.unit())) || at != null && !rights.counts(grant, at)) {
                continue;
            }
            boolean today = grant.on(rights.today(grant.unit()));
            for (String permission : new TreeSet<>(rights.permitted(grant.role()))) {
                reasons.add(new Reason(account, grant, permission, origin(known.get(grant.role()), permission), today));
            }
        }
        return reasons;
    }

    private Map<String, Role> known() {
        return roles.roles().stream().collect(Collectors.toMap(Role::key, role -> role));
    }

    private static Origin origin(@Nullable Role role, String permission) {
        if (role == null || role.everything()) {
            return Origin.EVERYTHING;
        }
        if (role.own()) {
            return Origin.OWN;
        }
        return role.added().contains(permission) ? Origin.ADDED : role.template().contains(permission) ? Origin.TEMPLATE : Origin.MODULE;
    }
}
