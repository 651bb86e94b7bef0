package org.shuyuan.testing;

import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.directory.Group;
import org.shuyuan.api.directory.Groups;
import org.shuyuan.api.directory.Person;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.id.Ids;

/** Audience groups with the same members on every day on which these belong somewhere. */
public final class FakeGroups implements Groups {

    private final FakeUnits units;
    private final FakePeople people;
    private final Map<UUID, Group> groups = new LinkedHashMap<>();
    private final Map<UUID, Set<UUID>> members = new HashMap<>();

    public FakeGroups(FakeUnits units, FakePeople people) {
        this.units = units;
        this.people = people;
    }

    /** @param unit null: the whole portal's */
    public Group add(String name, @Nullable Unit unit, UUID... people) {
        Group group = new Group(Ids.next(), unit == null ? null : unit.id(), Map.of("zh-CN", name), false, true);
        groups.put(group.id(), group);
        members.put(group.id(), new TreeSet<>(List.of(people)));
        return group;
    }

    @Override
    public Optional<Group> find(UUID id) {
        return Optional.ofNullable(groups.get(id));
    }

    @Override
    public Map<UUID, Group> get(Collection<UUID> ids) {
        return ids.stream().filter(groups::containsKey).distinct().collect(Collectors.toMap(id -> id, groups::get));
    }

    @Override
    public List<Group> at(UUID unit) {
        return groups.values().stream().filter(Group::open).filter(group -> group.unit() == null || units.get(unit).path().contains(group.unit())).toList();
    }

    @Override
    public Map<UUID, List<Person>> members(Collection<UUID> wanted, UUID unit, LocalDate on) {
        return get(wanted).keySet().stream().collect(Collectors.toMap(id -> id, id -> people.membersAmong(members.getOrDefault(id, Set.of()), on).values().stream()
                .filter(person -> units.get(person.unit()).path().contains(unit)).toList()));
    }

    @Override
    public Map<UUID, Set<UUID>> of(Collection<UUID> wanted, LocalDate on) {
        Map<UUID, Set<UUID>> found = new HashMap<>();
        members.forEach((group, in) -> in.stream().filter(wanted::contains).forEach(person -> found.computeIfAbsent(person, p -> new TreeSet<>()).add(group)));
        return found;
    }
}
