package org.shuyuan.api.directory;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A person as others need to see one.
 *
 * @param number staff number
 * @param unit the unit of the main membership
 * @param position the position there, e.g. 科长
 */
public record Person(UUID id, String name, @Nullable String number, @Nullable UUID unit, @Nullable String unitName,
        @Nullable String position) {}
