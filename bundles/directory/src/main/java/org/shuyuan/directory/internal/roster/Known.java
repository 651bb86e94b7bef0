package org.shuyuan.directory.internal.roster;

import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A person already in the directory, as the comparison needs one.
 *
 * @param values as {@link Entry#values()}, without {@link Field#UNIT}
 * @param unit unit of the main membership
 * @param branch the branch the person belongs to besides
 * @param within whether that unit lies in the part of the tree that is imported into and that the caller reaches
 * @param left belongs nowhere any more; {@code unit} is the last one
 */
public record Known(UUID id, Map<Field, String> values, @Nullable UUID unit, @Nullable String unitName, @Nullable UUID branch, boolean within, boolean left) {

    public @Nullable String get(Field field) {
        return values.get(field);
    }
}
