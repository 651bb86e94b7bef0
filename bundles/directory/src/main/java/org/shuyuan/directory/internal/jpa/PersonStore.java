package org.shuyuan.directory.internal.jpa;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.persistence.EntityManager;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.tx.Jpa;
import org.shuyuan.api.tx.Sql;
import org.shuyuan.directory.internal.MembershipData;
import org.shuyuan.directory.internal.PersonData;
import org.shuyuan.directory.internal.search.Indexed;

/** People's rows and memberships. Thread-safe. */
@Component(service = PersonStore.class)
public final class PersonStore {

    /** A person and the main membership a list shows. @param also the one by which the person is in the list when the main one lies elsewhere */
    public record Listed(PersonData person, MembershipData main, @Nullable MembershipData also) {}

    /** A person changed by the writers whose number it is. */
    public record Change(UUID person, long number) {}

    /** People as the index knows them. @param revision of the writers' state when they were read @param youngest the one changed last, if any */
    public record Reading(long revision, List<Indexed> people, @Nullable Change youngest) {}

    private static final int CHUNK = 500;
    private static final String JOINED = " from PersonEntity p, MembershipEntity m, UnitEntity u where m.person = p.id and u.id = m.unit and m.latest = :yes";

    /** One text however many are asked for: the database plans it once. */
    private static final String LATEST = "select p.id, p.number, p.name, p.gender, p.birth, p.political, p.joined, p.phone, p.mail, p.category, p.title, p.subject, p.note,"
            + " p.source_import, p.version, m.id, m.unit, u.name, m.position, m.since, m.from_day, m.to_day, m.main from unnest(cast(? as uuid array)) as w(id)"
            + " join directory_person p on p.id = w.id join directory_membership m on m.person = p.id and m.latest join directory_unit u on u.id = m.unit";

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

    /**
     * People with the main membership that holds or held last, in the order of the ids; those that have none are left out. Plain SQL: a page is read
     * with every letter somebody types, and shows rows, not entities.
     */
    public List<Listed> latest(List<UUID> people) {
        Map<UUID, Listed> found = new HashMap<>();
        chunks(people, (em, some) -> Sql.list(em, LATEST, List.of((Object) some.toArray(UUID[]::new)), PersonStore::listed)).forEach(l -> found.put(l.person().id(), l));
        return people.stream().map(found::get).filter(java.util.Objects::nonNull).toList();
    }

    /** The memberships of people, besides their main ones, that hold. */
    public Map<UUID, List<MembershipData>> further(List<UUID> people) {
        return chunks(people, (em, some) -> em.createQuery("select m, u.name from MembershipEntity m, UnitEntity u where u.id = m.unit and (m.toDay is null or m.toDay > :today) and m.latest = :no"
                + " and m.person in :some order by m.id", Object[].class).setParameter("today", PastStore.today()).setParameter("no", false).setParameter("some", some).getResultList().stream()
                .map(r -> data((MembershipEntity) r[0], (String) r[1])).toList()).stream().collect(Collectors.groupingBy(MembershipData::person));
    }

    /** @param since the number after which changes are wanted; −1: everybody */
    public Reading indexed(long since) {
        return jpa.read(em -> {
            long revision = revision(em);
            List<Object[]> rows = em.createQuery("select p.id, p.name, p.number, m.unit, m.position, p.category, p.political, p.gender, m.toDay, p.changed"
                    + " from PersonEntity p, MembershipEntity m where m.person = p.id and m.latest = :yes and p.changed > :since", Object[].class)
                    .setParameter("yes", true).setParameter("since", since).getResultList();
            Map<UUID, List<UUID>> further = new HashMap<>();
            em.createQuery("select m.person, m.unit from PersonEntity p, MembershipEntity m where m.person = p.id and (m.toDay is null or m.toDay > :today) and m.latest = :no and p.changed > :since"
                    + " order by m.id", Object[].class).setParameter("no", false).setParameter("today", PastStore.today()).setParameter("since", since).getResultList()
                    .forEach(r -> further.computeIfAbsent((UUID) r[0], p -> new ArrayList<>(1)).add((UUID) r[1]));
            @Nullable Change youngest = rows.stream().map(r -> new Change((UUID) r[0], (Long) r[9])).max(java.util.Comparator.comparingLong(Change::number)).orElse(null);
            return new Reading(revision, rows.stream().map(r -> new Indexed((UUID) r[0], (String) r[1], (String) r[2], (UUID) r[3], (String) r[4], (String) r[5],
                    (String) r[6], (String) r[7], (java.time.LocalDate) r[8], List.copyOf(further.getOrDefault((UUID) r[0], List.of())))).toList(), youngest);
        });
    }

    /** Whether the change is still in the database, or a later one of the same person. */
    public boolean stands(Change change) {
        return jpa.read(em -> Optional.ofNullable(em.find(PersonEntity.class, change.person())).filter(p -> p.changed >= change.number()).isPresent());
    }

    /** The number of the last write of people, see {@link UnitStore#begin}. */
    public long writes() {
        return jpa.read(PersonStore::revision);
    }

    private static long revision(EntityManager em) {
        return ((Number) em.createNativeQuery("select revision from directory_state where id = 2").getSingleResult()).longValue();
    }

    /** Lets the index of every node read these people again; part of every write of a person or a membership. */
    public void touch(Collection<UUID> people) {
        List<UUID> all = List.copyOf(people);
        for (int i = 0; i < all.size(); i += CHUNK) {
            List<UUID> some = all.subList(i, Math.min(all.size(), i + CHUNK));
            jpa.run(em -> touch(em, some));
        }
    }

    static void touch(EntityManager em, List<UUID> people) {
        em.flush();
        javax.persistence.Query query = em.createNativeQuery("update directory_person set changed = (select revision from directory_state where id = 2) where id in ("
                + String.join(",", java.util.Collections.nCopies(people.size(), "?")) + ")");
        for (int p = 0; p < people.size(); p++) {
            query.setParameter(p + 1, people.get(p));
        }
        query.executeUpdate();
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

    /** People with their current main membership, by telephone number as it is stored. */
    public List<Listed> byPhone(String phone) {
        return current("p.phone", List.of(phone));
    }

    /** People with their current main membership, by mail address in any case. In SQL for the same reason as {@link #hits}. */
    public List<Listed> byMail(String mail) {
        List<?> ids = jpa.<List<?>>read(em -> em.createNativeQuery("select p.id from directory_person p where lower(p.mail) = ?1")
                .setParameter(1, mail.toLowerCase(java.util.Locale.ROOT)).setMaxResults(CHUNK).getResultList());
        return current("p.id", ids.stream().map(UUID.class::cast).toList());
    }

    private <K> List<Listed> current(String attribute, Collection<K> keys) {
        return chunks(keys, (em, some) -> em.createQuery("select p, m, u.name" + JOINED + " and (m.toDay is null or m.toDay > :today) and " + attribute + " in :some", Object[].class)
                .setParameter("some", some).setParameter("today", PastStore.today()).setParameter("yes", true).getResultList().stream().map(PersonStore::listed).toList());
    }

    /** Staff numbers of people who belong nowhere any more. */
    public List<PersonData> leftByNumbers(Collection<String> numbers) {
        return chunks(numbers, (em, some) -> em.createQuery("select p from PersonEntity p, MembershipEntity m where m.person = p.id and m.latest = :yes"
                + " and m.toDay <= :today and p.number in :some", PersonEntity.class).setParameter("some", some).setParameter("today", PastStore.today())
                .setParameter("yes", true).getResultList().stream().map(PersonStore::data).toList());
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
            em.createQuery("select m.unit, count(m) from MembershipEntity m where (m.toDay is null or m.toDay > :today) and m.latest = :yes group by m.unit", Object[].class)
                    .setParameter("yes", true).setParameter("today", PastStore.today())
                    .getResultList().forEach(r -> counts.put((UUID) r[0], (Long) r[1]));
            return counts;
        });
    }

    public boolean anyMember(UUID unit) {
        return jpa.read(em -> !em.createQuery("select m.id from MembershipEntity m where m.unit = :u and (m.toDay is null or m.toDay > :today)").setParameter("u", unit)
                .setParameter("today", PastStore.today()).setMaxResults(1)
                .getResultList().isEmpty());
    }

    /** In batches; flushed in between so that thousands do not pile up in memory. */
    public void add(List<PersonData> people, List<MembershipData> memberships) {
        for (int i = 0; i < people.size(); i += CHUNK) {
            List<PersonData> some = people.subList(i, Math.min(people.size(), i + CHUNK));
            jpa.run(em -> {
                long number = revision(em);
                some.forEach(p -> {
                    PersonEntity e = new PersonEntity();
                    e.id = p.id();
                    e.changed = number;
                    e.createdAt = Instant.now();
                    e.sourceImport = p.source();
                    fill(e, p);
                    em.persist(e);
                });
            });
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
            touch(some.stream().map(MembershipData::person).toList());
        }
    }

    /** @return false when somebody changed the person meanwhile; the version grows even if only memberships changed */
    public boolean change(PersonData person) {
        return jpa.write(em -> {
            @Nullable PersonEntity e = em.find(PersonEntity.class, person.id());
            if (e == null || e.version != person.version()) {
                return false;
            }
            PastStore.keep(em, e.id, PastStore.POLITICAL, e.political, person.political());
            PastStore.keep(em, e.id, PastStore.CATEGORY, e.category, person.category());
            fill(e, person);
            e.changed = revision(em);
            em.lock(e, javax.persistence.LockModeType.OPTIMISTIC_FORCE_INCREMENT);
            return true;
        });
    }

    /** Position, since and end of a membership; its person and unit never change. */
    public void change(MembershipData membership) {
        jpa.run(em -> {
            MembershipEntity e = em.find(MembershipEntity.class, membership.id());
            PastStore.keep(em, e.id, PastStore.POSITION, e.position, membership.position());
            e.position = membership.position();
            e.since = membership.since();
            e.toDay = membership.to();
        });
        touch(List.of(membership.person()));
    }

    /** Another main membership follows this one, and lets the index read the person again. */
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
        return new Listed(data((PersonEntity) row[0]), data((MembershipEntity) row[1], (String) row[2]), null);
    }

    private static Listed listed(ResultSet r) throws SQLException {
        UUID person = r.getObject(1, UUID.class);
        return new Listed(new PersonData(person, r.getString(2), r.getString(3), r.getString(4), r.getString(5), r.getString(6), r.getString(7), r.getString(8), r.getString(9),
                r.getString(10), r.getString(11), r.getString(12), r.getString(13), Sql.uuid(r, 14), r.getInt(15)),
                new MembershipData(r.getObject(16, UUID.class), person, r.getObject(17, UUID.class), r.getString(18), r.getString(19), r.getString(20), Sql.day(r, 21),
                        Sql.day(r, 22), r.getBoolean(23)), null);
    }

    private static PersonData data(PersonEntity e) {
        return new PersonData(e.id, e.number, e.name, e.gender, e.birth, e.political, e.joined, e.phone, e.mail, e.category, e.title, e.subject, e.note, e.sourceImport, e.version);
    }

    private static MembershipData data(MembershipEntity e, String unitName) {
        return new MembershipData(e.id, e.person, e.unit, unitName, e.position, e.since, e.fromDay, e.toDay, e.main);
    }
}
