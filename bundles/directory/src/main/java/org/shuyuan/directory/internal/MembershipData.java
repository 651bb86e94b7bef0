package org.shuyuan.directory.internal;

import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who belongs where.
 *
 * @param since when the person came to the unit, as precise as somebody wrote it
 * @param from first day, null: before the portal knew
 * @param to first day no longer, null: still
 */
public record MembershipData(UUID id, UUID person, UUID unit, String unitName, @Nullable String position, @Nullable String since, @Nullable LocalDate from,
        @Nullable LocalDate to, boolean main) {}
