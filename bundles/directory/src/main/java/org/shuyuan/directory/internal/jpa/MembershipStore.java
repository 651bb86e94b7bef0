package org.shuyuan.directory.internal.jpa;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.persistence.EntityManager;
import javax.persistence.TypedQuery;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.id.Ids;
import org.shuyuan.api.tx.Jpa;
import org.shuyuan.directory.internal.MembershipData;

/** Memberships one by one, main or not. Thread-safe. */
@Component(service = MembershipStore.class)
public final class MembershipStore {

    /** A line of a unit's members. */
    public record Member(UUID person, String name, @Nullable String number, MembershipData membership) {}

    /** A membership besides the main one. @param main the unit of the main one */
    public record Additional(UUID person, UUID unit, UUID main) {}

    /** What a unit's members may be sorted by. */
    public static final Map<String, String> SORTS = Map.of("name", "p.name", "number", "p.number", "position", "m.position", "from", "m.fromDay");
    public static final String ORDER = "p.number, p.name, m.id";

    private final Jpa jpa;

    @Activate
    public MembershipStore(@Reference(target = "(shuyuan.module=directory)") Jpa jpa) {
        this.jpa = jpa;
    }

    public Optional<MembershipData> find(UUID id) {
        return jpa.read(em -> em.createQuery("select m, u.name from MembershipEntity m, UnitEntity u where u.id = m.unit and m.id = :id", Object[].class)
                .setParameter("id", id).getResultList().stream().findFirst().map(MembershipStore::data));
    }

    /** Memberships of a unit that still hold; the people's ids with them. */
    public List<MembershipData> open(UUID unit) {
        return jpa.read(em -> em.createQuery("select m, u.name from MembershipEntity m, UnitEntity u where u.id = m.unit and m.unit = :u and (m.toDay is null or m.toDay > :today)"
                + " order by m.id", Object[].class).setParameter("u", unit).setParameter("today", PastStore.today()).getResultList().stream().map(MembershipStore::data).toList());
    }

    /** Memberships that hold now besides the main ones. */
    public List<Additional> additional() {
        return jpa.read(em -> em.createQuery("select a.person, a.unit, m.unit from MembershipEntity a, MembershipEntity m where (a.toDay is null or a.toDay > :today) and a.latest = :no"
                + " and m.person = a.person and m.latest = :yes", Object[].class).setParameter("no", false).setParameter("yes", true).setParameter("today", PastStore.today()).getResultList().stream()
                .map(r -> new Additional((UUID) r[0], (UUID) r[1], (UUID) r[2])).toList());
    }

    /** Who belongs to any of the units on the day, main or not; the text is found in name, number and position. */
    public List<Member> members(Set<UUID> units, LocalDate on, String q, String orderBy, int offset, int size) {
        return jpa.read(em -> members(em, "select p.id, p.name, p.number, m, u.name", units, on, q, " order by " + orderBy, Object[].class)
                .setFirstResult(offset).setMaxResults(size).getResultList().stream()
                .map(r -> new Member((UUID) r[0], (String) r[1], (String) r[2], data((MembershipEntity) r[3], (String) r[4]))).toList());
    }

    public long count(Set<UUID> units, LocalDate on, String q) {
        return jpa.read(em -> members(em, "select count(m)", units, on, q, "", Long.class).getSingleResult());
    }

    private static <T> TypedQuery<T> members(EntityManager em, String select, Set<UUID> units, LocalDate on, String q, String order, Class<T> type) {
        String text = q.isEmpty() ? "" : " and (p.name like :q escape '!' or p.number like :q escape '!' or m.position like :q escape '!')";
        TypedQuery<T> query = em.createQuery(select + " from PersonEntity p, MembershipEntity m, UnitEntity u where p.id = m.person and u.id = m.unit and m.unit in :units"
                + " and (m.fromDay is null or m.fromDay <= :on) and (m.toDay is null or m.toDay > :on)" + text + order, type)
                .setParameter("units", units).setParameter("on", on);
        return q.isEmpty() ? query : query.setParameter("q", "%" + q.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%");
    }

    public void add(MembershipData membership) {
        jpa.run(em -> {
            MembershipEntity e = new MembershipEntity();
            e.id = membership.id();
            e.person = membership.person();
            e.unit = membership.unit();
            e.main = membership.main();
            e.latest = membership.main();
            fill(e, membership);
            em.persist(e);
            PersonStore.touch(em, List.of(e.person));
        });
    }

    /** Position and dates; its person and unit never change, its being the main one by {@link #main}. */
    public void change(MembershipData membership) {
        jpa.run(em -> {
            MembershipEntity e = em.find(MembershipEntity.class, membership.id());
            PastStore.keep(em, e.id, PastStore.POSITION, e.position, membership.position());
            fill(e, membership);
            PersonStore.touch(em, List.of(e.person));
        });
    }

    /** Makes it the main one; lists show it. */
    public void main(UUID id, boolean main) {
        jpa.run(em -> {
            MembershipEntity e = em.find(MembershipEntity.class, id);
            PastStore.keep(em, id, PastStore.MAIN, Boolean.toString(e.main), Boolean.toString(main));
            e.main = main;
            e.latest = main;
            PersonStore.touch(em, List.of(e.person));
        });
    }

    /** It stays a main one of the past, and lists no longer show it. */
    public void replaced(UUID id) {
        jpa.run(em -> em.find(MembershipEntity.class, id).latest = false);
    }

    /**
     * Ends a membership and lets the like of it begin at another unit.
     *
     * @return the one that begins
     */
    public MembershipData moved(MembershipData held, UUID unit, String unitName, LocalDate on) {
        MembershipData next = new MembershipData(Ids.next(), held.person(), unit, unitName, held.position(), held.since(), on, held.to(), held.main());
        change(ended(held, on));
        if (held.main()) {
            replaced(held.id());
        }
        add(next);
        return next;
    }

    /** Never before it began. */
    public static MembershipData ended(MembershipData m, LocalDate on) {
        LocalDate to = m.from() != null && m.from().isAfter(on) ? m.from() : on;
        return new MembershipData(m.id(), m.person(), m.unit(), m.unitName(), m.position(), m.since(), m.from(), to, m.main());
    }

    private static void fill(MembershipEntity e, MembershipData m) {
        e.position = m.position();
        e.since = m.since();
        e.fromDay = m.from();
        e.toDay = m.to();
    }

    private static MembershipData data(Object[] row) {
        return data((MembershipEntity) row[0], (String) row[1]);
    }

    static MembershipData data(MembershipEntity e, String unitName) {
        return new MembershipData(e.id, e.person, e.unit, unitName, e.position, e.since, e.fromDay, e.toDay, e.main);
    }
}
