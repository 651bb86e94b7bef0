package org.shuyuan.api.directory;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A person or an institution from outside: a lecturer, a training provider. Contact data are not in it.
 *
 * @param id never one of a person of the portal
 * @param unit whose register it stands in
 * @param person false for an institution
 * @param name of the person or the institution
 * @param institution where the person comes from
 * @param title e.g. 教授
 * @param specialities what they speak or teach about
 * @param from first day they may be engaged; null: any
 * @param to first day no longer; null: still
 */
public record OutsideParty(UUID id, UUID unit, boolean person, String name, @Nullable String institution, @Nullable String title, List<String> specialities,
        @Nullable LocalDate from, @Nullable LocalDate to) {

    /**
     * Whether they may be engaged that day.
     *
     * @param day a day
     * @return true between the two days
     */
    public boolean on(LocalDate day) {
        return (from == null || !from.isAfter(day)) && (to == null || to.isAfter(day));
    }
}
