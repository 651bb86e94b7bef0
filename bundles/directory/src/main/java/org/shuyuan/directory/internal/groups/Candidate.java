package org.shuyuan.directory.internal.groups;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A person in one of the units they belong to, as it was on the day asked for.
 *
 * @param path ids from the root down to and with the unit
 * @param birth {@code 1983}, {@code 1983-05} or {@code 1983-05-12}
 */
public record Candidate(UUID person, String name, @Nullable String number, @Nullable String gender, @Nullable String birth, @Nullable String political,
        @Nullable String category, UUID membership, UUID unit, String unitName, String unitKind, List<UUID> path, @Nullable String position, boolean main) {}
