package org.shuyuan.resources.internal.jpa;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import javax.persistence.EntityManager;
import javax.persistence.OptimisticLockException;
import javax.persistence.Query;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.resources.Bookings.Subject;
import org.shuyuan.api.tx.Jpa;
import org.shuyuan.api.tx.Sql;
import org.shuyuan.resources.internal.Booking;

/** Bookings. Whoever adds or moves one holds {@link ResourceStore#lock}. Thread-safe. */
@Component(service = BookingStore.class)
public final class BookingStore {

    /** No booking lasts longer: what began before cannot reach into a period, so the index finds the rest. */
    private static final Duration LONGEST = Duration.ofDays(31);
    private static final String OVERLAPS = " and b.starts < :to and b.ends > :from and b.starts > :earliest";

    /** One page of somebody's own. */
    public record Page(List<Booking> items, long total) {}

    private final Jpa jpa;

    @Activate
    public BookingStore(@Reference(target = "(shuyuan.module=resources)") Jpa jpa) {
        this.jpa = jpa;
    }

    public Optional<Booking> find(UUID id) {
        return jpa.read(em -> Optional.ofNullable(em.find(BookingEntity.class, id)).map(BookingStore::read));
    }

    /** What of these resources is booked in a period, by time. @param limit at most so many of each 500 resources */
    public List<Booking> overlapping(Collection<UUID> resources, Instant from, Instant to, int limit) {
        return Chunks.of(resources, some -> jpa.<List<Booking>>read(em -> em.createQuery("select b from BookingEntity b where b.resource in :some" + OVERLAPS
                + " order by b.starts, b.id", BookingEntity.class).setParameter("some", some).setParameter("from", from).setParameter("to", to)
                .setParameter("earliest", from.minus(LONGEST)).setMaxResults(limit).getResultList().stream().map(BookingStore::read).toList()));
    }

    /**
     * An account's own by time.
     *
     * @param endsAfter null for all
     * @param like as of {@link org.shuyuan.rest.ListQuery#like}, for the title or the resource's name; null for all
     */
    public Page of(UUID account, @Nullable Instant endsAfter, @Nullable String like, boolean newestFirst, int offset, int size) {
        String where = " from BookingEntity b, ResourceEntity r where r.id = b.resource and b.account = :account" + (endsAfter == null ? "" : " and b.ends > :after")
                + (like == null ? "" : " and (lower(b.title) like :like escape '!' or lower(r.name) like :like escape '!')");
        return jpa.read(em -> {
            var rows = em.createQuery("select b" + where + " order by b.starts" + (newestFirst ? " desc" : "") + ", b.id", BookingEntity.class);
            var count = em.createQuery("select count(b)" + where, Long.class);
            for (Query query : List.of(rows, count)) {
                query.setParameter("account", account);
                if (endsAfter != null) {
                    query.setParameter("after", endsAfter);
                }
                if (like != null) {
                    query.setParameter("like", like);
                }
                // with functions of text H2 is not given parameters unless told: ids would stand in the SQL without quotes
                query.setHint("eclipselink.jdbc.bind-parameters", "true");
            }
            return new Page(rows.setFirstResult(offset).setMaxResults(size).getResultList().stream().map(BookingStore::read).toList(), count.getSingleResult());
        });
    }

    /** Of things of a module, by time. */
    public List<Booking> of(String module, Collection<String> ids) {
        return Chunks.of(ids, some -> jpa.<List<Booking>>read(em -> em.createQuery("select b from BookingEntity b where b.subjectModule = :module and b.subjectId in :some"
                + " order by b.starts, b.id", BookingEntity.class).setParameter("module", module).setParameter("some", some).getResultList().stream().map(BookingStore::read).toList()));
    }

    /** The dates of a booking that repeats that begin at a moment or later, by time. */
    public List<Booking> series(UUID series, Instant from) {
        return jpa.read(em -> em.createQuery("select b from BookingEntity b where b.series = :series and b.starts >= :from order by b.starts, b.id", BookingEntity.class)
                .setParameter("series", series).setParameter("from", from).getResultList().stream().map(BookingStore::read).toList());
    }

    /** Which resources things of a module have booked beyond a moment, by the thing's id. @param after the id before, empty for the first */
    public Map<String, Set<UUID>> ahead(String module, String after, Instant moment, int limit) {
        String some = "select distinct subject_id from resources_booking where subject_module = ? and subject_id > ? and ends > ? order by subject_id fetch first " + limit + " rows only";
        Map<String, Set<UUID>> found = new LinkedHashMap<>();
        jpa.read(em -> Sql.list(em, "select b.subject_id, b.resource_id from resources_booking b join (" + some + ") t on t.subject_id = b.subject_id where b.subject_module = ? and b.ends > ?"
                + " group by b.subject_id, b.resource_id order by b.subject_id", List.of(module, after, moment, module, moment),
                r -> found.computeIfAbsent(r.getString(1), id -> new TreeSet<>()).add(r.getObject(2, UUID.class))));
        return found;
    }

    public boolean any(UUID resource) {
        return jpa.read(em -> !em.createQuery("select b.id from BookingEntity b where b.resource = :resource", UUID.class).setParameter("resource", resource).setMaxResults(1)
                .getResultList().isEmpty());
    }

    /** How many of a resource end after a moment. */
    public long endingAfter(UUID resource, Instant moment) {
        return jpa.read(em -> em.createQuery("select count(b) from BookingEntity b where b.resource = :resource and b.ends > :moment", Long.class)
                .setParameter("resource", resource).setParameter("moment", moment).getSingleResult());
    }

    public void add(Booking booking) {
        jpa.run(em -> {
            BookingEntity e = new BookingEntity();
            e.id = booking.id();
            e.unit = booking.unit();
            e.account = booking.trace().account();
            e.person = booking.trace().person();
            e.bookedBy = booking.trace().name();
            e.bookedAt = booking.trace().at();
            e.series = booking.series();
            write(booking, e);
            em.persist(e);
        });
    }

    /** Resource, time, title and what it is for. @throws OptimisticLockException it is gone, or another version than {@code booking.version()} */
    public Booking change(Booking booking) {
        return jpa.write(em -> {
            BookingEntity e = current(em, booking);
            write(booking, e);
            em.flush();
            return read(e);
        });
    }

    /** @throws OptimisticLockException as {@link #change} */
    public void remove(Booking booking) {
        jpa.run(em -> em.remove(current(em, booking)));
    }

    public long signed(Set<UUID> accounts, UUID person) {
        return jpa.read(em -> em.createQuery("select count(b) from BookingEntity b where b.person = :person or b.account in :accounts", Long.class)
                .setParameter("person", person).setParameter("accounts", someOf(accounts)).getSingleResult());
    }

    /** No version grows: nothing is changed that somebody may be editing. */
    public void sign(Set<UUID> accounts, UUID person, String label) {
        jpa.run(em -> em.createQuery("select b.id from BookingEntity b where b.person = :person or b.account in :accounts", UUID.class)
                .setParameter("person", person).setParameter("accounts", someOf(accounts)).getResultList()
                .forEach(id -> em.createNativeQuery("update resources_booking set booked_by = ?1 where id = ?2").setParameter(1, label).setParameter(2, id).executeUpdate()));
    }

    /** An id that is nobody's keeps the list from being empty, which SQL does not allow. */
    private static Set<UUID> someOf(Set<UUID> accounts) {
        return accounts.isEmpty() ? Set.of(new UUID(0, 0)) : accounts;
    }

    private static BookingEntity current(EntityManager em, Booking booking) {
        @Nullable BookingEntity e = em.find(BookingEntity.class, booking.id());
        if (e == null || e.version != booking.version()) {
            throw new OptimisticLockException("booking " + booking.id());
        }
        return e;
    }

    private static Booking read(BookingEntity e) {
        Subject subject = e.subjectModule == null || e.subjectId == null || e.subjectLink == null ? null
                : new Subject(e.subjectModule, e.subjectId, e.subjectPart == null ? "" : e.subjectPart, e.subjectLink);
        return new Booking(e.id, e.version, e.resource, e.unit, e.title, e.starts, e.ends, new Booking.Trace(e.account, e.person, e.bookedBy, e.bookedAt), subject, e.series);
    }

    private static void write(Booking booking, BookingEntity e) {
        Subject subject = booking.subject();
        if (subject != null) {
            e.subjectModule = subject.module();
            e.subjectId = subject.id();
            e.subjectPart = subject.part().isEmpty() ? null : subject.part();
            e.subjectLink = subject.link();
        }
        e.resource = booking.resource();
        e.title = booking.title();
        e.starts = booking.from();
        e.ends = booking.to();
    }
}
