package org.shuyuan.api.directory;

import java.time.LocalDate;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * For whom something is: units with all below them, people, and audience groups of the unit it belongs to. Nobody named means the unit with all below it. Who is named and has left by the
 * day is not meant any more.
 *
 * @param owner the unit it belongs to
 * @param units ids of units
 * @param people ids of persons
 * @param groups ids of audience groups
 */
public record Called(UUID owner, Collection<UUID> units, Collection<UUID> people, Collection<UUID> groups) {

    /**
     * Who that is on a day: by the unit tree, the memberships and the groups of that day.
     *
     * @param day whose tree and groups count
     * @param tree of units
     * @param directory of people
     * @param audiences of groups
     * @return ids of persons, each with the unit it belongs to
     */
    public Map<UUID, @Nullable UUID> on(LocalDate day, Units tree, People directory, Groups audiences) {
        Map<UUID, @Nullable UUID> found = new LinkedHashMap<>();
        Collection<UUID> named = units.isEmpty() && people.isEmpty() && groups.isEmpty() ? List.of(owner) : units;
        Set<UUID> reached = new HashSet<>();
        named.forEach(unit -> tree.subtree(unit, day).stream().map(UnitState::unit).forEach(reached::add));
        add(found, directory.membersOf(reached, day));
        if (!groups.isEmpty()) {
            audiences.members(groups, owner, day).values().forEach(members -> add(found, members));
        }
        add(found, directory.membersAmong(people, day).values());
        return found;
    }

    private static void add(Map<UUID, @Nullable UUID> found, Collection<Person> people) {
        people.forEach(person -> found.putIfAbsent(person.id(), person.unit()));
    }
}
