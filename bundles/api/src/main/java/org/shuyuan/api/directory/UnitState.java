package org.shuyuan.api.directory;

import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a unit was during a time.
 *
 * @param unit id of the unit
 * @param parent the unit it hung from; null for a root
 * @param name what it was called
 * @param kind code of its kind
 * @param from first day; null where nobody knows since when
 * @param to first day no longer; null: still
 */
public record UnitState(UUID unit, @Nullable UUID parent, String name, String kind, @Nullable LocalDate from, @Nullable LocalDate to) {

    /**
     * Whether it was so on that day.
     *
     * @param day a day
     * @return true from the first day on until the day before {@link #to}
     */
    public boolean on(LocalDate day) {
        return (from == null || !from.isAfter(day)) && (to == null || to.isAfter(day));
    }
}
