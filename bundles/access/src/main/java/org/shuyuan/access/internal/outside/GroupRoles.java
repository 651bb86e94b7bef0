package org.shuyuan.access.internal.outside;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.access.internal.Account;
import org.shuyuan.access.internal.Around;
import org.shuyuan.access.internal.Grant;
import org.shuyuan.access.internal.Revisions;
import org.shuyuan.access.internal.Role;
import org.shuyuan.access.internal.SignIn;
import org.shuyuan.access.internal.jpa.OutsideStore;
import org.shuyuan.access.internal.jpa.RoleStore;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.access.OutsideIdentity;
import org.shuyuan.api.access.OutsideRules.GroupRole;
import org.shuyuan.api.access.OutsideSource;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.directory.Units;
import org.shuyuan.api.id.Ids;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Roles that groups outside give, brought up to date at each sign-in. What was given by hand is never touched. Thread-safe. */
@Component(service = GroupRoles.class)
public class GroupRoles {

    private static final Logger LOG = LoggerFactory.getLogger(GroupRoles.class);

    private record Held(String role, @Nullable UUID unit) {

        static Held of(Grant grant) {
            return new Held(grant.role(), grant.unit());
        }
    }

    private final RoleStore roles;
    private final OutsideStore outside;
    private final Revisions revisions;
    private final Around around;
    private final Audit audit;
    private final Clock clock = Clock.systemUTC();

    @Activate
    public GroupRoles(@Reference RoleStore roles, @Reference OutsideStore outside, @Reference Revisions revisions, @Reference Around around,
            @Reference Audit audit) {
        this.roles = roles;
        this.outside = outside;
        this.revisions = revisions;
        this.around = around;
        this.audit = audit;
    }

    /** Gives and withdraws; joins the caller's transaction, and takes the lock of the rights only when something changes. */
    void follow(OutsideSource source, OutsideIdentity identity, Account account) {
        Set<Held> wanted = wanted(source, identity);
        change(source.id(), account, wanted, Caller.system("sign-in " + source.id()));
    }

    /** The role of an account that was just made, given for good: no group can take it away. */
    void first(Account account, String role, UUID unit, String source) {
        if (roles.role(role).isEmpty()) {
            LOG.warn("The settings of {} give new accounts the role {}, which does not exist", source, role);
            return;
        }
        Held held = new Held(role, unit);
        roles.add(grant(held, source, account));
        audit.write(Caller.system("sign-in " + source), unit, "access.give-role", SignIn.subject(account), null, shown(held));
    }

    /** Withdraws all that came from the source; joins the caller's transaction. */
    void forget(String source, Account account, Caller caller) {
        change(source, account, Set.of(), caller);
    }

    private void change(String source, Account account, Set<Held> wanted, Caller caller) {
        Set<UUID> theirs = new HashSet<>(outside.grants(account.id(), source));
        if (theirs.isEmpty() && wanted.isEmpty()) {
            return;
        }
        List<Grant> all = roles.grants(List.of(account.id()));
        Set<Held> held = all.stream().filter(one -> one.own() && one.subtree() && one.since() == null && one.until() == null).map(Held::of).collect(Collectors.toSet());
        List<Grant> gone = all.stream().filter(one -> theirs.contains(one.id()) && !wanted.contains(Held.of(one))).toList();
        List<Held> fresh = wanted.stream().filter(one -> !held.contains(one)).toList();
        all.forEach(one -> theirs.remove(one.id()));
        outside.removeGrants(theirs);
        if (gone.isEmpty() && fresh.isEmpty()) {
            return;
        }
        revisions.changed(Revisions.Kind.RIGHTS);
        gone.forEach(one -> withdraw(one, account, caller));
        fresh.forEach(one -> give(one, source, account, caller));
    }

    private void withdraw(Grant grant, Account account, Caller caller) {
        if (grant.role().equals(Role.SYSTEM_ADMINISTRATOR) && roles.administrators().equals(List.of(account.id()))) {
            LOG.warn("{} is in no group of system administrators any more, but is the last one and stays", account.name());
            return;
        }
        roles.removeGrant(grant.id());
        outside.removeGrants(List.of(grant.id()));
        audit.write(caller, grant.unit(), "access.take-role", SignIn.subject(account), shown(Held.of(grant)), null);
    }

    private void give(Held wanted, String source, Account account, Caller caller) {
        Grant grant = grant(wanted, source, account);
        roles.add(grant);
        outside.addGrant(grant.id(), account.id(), source);
        audit.write(caller, grant.unit(), "access.give-role", SignIn.subject(account), null, shown(wanted));
    }

    private Grant grant(Held held, String source, Account account) {
        return new Grant(Ids.next(), account.id(), held.role(), held.unit(), true, null, null, source, clock.instant().truncatedTo(ChronoUnit.MICROS), null);
    }

    private static Map<String, Object> shown(Held held) {
        Map<String, Object> shown = new TreeMap<>(Map.of("role", held.role()));
        if (held.unit() != null) {
            shown.put("unit", held.unit());
        }
        return shown;
    }

    private Set<Held> wanted(OutsideSource source, OutsideIdentity identity) {
        Set<Held> wanted = new LinkedHashSet<>();
        if (source.rules().groups().isEmpty()) {
            return wanted;
        }
        Set<String> groups = identity.groups().stream().map(source::groupKey).collect(Collectors.toSet());
        for (GroupRole line : source.rules().groups()) {
            if (!groups.contains(source.groupKey(line.group()))) {
                continue;
            }
            Optional<Role> role = roles.role(line.role());
            if (role.isEmpty()) {
                LOG.warn("The settings of {} give the role {}, which does not exist", source.id(), line.role());
            } else if (line.role().equals(Role.SYSTEM_ADMINISTRATOR)) {
                wanted.add(new Held(line.role(), null));
            } else {
                // a role that was made at a unit is given there and below only
                UUID home = role.get().unit();
                unit(line.unit()).filter(unit -> home == null || unit.within(home)).ifPresentOrElse(unit -> wanted.add(new Held(line.role(), unit.id())),
                        () -> LOG.warn("The settings of {} give the role {} at {}, which is no unit, more than one, or none where it is given", source.id(), line.role(), line.unit()));
            }
        }
        return wanted;
    }

    /** By its id, or by names from the top of a tree down. */
    private Optional<Unit> unit(String written) {
        Units units = around.needUnits();
        if (written.matches("[0-9a-fA-F-]{36}")) {
            return units.find(UUID.fromString(written));
        }
        List<Unit> level = units.roots();
        Unit found = null;
        for (String name : written.split("/")) {
            List<Unit> named = level.stream().filter(one -> one.name().equals(name.strip())).toList();
            if (named.size() != 1) {
                return Optional.empty();
            }
            found = named.get(0);
            UUID parent = found.id();
            level = new ArrayList<>(units.subtree(parent));
            level.removeIf(one -> !Objects.equals(one.parent(), parent));
        }
        return Optional.ofNullable(found);
    }
}
