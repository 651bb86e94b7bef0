package org.shuyuan.directory.internal;

import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.directory.People;
import org.shuyuan.api.directory.Person;
import org.shuyuan.directory.internal.jpa.PersonStore;

/** People for other modules. Thread-safe. */
@Component(service = People.class)
public final class PeopleDirectory implements People {

    private final PersonStore store;

    @Activate
    public PeopleDirectory(@Reference PersonStore store) {
        this.store = store;
    }

    @Override
    public Optional<Person> find(UUID id) {
        return Optional.ofNullable(get(List.of(id)).get(id));
    }

    @Override
    public Map<UUID, Person> get(Collection<UUID> ids) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        Map<UUID, MembershipData> mains = new HashMap<>();
        store.current(ids).forEach(l -> mains.put(l.person().id(), l.main()));
        Map<UUID, Person> found = new LinkedHashMap<>();
        store.get(ids).forEach(p -> found.put(p.id(), person(p, mains.get(p.id()))));
        return found;
    }

    @Override
    public Set<UUID> unitsOf(UUID person, LocalDate on) {
        return store.memberships(List.of(person), false, on).stream().map(MembershipData::unit).collect(Collectors.toSet());
    }

    @Override
    public List<Person> membersOf(Collection<UUID> units, LocalDate on) {
        Map<UUID, MembershipData> memberships = new LinkedHashMap<>();
        store.memberships(units, true, on).forEach(m -> memberships.merge(m.person(), m, (a, b) -> a.main() ? a : b));
        return store.get(memberships.keySet()).stream().map(p -> person(p, memberships.get(p.id()))).toList();
    }

    private static Person person(PersonData p, @Nullable MembershipData m) {
        return new Person(p.id(), p.name(), p.number(), m == null ? null : m.unit(), m == null ? null : m.unitName(), m == null ? null : m.position());
    }
}
