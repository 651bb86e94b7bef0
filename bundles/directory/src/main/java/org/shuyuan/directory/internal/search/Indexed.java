package org.shuyuan.directory.internal.search;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the index knows of a person: what everybody may look for who may see the person at all, and nothing personal.
 *
 * @param unit of the main membership that holds, or held last
 * @param to first day it holds no more, which may lie ahead; null: none is known
 * @param further units of the memberships besides that hold
 */
public record Indexed(UUID id, String name, @Nullable String number, UUID unit, @Nullable String position, @Nullable String category, @Nullable String political,
        @Nullable String gender, @Nullable LocalDate to, List<UUID> further) {

    /** Whether it holds no more on the day. */
    boolean left(LocalDate today) {
        return to != null && !to.isAfter(today);
    }

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
