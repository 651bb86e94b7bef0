package org.shuyuan.attendance.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.directory.UnitState;
import org.shuyuan.api.directory.Units;

/** Under which row of a unit's figures those of another unit count: that of the unit directly below it on the way there. Looks each unit up once; of one thread. */
final class Branches {

    /** Key of those who belonged to no unit. */
    static final String NONE = "null";
    /** Key of those who belonged to units that are not below the one asked. */
    static final String ELSEWHERE = "elsewhere";

    private final Units units;
    private final UUID top;
    private final Map<UUID, String> keys = new HashMap<>();

    Branches(Units units, UUID top) {
        this.units = units;
        this.top = top;
    }

    String key(@Nullable UUID unit) {
        if (unit == null) {
            return NONE;
        }
        @Nullable String known = keys.get(unit);
        if (known == null) {
            List<UUID> path = path(unit);
            int at = path.indexOf(top);
            known = at < 0 ? ELSEWHERE : path.get(Math.min(at + 1, path.size() - 1)).toString();
            keys.put(unit, known);
        }
        return known;
    }

    /** From the root down to the unit; a merged one is where its successor is, one that was closed where it last was. */
    private List<UUID> path(UUID unit) {
        Optional<Unit> found = units.find(unit).or(() -> units.successor(unit));
        if (found.isPresent()) {
            return found.get().path();
        }
        List<UnitState> was = units.history(unit);
        @Nullable UUID parent = was.isEmpty() ? null : was.get(was.size() - 1).parent();
        List<UUID> path = new ArrayList<>(parent == null ? List.of() : path(parent));
        path.add(unit);
        return path;
    }
}
