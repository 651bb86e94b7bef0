package org.shuyuan.testing;

import java.time.LocalDate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.shuyuan.api.directory.People;
import org.shuyuan.api.directory.Person;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.id.Ids;

/** People with a main unit each, to which they may come and which they may leave. */
public final class FakePeople implements People {

    private final Map<UUID, Person> people = new LinkedHashMap<>();
    private final Map<UUID, LocalDate> left = new LinkedHashMap<>();
    private final Map<UUID, LocalDate> joined = new LinkedHashMap<>();
    private final Map<UUID, Set<UUID>> others = new LinkedHashMap<>();
    /** Those who have left, as they were. */
    private final Map<UUID, Person> before = new LinkedHashMap<>();

    public Person add(String name, String number, Unit unit) {
        return add(Ids.next(), name, number, unit);
    }

    public Person add(UUID id, String name, String number, Unit unit) {
        Person person = new Person(id, name, number, unit.id(), unit.name(), null);
        people.put(id, person);
        before.remove(id);
        return person;
    }

    /** The person belongs nowhere from that day on. */
    public void leaves(Person person, LocalDate day) {
        left.put(person.id(), day);
        before.putIfAbsent(person.id(), person);
        if (!day.isAfter(LocalDate.now())) {
            people.put(person.id(), new Person(person.id(), person.name(), person.number(), null, null, null));
        }
    }

    /** The person belongs to another unit as well. */
    public void also(Person person, Unit unit) {
        others.computeIfAbsent(person.id(), id -> new TreeSet<>()).add(unit.id());
    }

    private Stream<UUID> units(Person person) {
        return Stream.concat(Stream.of(person.unit()), others.getOrDefault(person.id(), Set.of()).stream());
    }

    /** The person belongs nowhere before that day. */
    public void joins(Person person, LocalDate day) {
        joined.put(person.id(), day);
    }

    private Stream<Person> belonging(LocalDate on) {
        return people.values().stream().map(p -> before.getOrDefault(p.id(), p)).filter(p -> p.unit() != null && (!left.containsKey(p.id()) || left.get(p.id()).isAfter(on))
                && (!joined.containsKey(p.id()) || !joined.get(p.id()).isAfter(on)));
    }

    @Override
    public Optional<Person> find(UUID id) {
        return Optional.ofNullable(people.get(id));
    }

    @Override
    public Map<UUID, Person> get(Collection<UUID> ids) {
        // as strict as the portal's: it is not to be changed, and must not be asked about nobody
        return Map.copyOf(ids.stream().filter(people::containsKey).distinct().collect(Collectors.toMap(id -> id, people::get)));
    }

    @Override
    public Set<UUID> unitsOf(UUID person, LocalDate on) {
        return belonging(on).filter(p -> p.id().equals(person)).flatMap(this::units).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public List<Person> membersOf(Collection<UUID> units, LocalDate on) {
        return belonging(on).filter(p -> units(p).anyMatch(units::contains)).toList();
    }

    @Override
    public Map<UUID, Person> membersAmong(Collection<UUID> wanted, LocalDate on) {
        return belonging(on).filter(p -> wanted.contains(p.id())).collect(Collectors.toUnmodifiableMap(Person::id, p -> p));
    }

    /** Mail addresses and telephone numbers of these people, for {@link #knownBy}. */
    public final Map<UUID, Set<String>> reached = new LinkedHashMap<>();

    @Override
    public List<Person> knownBy(KnownBy what, String value) {
        return people.values().stream().filter(p -> what == KnownBy.NUMBER ? value.strip().equals(p.number())
                : reached.getOrDefault(p.id(), Set.of()).stream().anyMatch(value.strip()::equalsIgnoreCase)).toList();
    }

    @Override
    public Optional<Mailbox> mailbox(UUID person) {
        return reached.getOrDefault(person, Set.of()).stream().filter(one -> one.contains("@")).findFirst()
                .map(mail -> new Mailbox(mail, knownBy(KnownBy.MAIL, mail).size() > 1));
    }
}
