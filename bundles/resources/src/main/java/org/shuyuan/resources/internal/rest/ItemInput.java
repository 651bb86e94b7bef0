package org.shuyuan.resources.internal.rest;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shuyuan.resources.internal.Resource;

/**
 * A room or a piece of equipment as a form sends it.
 *
 * @param unit whose it is; the request's unit when missing; it never changes
 * @param kind {@code room station equipment other}
 * @param bookable true when missing
 */
public record ItemInput(@Nullable UUID unit, @Nullable String name, @Nullable String kind, @Nullable String place, @Nullable Integer seats,
        @Nullable String note, @Nullable Boolean bookable, @Nullable Boolean shared, @Nullable Boolean retired) {

    Resource resource(UUID id, int version, UUID otherwise) {
        return new Resource(id, version, unit == null ? otherwise : unit, name == null ? "" : name.strip(), kind == null ? "" : kind, orNull(place), seats, orNull(note),
                bookable == null || bookable, Boolean.TRUE.equals(shared), Boolean.TRUE.equals(retired));
    }

    private static @Nullable String orNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }
}
