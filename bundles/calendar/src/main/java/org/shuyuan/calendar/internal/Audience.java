package org.shuyuan.calendar.internal;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.shuyuan.api.problem.Problem;

/**
 * For whom an event is: units with all below them, persons, and audience groups: those of the owning unit and below
 * who are in them on the day one looks. At most 200 of each.
 */
public record Audience(List<UUID> units, List<UUID> people, List<UUID> groups) {

    public static final Audience NOBODY = new Audience(List.of(), List.of(), List.of());

    public Audience {
        units = units.stream().distinct().toList();
        people = people.stream().distinct().toList();
        groups = groups.stream().distinct().toList();
    }

    /** Nobody named: the owning unit with all below. */
    public Audience orElse(UUID unit) {
        return equals(NOBODY) ? new Audience(List.of(unit), List.of(), List.of()) : this;
    }

    public void check(Problem wrong) {
        atMost(wrong, "units", units);
        atMost(wrong, "people", people);
        atMost(wrong, "groups", groups);
    }

    private static void atMost(Problem wrong, String field, List<UUID> named) {
        if (named.size() > 200) {
            wrong.field(field, "calendar.too-many", Map.of("max", 200));
        }
    }
}
