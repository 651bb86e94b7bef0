package org.shuyuan.access.internal;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.access.internal.jpa.FactorStore;
import org.shuyuan.access.internal.jpa.RoleStore;
import org.shuyuan.api.access.Access;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.directory.Units;
import org.shuyuan.api.module.ModuleInfo;
import org.shuyuan.api.module.Modules;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.rest.SwitchedOff;

/**
 * Answers from memory: all grants in force and what each role permits. What is remembered is read anew when a grant, a role
 * or the set of modules changes. Thread-safe.
 */
@Component(service = {Access.class, Rights.class})
public class Rights implements Access {

    /** Without a directory there is no unit with a zone of its own. */
    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    private final RoleStore roles;
    private final FactorStore factors;
    private final Revisions revisions;
    private final Around around;
    private final Clock clock;
    private volatile @Nullable Remembered remembered;

    /** {@code waiting}: accounts that are asked for a second factor and have none; nothing is permitted to them until then. */
    private record Remembered(long generation, long modules, long tree, LocalDate day, Map<UUID, List<Grant>> grants, Map<String, Set<String>> permissions,
            Set<UUID> asking, Set<UUID> waiting, Set<UUID> asked) {}

    @Activate
    public Rights(@Reference RoleStore roles, @Reference FactorStore factors, @Reference Revisions revisions, @Reference Around around) {
        this(roles, factors, revisions, around, Clock.systemUTC());
    }

    public Rights(RoleStore roles, FactorStore factors, Revisions revisions, Around around, Clock clock) {
        this.roles = roles;
        this.factors = factors;
        this.revisions = revisions;
        this.around = around;
        this.clock = clock;
    }

    /** Held, and of a module that is on there: what a service is asked to do at a unit must not depend on which other unit a request names. */
    @Override
    public boolean can(Caller caller, String permission, UUID unit) {
        return held(caller, permission, unit) && !off(caller, permission, unit);
    }

    /**
     * Whether it is of a module that is switched off at the unit. As the portal's gate answers a request that names the unit: nobody changes anything there, and what is kept there is read by
     * who answers for it ({@link SwitchedOff#READERS}), and, since it still counts upward, by who reads it from a unit above at which the module is on. Reading is what ends in {@code .read}.
     */
    private boolean off(Caller caller, String permission, UUID unit) {
        @Nullable Modules modules = around.modules();
        int dot = permission.indexOf('.');
        if (modules == null || dot < 1 || machine(caller)) {
            return false;
        }
        String module = permission.substring(0, dot);
        // one that is not here at all is the gate's to answer for
        if (modules.active(module, unit) || unit(unit) == null || modules.find(module).map(ModuleInfo::platform).orElse(true)) {
            return false;
        }
        if (!permission.endsWith(".read")) {
            return true;
        }
        Remembered now = remembered();
        @Nullable Unit there = unit(unit);
        // not by held(): to look is not to act in somebody's place
        return now.grants().getOrDefault(caller.account(), List.of()).stream().filter(grant -> reaches(grant, unit, there))
                .noneMatch(grant -> permits(now, grant.role(), SwitchedOff.READERS)
                        || permits(now, grant.role(), permission) && (grant.unit() == null || modules.active(module, grant.unit())));
    }

    private boolean held(Caller caller, String permission, UUID unit) {
        if (machine(caller)) {
            return true;
        }
        Remembered now = remembered();
        List<Grant> held = now.grants().get(caller.account());
        if (held == null) {
            return false;
        }
        @Nullable Unit there = unit(unit);
        Grant delegated = null;
        for (Grant grant : held) {
            if (permits(now, grant.role(), permission) && reaches(grant, unit, there)) {
                if (grant.own()) {
                    return true;
                }
                delegated = grant;
            }
        }
        if (delegated != null) {
            Acting.in(caller, delegated.grantedBy());
        }
        return delegated != null;
    }

    @Override
    public void require(Caller caller, String permission, UUID unit) {
        if (!held(caller, permission, unit)) {
            if (remembered().waiting().contains(caller.account())) {
                throw Problem.forbidden("access.enrol-first");
            }
            throw Problem.forbidden("access.forbidden").with("permission", permission);
        }
        if (off(caller, permission, unit)) {
            throw Problem.notFound("modules.off");
        }
    }

    @Override
    public Set<String> permissions(Caller caller, UUID unit) {
        if (machine(caller)) {
            return known();
        }
        Remembered now = remembered();
        @Nullable Unit there = unit(unit);
        Set<String> found = new TreeSet<>();
        for (Grant grant : now.grants().getOrDefault(caller.account(), List.of())) {
            if (reaches(grant, unit, there)) {
                found.addAll(grant.role().equals(Role.SYSTEM_ADMINISTRATOR) ? known()
                        : now.permissions().getOrDefault(grant.role(), Set.of()));
            }
        }
        return found;
    }

    @Override
    public List<Held> unitsWith(Caller caller, String permission) {
        if (everything(caller)) {
            return roots();
        }
        Remembered now = remembered();
        return heldAt(now.grants().getOrDefault(caller.account(), List.of()).stream().filter(grant -> permits(now, grant.role(), permission)).toList());
    }

    @Override
    public Set<UUID> within(Caller caller, String permission, UUID unit) {
        require(caller, permission, unit);
        Set<UUID> found = new LinkedHashSet<>(Set.of(unit));
        Units units = around.units();
        if (units != null) {
            boolean whole = machine(caller) || wholly(caller, permission, unit);
            units.subtree(unit).stream().filter(one -> whole || can(caller, permission, one.id())).forEach(one -> found.add(one.id()));
        }
        return Collections.unmodifiableSet(found);
    }

    /** For good and down to the last unit below: nothing has to be asked one by one. */
    private boolean wholly(Caller caller, String permission, UUID unit) {
        Remembered now = remembered();
        @Nullable Unit there = unit(unit);
        return now.grants().getOrDefault(caller.account(), List.of()).stream().anyMatch(grant -> grant.subtree() && grant.since() == null
                && grant.until() == null && permits(now, grant.role(), permission) && reaches(grant, unit, there));
    }

    /** May the caller do everything everywhere? */
    public boolean everything(Caller caller) {
        return machine(caller) || remembered().grants().getOrDefault(caller.account(), List.of()).stream()
                .anyMatch(grant -> grant.role().equals(Role.SYSTEM_ADMINISTRATOR) && grant.unit() == null && grant.on(today(ZONE)));
    }

    /** @throws Problem 403 {@code access.forbidden} */
    public void requireEverything(Caller caller) {
        if (!everything(caller)) {
            throw Problem.forbidden("access.forbidden").with("permission", Role.SYSTEM_ADMINISTRATOR);
        }
    }

    /** Where the account holds a role today; empty for system administrators, who need none. */
    public List<Held> heldAt(UUID account) {
        return heldAt(remembered().grants().getOrDefault(account, List.of()));
    }

    private List<Held> heldAt(List<Grant> grants) {
        Map<UUID, Boolean> found = new LinkedHashMap<>();
        for (Grant grant : grants) {
            UUID unit = grant.unit();
            if (unit != null && reaches(grant, unit, unit(unit))) {
                found.merge(unit, grant.subtree(), Boolean::logicalOr);
            }
        }
        return found.entrySet().stream().map(one -> new Held(one.getKey(), one.getValue())).toList();
    }

    /** The grants that make an account what it is, in force today or not; none of one that is disabled or has a password to change. */
    List<Grant> grants(UUID account) {
        return remembered().grants().getOrDefault(account, List.of());
    }

    /** All such grants, by account. */
    Map<UUID, List<Grant>> grants() {
        return remembered().grants();
    }

    /** Does the grant count at the unit today? */
    boolean counts(Grant grant, UUID unit) {
        return reaches(grant, unit, unit(unit));
    }

    boolean permits(String role, String permission) {
        return permits(remembered(), role, permission);
    }

    /** Does a unit ask this account for a second factor, because it administers there? */
    public boolean asksSecondFactor(UUID account) {
        return remembered().asked().contains(account);
    }

    /** Does it administer accounts or roles somewhere, or everything? Those who wait for a second factor are in {@link #asksSecondFactor}. */
    public boolean administers(UUID account) {
        Remembered now = remembered();
        return now.grants().getOrDefault(account, List.of()).stream().anyMatch(grant -> administers(grant, now.permissions()));
    }

    /** Is it asked for one and has none? Then nothing is permitted but enrolling. */
    public boolean waitsForSecondFactor(UUID account) {
        return remembered().waiting().contains(account);
    }

    /** What the role permits now: template, what modules suggest, own edits. */
    public Set<String> permitted(String role) {
        return role.equals(Role.SYSTEM_ADMINISTRATOR) ? known() : remembered().permissions().getOrDefault(role, Set.of());
    }

    /** The enabled accounts that hold the permission at the unit. */
    public List<UUID> holding(String permission, UUID unit) {
        Remembered now = remembered();
        @Nullable Unit there = unit(unit);
        List<UUID> found = new ArrayList<>();
        now.grants().forEach((account, grants) -> {
            if (grants.stream().anyMatch(grant -> permits(now, grant.role(), permission) && reaches(grant, unit, there))) {
                found.add(account);
            }
        });
        return found;
    }

    /** Every permission there is: the active modules' and, should they be away, this room's own. */
    public Set<String> known() {
        Set<String> found = new TreeSet<>(Permissions.ALL);
        Modules modules = around.modules();
        if (modules != null) {
            modules.permissions().values().forEach(all -> all.forEach(one -> found.add(one.id())));
        }
        return found;
    }

    static boolean machine(Caller caller) {
        return caller.kind() == Caller.Kind.SYSTEM || caller.kind() == Caller.Kind.CONSOLE;
    }

    private static boolean permits(Remembered now, String role, String permission) {
        return role.equals(Role.SYSTEM_ADMINISTRATOR) || now.permissions().getOrDefault(role, Set.of()).contains(permission);
    }

    private boolean reaches(Grant grant, UUID unit, @Nullable Unit there) {
        UUID at = grant.unit();
        boolean inside = at == null || at.equals(unit) || grant.subtree() && there != null && there.within(at);
        boolean always = grant.since() == null && grant.until() == null;
        return inside && (always || grant.on(today(there == null ? ZONE : there.zone())));
    }

    /** Today where the unit is. */
    public LocalDate today(@Nullable UUID unit) {
        Unit there = unit == null ? null : unit(unit);
        return today(there == null ? ZONE : there.zone());
    }

    private LocalDate today(ZoneId zone) {
        return LocalDate.now(clock.withZone(zone));
    }

    private @Nullable Unit unit(UUID id) {
        Units units = around.units();
        Optional<Unit> found = units == null ? Optional.empty() : units.find(id);
        return found.orElse(null);
    }

    private List<Held> roots() {
        Units units = around.units();
        return units == null ? List.of() : units.roots().stream().map(root -> new Held(root.id(), true)).toList();
    }

    private Remembered remembered() {
        Modules modules = around.modules();
        long generation = revisions.generation(Revisions.Kind.RIGHTS);
        long revision = modules == null ? -1 : modules.revision();
        Remembered now = remembered;
        Units units = around.units();
        long tree = units == null ? -1 : units.revision();
        if (now != null && now.generation() == generation && now.modules() == revision && (now.asking().isEmpty() || now.tree() == tree && now.day().equals(today(ZONE)))) {
            return now;
        }
        Map<UUID, List<Grant>> grants = new HashMap<>();
        roles.effective().forEach(grant -> grants.computeIfAbsent(grant.account(), key -> new ArrayList<>()).add(grant));
        Map<String, Set<String>> permissions = new HashMap<>();
        for (Role role : roles.roles()) {
            Set<String> all = new HashSet<>(role.template());
            if (modules != null && !role.own()) {
                all.addAll(modules.suggestedFor(role.key()));
            }
            all.addAll(role.added());
            all.removeAll(role.removed());
            permissions.put(role.key(), Set.copyOf(all));
        }
        Set<UUID> asking = factors.asking();
        Set<UUID> asked = new HashSet<>();
        if (!asking.isEmpty()) {
            grants.forEach((account, held) -> {
                if (held.stream().anyMatch(grant -> administers(grant, permissions) && asks(grant.unit(), asking))) {
                    asked.add(account);
                }
            });
        }
        Set<UUID> waiting = new HashSet<>(asked);
        if (!waiting.isEmpty()) {
            waiting.removeAll(factors.confirmed());
            waiting.forEach(grants::remove);
        }
        now = new Remembered(generation, revision, tree, today(ZONE), grants, permissions, asking, waiting, asked);
        remembered = now;
        return now;
    }

    private boolean administers(Grant grant, Map<String, Set<String>> permissions) {
        Set<String> permitted = permissions.getOrDefault(grant.role(), Set.of());
        return !grant.over(today(grant.unit())) && (grant.role().equals(Role.SYSTEM_ADMINISTRATOR) || permitted.contains(Permissions.ACCOUNTS)
                || permitted.contains(Permissions.ROLES));
    }

    /** Does the unit ask, or one above it? Whoever administers everywhere is asked when any top does. */
    private boolean asks(@Nullable UUID unit, Set<UUID> asking) {
        if (unit == null) {
            return roots().stream().anyMatch(root -> asking.contains(root.unit()));
        }
        Unit there = unit(unit);
        return asking.contains(unit) || there != null && there.path().stream().anyMatch(asking::contains);
    }
}
