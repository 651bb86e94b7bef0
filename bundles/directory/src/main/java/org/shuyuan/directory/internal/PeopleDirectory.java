package org.shuyuan.directory.internal;

import java.time.LocalDate;
import java.util.Collection;
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
import org.shuyuan.directory.internal.jpa.PastStore;
import org.shuyuan.directory.internal.jpa.PersonStore;
import org.shuyuan.directory.internal.roster.Clean;
import org.shuyuan.directory.internal.roster.Phones;

/** People for other modules. Thread-safe. */
@Component(service = People.class)
public final class PeopleDirectory implements People {

    private static final int LONGEST = 200;
    private static final int MOST_KNOWN = 10;

    private final PersonStore store;
    private final PastStore past;

    @Activate
    public PeopleDirectory(@Reference PersonStore store, @Reference PastStore past) {
        this.store = store;
        this.past = past;
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
        Map<UUID, Person> found = new LinkedHashMap<>();
        LocalDate today = PastStore.today();
        // one reading of each, by rows: ten thousand at a time are asked for
        store.latest(List.copyOf(ids)).forEach(l -> found.put(l.person().id(), person(l.person(), l.main().to() == null || l.main().to().isAfter(today) ? l.main() : null)));
        List<UUID> nowhere = ids.stream().filter(id -> !found.containsKey(id)).toList();
        if (!nowhere.isEmpty()) {
            store.get(nowhere).forEach(p -> found.put(p.id(), person(p, null)));
        }
        return found;
    }

    @Override
    public Set<UUID> unitsOf(UUID person, LocalDate on) {
        return store.memberships(List.of(person), false, on).stream().map(MembershipData::unit).collect(Collectors.toSet());
    }

    @Override
    public List<Person> membersOf(Collection<UUID> units, LocalDate on) {
        return of(store.memberships(units, true, on), on);
    }

    @Override
    public Map<UUID, Person> membersAmong(Collection<UUID> people, LocalDate on) {
        Map<UUID, Person> found = new LinkedHashMap<>();
        of(store.memberships(people, false, on), on).forEach(person -> found.put(person.id(), person));
        return found;
    }

    private List<Person> of(List<MembershipData> held, LocalDate on) {
        Map<UUID, Map<String, Optional<String>>> then = past.asOf(held.stream().map(MembershipData::id).toList(), on);
        Map<UUID, MembershipData> memberships = new LinkedHashMap<>();
        held.stream().map(m -> asOf(m, then.getOrDefault(m.id(), Map.of()))).forEach(m -> memberships.merge(m.person(), m, (a, b) -> a.main() ? a : b));
        return store.get(memberships.keySet()).stream().map(p -> person(p, memberships.get(p.id()))).toList();
    }

    /** As it was: with the position, and as main or not, of that day. */
    static MembershipData asOf(MembershipData m, Map<String, Optional<String>> then) {
        @Nullable String position = then.containsKey(PastStore.POSITION) ? then.get(PastStore.POSITION).orElse(null) : m.position();
        boolean main = then.getOrDefault(PastStore.MAIN, Optional.of(Boolean.toString(m.main()))).filter("true"::equals).isPresent();
        return new MembershipData(m.id(), m.person(), m.unit(), m.unitName(), position, m.since(), m.from(), m.to(), main);
    }

    @Override
    public List<Person> knownBy(KnownBy what, String value) {
        String clean = Clean.line(value);
        if (clean.isEmpty() || value.length() > LONGEST) {
            return List.of();
        }
        List<PersonStore.Listed> found = switch (what) {
            case NUMBER -> store.byNumbers(List.of(Clean.number(clean)));
            case MAIL -> store.byMail(Clean.narrow(clean));
            case PHONE -> Phones.of(clean).map(store::byPhone).orElse(List.of());
        };
        return found.stream().limit(MOST_KNOWN).map(one -> person(one.person(), one.main())).toList();
    }

    @Override
    public Optional<Mailbox> mailbox(UUID person) {
        return store.current(List.of(person)).stream().map(one -> one.person().mail()).filter(mail -> mail != null && !mail.isBlank()).findFirst()
                .map(mail -> new Mailbox(mail, store.byMail(mail).stream().anyMatch(one -> !one.person().id().equals(person))));
    }

    private static Person person(PersonData p, @Nullable MembershipData m) {
        return new Person(p.id(), p.name(), p.number(), m == null ? null : m.unit(), m == null ? null : m.unitName(), m == null ? null : m.position());
    }
}
