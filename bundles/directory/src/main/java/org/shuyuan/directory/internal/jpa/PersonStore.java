package org.shuyuan.directory.internal.jpa;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import javax.persistence.EntityManager;
import javax.persistence.TypedQuery;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.tx.Jpa;
import org.shuyuan.directory.internal.MembershipData;
import org.shuyuan.directory.internal.PersonData;

/** People's rows and memberships. Thread-safe. */
@Component(service = PersonStore.class)
public final class PersonStore {

    /** A person and the main membership a list shows. */
    public record Listed(PersonData person, MembershipData main) {}

    /** @param q found anywhere in name, number, unit or position; lower case; empty: everybody */
    public record Filter(Set<UUID> units, String q, @Nullable String category, @Nullable String political, boolean left) {}

    /** What a list may be sorted by. */
    public static final Map<String, String> SORTS = Map.of("name", "p.name", "number", "p.number", "unit", "u.sortOrder, u.name", "position", "m.position",
            "category", "p.category", "political", "p.political", "gender", "p.gender");
    public static final String ORDER = "p.number, p.name, p.id";

    private static final int CHUNK = 500;
    /** Most people a search finds. */
    private static final int HITS = 10_000;
    private static final String JOINED = " from PersonEntity p, MembershipEntity m, UnitEntity u where m.person = p.id and u.id = m.unit and m.latest = :yes";

    private final Jpa jpa;

    @Activate
    public PersonStore(@Reference(target = "(shuyuan.module=directory)") Jpa jpa) {
        this.jpa = jpa;
    }

    public Optional<PersonData> find(UUID id) {
        return jpa.read(em -> Optional.ofNullable(em.find(PersonEntity.class, id)).map(PersonStore::data));
    }

    public Optional<PersonData> byNumber(String number) {
        return jpa.read(em -> em.createQuery("select p from PersonEntity p where p.number = :n", PersonEntity.class).setParameter("n", number).getResultList()
                .stream().findFirst().map(PersonStore::data));
    }

    /** All memberships of a person, the newest first. */
    public List<MembershipData> memberships(UUID person) {
        return jpa.read(em -> em.createQuery("select m, u.name from MembershipEntity m, UnitEntity u where u.id = m.unit and m.person = :p order by m.id desc",
                Object[].class).setParameter("p", person).getResultList().stream().map(r -> data((MembershipEntity) r[0], (String) r[1])).toList());
    }

    public long count(Filter filter) {
        return filter.units().isEmpty() ? 0 : jpa.read(em -> query(em, "select count(p)", filter, "", Long.class).getSingleResult());
    }

    public List<Listed> list(Filter filter, String orderBy, int offset, int size) {
        return filter.units().isEmpty() ? List.of() : jpa.read(em -> query(em, "select p, m, u.name", filter, " order by " + orderBy, Object[].class)
                .setFirstResult(offset).setMaxResults(size).getResultList().stream().map(PersonStore::listed).toList());
    }

    private static <T> TypedQuery<T> query(EntityManager em, String select, Filter filter, String order, Class<T> type) {
        StringBuilder where = new StringBuilder(JOINED).append(" and m.unit in :units").append(filter.left() ? " and m.toDay is not null" : " and m.toDay is null");
        Map<String, Object> values = new HashMap<>(Map.of("units", filter.units(), "yes", true));
        BiConsumer<String, @Nullable Object> add = (clause, value) -> {
            if (value != null) {
                where.append(" and ").append(clause);
                values.put(clause.substring(clause.indexOf(':') + 1).split("\\W")[0], value);
            }
        };
        add.accept("p.category = :category", filter.category());
        add.accept("p.political = :political", filter.political());
        if (!filter.q().isEmpty()) {
            add.accept("m.id in :hits", hits(em, filter.q()));
        }
        TypedQuery<T> query = em.createQuery(select + where + order, type);
        values.forEach(query::setParameter);
        return query;
    }

    /**
     * Memberships whose person, position or unit holds the text. In SQL: on H2 EclipseLink writes every parameter of a query with a
     * function such as {@code lower} into its text, ids unquoted.
     */
    private static List<UUID> hits(EntityManager em, String q) {
        String like = "%" + q.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%";
        List<?> ids = em.createNativeQuery("select m.id from directory_person p join directory_membership m on m.person = p.id join directory_unit u on u.id = m.unit"
                + " where m.latest and (lower(p.name) like ?1 escape '!' or lower(p.number) like ?1 escape '!' or lower(u.name) like ?1 escape '!'"
                + " or lower(m.position) like ?1 escape '!')").setParameter(1, like).setMaxResults(HITS).getResultList();
        // an id that is nobody's keeps the list from being empty, which SQL does not allow
        return ids.isEmpty() ? List.of(new UUID(0, 0)) : ids.stream().map(UUID.class::cast).toList();
    }

    /** People with their current main membership, by id. */
    public List<Listed> current(Collection<UUID> people) {
        return current("p.id", people);
    }

    /** People with their current main membership, by staff number. */
    public List<Listed> byNumbers(Collection<String> numbers) {
        return current("p.number", numbers);
    }

    /** People with their current main membership, by name. */
    public List<Listed> byNames(Collection<String> names) {
        return current("p.name", names);
    }

    private <K> List<Listed> current(String attribute, Collection<K> keys) {
        return chunks(keys, (em, some) -> em.createQuery("select p, m, u.name" + JOINED + " and m.toDay is null and " + attribute + " in :some", Object[].class)
                .setParameter("some", some).setParameter("yes", true).getResultList().stream().map(PersonStore::listed).toList());
    }

    /** Staff numbers of people who belong nowhere any more. */
    public List<PersonData> leftByNumbers(Collection<String> numbers) {
        return chunks(numbers, (em, some) -> em.createQuery("select p from PersonEntity p, MembershipEntity m where m.person = p.id and m.latest = :yes"
                + " and m.toDay is not null and p.number in :some", PersonEntity.class).setParameter("some", some).setParameter("yes", true).getResultList().stream().map(PersonStore::data).toList());
    }

    public List<PersonData> get(Collection<UUID> people) {
        return chunks(people, (em, some) -> em.createQuery("select p from PersonEntity p where p.id in :some", PersonEntity.class).setParameter("some", some)
                .getResultList().stream().map(PersonStore::data).toList());
    }

    /** Memberships, main or not, that hold on the day; of the people or of the units given. */
    public List<MembershipData> memberships(Collection<UUID> ids, boolean units, LocalDate on) {
        return chunks(ids, (em, some) -> em.createQuery("select m, u.name from MembershipEntity m, UnitEntity u where u.id = m.unit and m."
                + (units ? "unit" : "person") + " in :some and (m.fromDay is null or m.fromDay <= :on) and (m.toDay is null or m.toDay > :on)", Object[].class)
                .setParameter("some", some).setParameter("on", on).getResultList().stream().map(r -> data((MembershipEntity) r[0], (String) r[1])).toList());
    }

    /** How many people belong to each unit itself. */
    public Map<UUID, Long> counts() {
        return jpa.read(em -> {
            Map<UUID, Long> counts = new HashMap<>();
            em.createQuery("select m.unit, count(m) from MembershipEntity m where m.toDay is null and m.latest = :yes group by m.unit", Object[].class).setParameter("yes", true)
                    .getResultList().forEach(r -> counts.put((UUID) r[0], (Long) r[1]));
            return counts;
        });
    }

    public boolean anyMember(UUID unit) {
        return jpa.read(em -> !em.createQuery("select m.id from MembershipEntity m where m.unit = :u and m.toDay is null").setParameter("u", unit).setMaxResults(1)
                .getResultList().isEmpty());
    }

    /** In batches; flushed in between so that thousands do not pile up in memory. */
    public void add(List<PersonData> people, List<MembershipData> memberships) {
        for (int i = 0; i < people.size(); i += CHUNK) {
            List<PersonData> some = people.subList(i, Math.min(people.size(), i + CHUNK));
            jpa.run(em -> some.forEach(p -> {
                PersonEntity e = new PersonEntity();
                e.id = p.id();
                e.createdAt = Instant.now();
                e.sourceImport = p.source();
                fill(e, p);
                em.persist(e);
            }));
        }
        addMemberships(memberships);
    }

    public void addMemberships(List<MembershipData> memberships) {
        for (int i = 0; i < memberships.size(); i += CHUNK) {
            List<MembershipData> some = memberships.subList(i, Math.min(memberships.size(), i + CHUNK));
            jpa.run(em -> some.forEach(m -> {
                MembershipEntity e = new MembershipEntity();
                e.id = m.id();
                e.person = m.person();
                e.unit = m.unit();
                e.position = m.position();
                e.since = m.since();
                e.fromDay = m.from();
                e.toDay = m.to();
                e.main = m.main();
                e.latest = m.main();
                em.persist(e);
            }));
        }
    }

    /** @return false when somebody changed the person meanwhile; the version grows even if only memberships changed */
    public boolean change(PersonData person) {
        return jpa.write(em -> {
            @Nullable PersonEntity e = em.find(PersonEntity.class, person.id());
            if (e == null || e.version != person.version()) {
                return false;
            }
            fill(e, person);
            em.lock(e, javax.persistence.LockModeType.OPTIMISTIC_FORCE_INCREMENT);
            return true;
        });
    }

    /** Position, since and end of a membership; its person and unit never change. */
    public void change(MembershipData membership) {
        jpa.run(em -> {
            MembershipEntity e = em.find(MembershipEntity.class, membership.id());
            e.position = membership.position();
            e.since = membership.since();
            e.toDay = membership.to();
        });
    }

    /** Another main membership follows this one. */
    public void replaced(UUID membership) {
        jpa.run(em -> em.find(MembershipEntity.class, membership).latest = false);
    }

    private <K, T> List<T> chunks(Collection<K> keys, java.util.function.BiFunction<EntityManager, List<K>, List<T>> work) {
        List<K> all = List.copyOf(keys);
        List<T> found = new ArrayList<>();
        for (int i = 0; i < all.size(); i += CHUNK) {
            List<K> some = all.subList(i, Math.min(all.size(), i + CHUNK));
            found.addAll(jpa.<List<T>>read(em -> work.apply(em, some)));
        }
        return found;
    }

    private static void fill(PersonEntity e, PersonData p) {
        e.number = p.number();
        e.name = p.name();
        e.gender = p.gender();
        e.birth = p.birth();
        e.political = p.political();
        e.joined = p.joined();
        e.phone = p.phone();
        e.mail = p.mail();
        e.category = p.category();
        e.title = p.title();
        e.subject = p.subject();
        e.note = p.note();
    }

    private static Listed listed(Object[] row) {
        return new Listed(data((PersonEntity) row[0]), data((MembershipEntity) row[1], (String) row[2]));
    }

    private static PersonData data(PersonEntity e) {
        return new PersonData(e.id, e.number, e.name, e.gender, e.birth, e.political, e.joined, e.phone, e.mail, e.category, e.title, e.subject, e.note, e.sourceImport, e.version);
    }

    private static MembershipData data(MembershipEntity e, String unitName) {
        return new MembershipData(e.id, e.person, e.unit, unitName, e.position, e.since, e.fromDay, e.toDay, e.main);
    }
}
