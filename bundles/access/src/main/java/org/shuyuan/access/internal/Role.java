package org.shuyuan.access.internal;

import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A role as it is stored; what modules suggest for it comes on top.
 *
 * @param names JSON by language tag, or null: the portal's own text
 * @param descriptions what it is for, likewise
 * @param own made here, belongs to no template
 * @param unit where an own role was made: it is given there and below only; null: in the whole portal
 * @param template from the unit's profile
 */
public record Role(String key, @Nullable String names, @Nullable String descriptions, boolean own, @Nullable UUID unit, int position, long version,
        Set<String> template, Set<String> added, Set<String> removed) {

    /** Holds every permission, whatever modules come. */
    public static final String SYSTEM_ADMINISTRATOR = "system-administrator";

    public boolean everything() {
        return key.equals(SYSTEM_ADMINISTRATOR);
    }
}
