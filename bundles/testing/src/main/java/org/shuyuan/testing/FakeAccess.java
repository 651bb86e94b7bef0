package org.shuyuan.testing;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.shuyuan.api.access.Access;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Units;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.text.Language;

/** Grants are given one by one and reach the subtree unless said otherwise; nobody may do anything else. */
public final class FakeAccess implements Access {

    private record Grant(UUID account, String permission, UUID unit, boolean subtree) {}

    private final Set<Grant> grants = new HashSet<>();
    private final Units units;

    public FakeAccess(Units units) {
        this.units = units;
    }

    /** A signed-in person. */
    public static Caller person(String name) {
        UUID id = UUID.nameUUIDFromBytes(name.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return new Caller(id, id, name, Caller.Kind.SESSION, Language.ZH_CN, "127.0.0.1");
    }

    public FakeAccess grant(Caller caller, String permission, UUID unit) {
        grants.add(new Grant(caller.account(), permission, unit, true));
        return this;
    }

    /** One that does not reach below the unit. */
    public FakeAccess grantHere(Caller caller, String permission, UUID unit) {
        grants.add(new Grant(caller.account(), permission, unit, false));
        return this;
    }

    @Override
    public boolean can(Caller caller, String permission, UUID unit) {
        if (caller.kind() == Caller.Kind.SYSTEM) {
            return true;
        }
        return grants.contains(new Grant(caller.account(), permission, unit, false))
                || units.find(unit).map(u -> u.path().stream().anyMatch(p -> grants.contains(new Grant(caller.account(), permission, p, true))))
                        .orElseGet(() -> grants.contains(new Grant(caller.account(), permission, unit, true)));
    }

    @Override
    public void require(Caller caller, String permission, UUID unit) {
        if (!can(caller, permission, unit)) {
            throw Problem.forbidden("access.forbidden").with("permission", permission);
        }
    }

    @Override
    public Set<String> permissions(Caller caller, UUID unit) {
        return grants.stream().map(Grant::permission).filter(p -> can(caller, p, unit)).collect(Collectors.toSet());
    }

    @Override
    public List<Held> unitsWith(Caller caller, String permission) {
        return grants.stream().filter(g -> g.account().equals(caller.account()) && g.permission().equals(permission))
                .map(g -> new Held(g.unit(), g.subtree())).toList();
    }

    @Override
    public Set<UUID> within(Caller caller, String permission, UUID unit) {
        require(caller, permission, unit);
        Set<UUID> found = units.subtreeIds(unit).stream().filter(u -> can(caller, permission, u)).collect(Collectors.toSet());
        found.add(unit);
        return found;
    }
}
