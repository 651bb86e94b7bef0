package org.shuyuan.access.internal;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A role held at a unit, reaching its subtree.
 *
 * @param unit null: everywhere, for system administrators
 * @param since first day, null: always
 * @param until last day, null: for good
 */
public record Grant(UUID id, UUID account, String role, @Nullable UUID unit, @Nullable LocalDate since, @Nullable LocalDate until,
        String grantedBy, Instant createdAt) {

    /** Does it count on the day? */
    public boolean on(LocalDate day) {
        return (since == null || !day.isBefore(since)) && (until == null || !day.isAfter(until));
    }
}
