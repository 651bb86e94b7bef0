package org.shuyuan.attendance.internal;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.attendance.GatheringDraft;
import org.shuyuan.api.directory.Groups;
import org.shuyuan.api.directory.People;
import org.shuyuan.api.directory.Person;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.directory.UnitState;
import org.shuyuan.api.directory.Units;

/** Who is expected by an audience: those who belong there on the gathering's day, by the unit tree and the groups of that day. Thread-safe. */
@Component(service = Expected.class)
public final class Expected {

    private final Units units;
    private final People people;
    private final Groups groups;

    @Activate
    public Expected(@Reference Units units, @Reference People people, @Reference Groups groups) {
        this.units = units;
        this.people = people;
        this.groups = groups;
    }

    /** @return people with the unit they belong to that day; of the owning unit and below when the audience names nobody */
    Map<UUID, @Nullable UUID> by(GatheringDraft draft) {
        LocalDate day = draft.start().atZone(zone(draft.unit())).toLocalDate();
        Map<UUID, @Nullable UUID> expected = new LinkedHashMap<>();
        Set<UUID> called = new HashSet<>(draft.units());
        if (called.isEmpty() && draft.people().isEmpty() && draft.groups().isEmpty()) {
            called.add(draft.unit());
        }
        Set<UUID> reached = new HashSet<>();
        called.forEach(unit -> units.subtree(unit, day).stream().map(UnitState::unit).forEach(reached::add));
        add(expected, people.membersOf(reached, day));
        if (!draft.groups().isEmpty()) {
            groups.members(draft.groups(), draft.unit(), day).values().forEach(members -> add(expected, members));
        }
        add(expected, people.get(draft.people()).values());
        return expected;
    }

    /** Where the unit's days begin. */
    ZoneId zone(UUID unit) {
        return units.find(unit).map(Unit::zone).orElse(ZoneId.of("Asia/Shanghai"));
    }

    private static void add(Map<UUID, @Nullable UUID> expected, Collection<Person> people) {
        people.forEach(person -> expected.putIfAbsent(person.id(), person.unit()));
    }
}
