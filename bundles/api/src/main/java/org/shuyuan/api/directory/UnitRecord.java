package org.shuyuan.api.directory;

import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an id of a unit means, also when the unit is closed.
 *
 * @param id of the unit
 * @param name what it is, or was last, called
 * @param closedOn first day it was no longer; null: it is open
 * @param mergedInto the unit it was merged into, which may be closed in turn; null: into none
 */
public record UnitRecord(UUID id, String name, @Nullable LocalDate closedOn, @Nullable UUID mergedInto) {

    /**
     * Whether it is in the tree today.
     *
     * @return false when it was closed or merged
     */
    public boolean open() {
        return closedOn == null;
    }
}
