package org.shuyuan.directory.internal;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A person or an institution from outside as stored.
 *
 * @param unit whose register it stands in
 * @param kind {@code person}, {@code institution}
 * @param to first day no longer
 * @param reach {@code unit}: only there; {@code subtree}: there and below; {@code units}: there, and at {@code shared} and below; {@code portal}
 */
public record OutsideData(UUID id, UUID unit, String kind, String name, @Nullable String institution, @Nullable String title, List<String> specialities,
        @Nullable String phone, @Nullable String mail, @Nullable String note, @Nullable LocalDate from, @Nullable LocalDate to, String reach, Set<UUID> shared, int version) {

    static final Set<String> KINDS = Set.of("person", "institution");
    static final Set<String> REACHES = Set.of("unit", "subtree", "units", "portal");

    /** Whether it can be chosen at a unit. @param path ids from the root down to and with the unit */
    public boolean at(UUID place, List<UUID> path) {
        return unit.equals(place) || switch (reach) {
            case "portal" -> true;
            case "subtree" -> path.contains(unit);
            case "units" -> path.stream().anyMatch(shared::contains);
            default -> false;
        };
    }

    /** With this contact instead. */
    OutsideData contact(@Nullable String newPhone, @Nullable String newMail) {
        return new OutsideData(id, unit, kind, name, institution, title, specialities, newPhone, newMail, note, from, to, reach, shared, version);
    }
}
