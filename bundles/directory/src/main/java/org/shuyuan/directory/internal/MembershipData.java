package org.shuyuan.directory.internal;

import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shuyuan.directory.internal.jpa.PastStore;

/**
 * Who belongs where.
 *
 * @param since when the person came to the unit, as precise as somebody wrote it
 * @param from first day, null: before the portal knew
 * @param to first day no longer, null: still; it may lie ahead
 */
public record MembershipData(UUID id, UUID person, UUID unit, String unitName, @Nullable String position, @Nullable String since, @Nullable LocalDate from,
        @Nullable LocalDate to, boolean main) {

    /** Whether it holds no more; one whose last day lies ahead still holds. */
    public boolean over() {
        return to != null && !to.isAfter(PastStore.today());
    }

    /** The same with another end. */
    public MembershipData until(@Nullable LocalDate day) {
        return new MembershipData(id, person, unit, unitName, position, since, from, day, main);
    }
}
