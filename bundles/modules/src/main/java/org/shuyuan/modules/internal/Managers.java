package org.shuyuan.modules.internal;

import java.util.List;
import java.util.UUID;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Access;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.directory.Units;
import org.shuyuan.api.problem.Problem;

/** Who may manage modules: they concern the whole portal, so the permission is asked for at its tops. */
@Component(service = Managers.class)
public class Managers {

    private static final String MANAGE = "modules.manage";

    private final Access access;
    private final Units units;

    @Activate
    public Managers(@Reference Access access, @Reference Units units) {
        this.access = access;
        this.units = units;
    }

    /** @throws Problem 403 */
    void require(Caller caller) {
        if (caller.kind() == Caller.Kind.CONSOLE) {
            return;
        }
        List<UUID> roots = units.roots().stream().map(Unit::id).toList();
        if (roots.isEmpty()) {
            throw Problem.forbidden("access.forbidden");
        }
        roots.forEach(root -> access.require(caller, MANAGE, root));
    }
}
