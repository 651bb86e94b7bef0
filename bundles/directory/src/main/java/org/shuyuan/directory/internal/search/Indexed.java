package org.shuyuan.directory.internal.search;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the index knows of a person: what everybody may look for who may see the person at all, and nothing personal.
 *
 * @param unit of the main membership that holds, or held last
 * @param left whether it holds no more
 */
public record Indexed(UUID id, String name, @Nullable String number, UUID unit, @Nullable String position, @Nullable String category, @Nullable String political,
        @Nullable String gender, boolean left) {}
