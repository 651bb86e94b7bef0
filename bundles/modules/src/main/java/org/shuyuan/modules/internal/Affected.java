package org.shuyuan.modules.internal;

import java.util.Comparator;
import java.util.List;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.directory.Units;

/**
 * The units at which a module is on, or would be if it came: those whose people notice.
 *
 * @param everywhere it serves the portal as a whole and no unit chooses
 * @param count how many units
 * @param some names of some of them, those at the top first
 */
public record Affected(boolean everywhere, int count, List<String> some) {

    private static final int NAMED = 5;

    /** One look at the tree and the choices in memory. */
    static Affected of(Descriptor module, Units units, Activation activation) {
        List<Unit> all = units.roots().stream().flatMap(root -> units.subtree(root.id()).stream()).toList();
        if (module.wholePortal()) {
            return new Affected(true, all.size(), List.of());
        }
        List<Unit> on = all.stream().filter(unit -> activation.at(module.id(), unit).active()).toList();
        return new Affected(false, on.size(), on.stream().sorted(Comparator.comparingInt(unit -> unit.path().size())).limit(NAMED).map(Unit::name).toList());
    }
}
