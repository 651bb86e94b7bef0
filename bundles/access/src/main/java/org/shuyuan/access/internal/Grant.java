package org.shuyuan.access.internal;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A role held at a unit.
 *
 * @param unit null: everywhere, for system administrators
 * @param subtree also in all units below; otherwise in that unit only
 * @param since first day in the unit's zone, null: always
 * @param until last day in the unit's zone, null: for good
 * @param grantedBy the name of the account that gave it
 * @param delegated null unless its holder stands in for another
 */
public record Grant(UUID id, UUID account, String role, @Nullable UUID unit, boolean subtree, @Nullable LocalDate since,
        @Nullable LocalDate until, String grantedBy, Instant createdAt, @Nullable Delegated delegated) {

    /**
     * Where a delegated grant comes from.
     *
     * @param source the grant of which it is a part
     * @param by the account that holds the source
     */
    public record Delegated(UUID source, UUID by, String reason) {}

    /** Does it count on the day? */
    public boolean on(LocalDate day) {
        return (since == null || !day.isBefore(since)) && !over(day);
    }

    /** Is its last day past? */
    public boolean over(LocalDate day) {
        return until != null && day.isAfter(until);
    }

    public boolean own() {
        return delegated == null;
    }
}
