package org.shuyuan.access.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
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

/** Roles, what they permit, and who holds them where. Nobody gives more than one has. Thread-safe. */
@Component(service = Roles.class)
public class Roles {

    private static final Pattern PERMISSION = Pattern.compile("[a-z][a-z0-9-]{1,39}\\.[a-z][a-z0-9-]{1,39}");
    private static final int MOST_GRANTS = 100;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RoleStore store;
    private final AccountStore accounts;
    private final Rights rights;
    private final Revisions revisions;
    private final Around around;
    private final Audit audit;
    private final Transactions transactions;
    private final Clock clock = Clock.systemUTC();

    @Activate
    public Roles(@Reference RoleStore store, @Reference AccountStore accounts, @Reference Rights rights, @Reference Revisions revisions,
            @Reference Around around, @Reference Audit audit, @Reference Transactions transactions) {
        this.store = store;
        this.accounts = accounts;
        this.rights = rights;
        this.revisions = revisions;
        this.around = around;
        this.audit = audit;
        this.transactions = transactions;
    }

    /** All roles in their order; whoever gives out accounts or roles somewhere may see them. */
    public List<Role> list(Caller caller, UUID unit) {
        if (!rights.can(caller, Permissions.ROLES, unit)) {
            rights.require(caller, Permissions.ACCOUNTS, unit);
        }
        return store.roles();
    }

    /**
     * Sets what the role permits beyond and instead of what profile and modules say. A role counts in the whole portal, so
     * this is for system administrators.
     *
     * @param wanted all permissions the role shall have now
     * @throws Problem 403; 404 {@code access.no-such-role}; 409 {@code access.fixed-role}; 412 when {@code version} is old; 422
     */
    public Role permit(Caller caller, String key, Collection<String> wanted, int version) {
        rights.requireEverything(caller);
        if (wanted.size() > 1000 || !wanted.stream().allMatch(one -> PERMISSION.matcher(one).matches())) {
            throw Problem.invalid("permissions", "access.no-such-permission");
        }
        return transactions.call(() -> {
            revisions.changed(Revisions.Kind.RIGHTS);
            Role role = role(key);
            if (role.everything()) {
                throw Problem.conflict("access.fixed-role");
            }
            if (role.version() != version) {
                throw new Problem(412, "rest.changed-meanwhile").with("who", "?").extra("currentVersion", role.version());
            }
            Set<String> before = rights.permitted(key);
            Set<String> given = new HashSet<>(before);
            given.removeAll(role.added());
            given.addAll(role.template());
            role.removed().stream().filter(one -> !wanted.contains(one)).forEach(given::add);
            Set<String> added = new TreeSet<>(wanted);
            added.removeAll(given);
            // What is added by hand stays so even if a module comes to suggest it too.
            role.added().stream().filter(wanted::contains).forEach(added::add);
            Set<String> removed = new TreeSet<>(given);
            removed.removeAll(wanted);
            Role changed = new Role(key, role.names(), role.own(), role.position(), role.version(), role.template(), added, removed);
            store.save(changed);
            audit.write(caller, null, "access.change-role", new Audit.Subject("access.role", key, key),
                    Map.of("permissions", new TreeSet<>(before)), Map.of("permissions", new TreeSet<>(wanted)));
            return store.role(key).orElse(changed);
        });
    }

    /** What a profile says about roles, at the set-up; joins its transaction. */
    void applyTemplate(String json) {
        JsonNode roles;
        try {
            roles = JSON.readTree(json).path("roles");
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("The profile's roles are no JSON", broken);
        }
        revisions.changed(Revisions.Kind.RIGHTS);
        for (JsonNode node : roles) {
            store.role(node.path("key").asText()).ifPresent(role -> {
                Set<String> permissions = new TreeSet<>();
                node.path("permissions").forEach(one -> permissions.add(one.asText()));
                store.save(new Role(role.key(), node.has("name") ? Names.cut(node.path("name").toString(), 600) : role.names(), role.own(),
                        role.position(), role.version(), permissions, role.added(), role.removed()));
            });
        }
    }

    public List<Grant> grants(Collection<UUID> accountIds) {
        return store.grants(accountIds);
    }

    /**
     * Gives the account a role at a unit.
     *
     * @param unit null only for the system administrator's role, which is held everywhere
     * @throws Problem 403 without {@code access.roles} there, {@code access.more-than-own} when the role permits what the giver
     *     may not; 404; 409 {@code access.held-already}; 422 {@code access.bad-dates}
     */
    public Grant give(Caller caller, UUID account, @Nullable String roleKey, @Nullable UUID unit, @Nullable LocalDate since,
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
        Grant grant = new Grant(Ids.next(), account, key, everything ? null : unit, since, until, Names.cut(caller.name(), 100),
                clock.instant().truncatedTo(ChronoUnit.MICROS));
        transactions.run(() -> {
            revisions.changed(Revisions.Kind.RIGHTS);
            role(key);
            Account holder = accounts.find(account).orElseThrow(() -> Problem.notFound("access.no-such-account"));
            if (!rights.mayGive(caller, key, grant.unit())) {
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
                && Objects.equals(one.since(), other.since()) && Objects.equals(one.until(), other.until());
    }

    /** @throws Problem 403; 404 {@code access.no-such-grant}; 409 {@code access.last-administrator} */
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
            if (!rights.mayGive(caller, grant.role(), unit)) {
                throw Problem.forbidden("access.more-than-own");
            }
            Account holder = accounts.find(grant.account()).orElseThrow(() -> Problem.notFound("access.no-such-account"));
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
        return store.grants(List.of(account)).stream().allMatch(grant -> rights.mayGive(caller, grant.role(), grant.unit()));
    }

    private Role role(String key) {
        return store.role(key).orElseThrow(() -> Problem.notFound("access.no-such-role"));
    }

    private static Map<String, Object> shown(Grant grant) {
        Map<String, Object> shown = new TreeMap<>(Map.of("role", grant.role()));
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
