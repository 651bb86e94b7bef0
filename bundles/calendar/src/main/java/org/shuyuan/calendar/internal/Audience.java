package org.shuyuan.calendar.internal;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.shuyuan.api.problem.Problem;

/** For whom an event is: units with all below them, and persons. At most 200 of each. */
public record Audience(List<UUID> units, List<UUID> people) {

    public Audience {
        units = units.stream().distinct().toList();
        people = people.stream().distinct().toList();
    }

    /** Nobody named: the owning unit with all below. */
    Audience orElse(UUID unit) {
        return units.isEmpty() && people.isEmpty() ? new Audience(List.of(unit), List.of()) : this;
    }

    void check(Problem wrong) {
        if (units.size() > 200) {
            wrong.field("units", "calendar.too-many", Map.of("max", 200));
        }
        if (people.size() > 200) {
            wrong.field("people", "calendar.too-many", Map.of("max", 200));
        }
    }
}
