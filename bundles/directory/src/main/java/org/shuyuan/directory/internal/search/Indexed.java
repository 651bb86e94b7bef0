package org.shuyuan.directory.internal.search;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the index knows of a person: what everybody may look for who may see the person at all, and nothing personal.
 *
 * @param unit of the main membership that holds, or held last
 * @param left whether it holds no more
 * @param further units of the memberships besides that hold
 */
public record Indexed(UUID id, String name, @Nullable String number, UUID unit, @Nullable String position, @Nullable String category, @Nullable String political,
        @Nullable String gender, boolean left, List<UUID> further) {

    boolean belongs(Set<UUID> units) {
        if (units.contains(unit)) {
            return true;
        }
        for (int i = 0; i < further.size(); i++) {
            if (units.contains(further.get(i))) {
                return true;
            }
        }
        return false;
    }
}
