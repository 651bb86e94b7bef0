package org.shuyuan.directory.internal.roster;

import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A person already in the directory, as the comparison needs one.
 *
 * @param values as {@link Entry#values()}, without {@link Field#UNIT}
 * @param unit unit of the main membership
 * @param within whether that unit lies in the part of the tree that is imported into
 */
public record Known(UUID id, Map<Field, String> values, @Nullable UUID unit, @Nullable String unitName, boolean within) {

    @Nullable String get(Field field) {
        return values.get(field);
    }
}
