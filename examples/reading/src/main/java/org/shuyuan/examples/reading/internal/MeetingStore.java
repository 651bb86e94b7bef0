package org.shuyuan.examples.reading.internal;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.persistence.EntityManager;
import javax.persistence.OptimisticLockException;
import javax.persistence.TypedQuery;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.tx.Jpa;

/** The meetings in the database. Asks nobody for permission: {@link MeetingService} does. Thread-safe. */
@Component(service = MeetingStore.class)
public final class MeetingStore {

    /** What is looked for: what touches the time. {@code book} null: about anything; {@code order} of expressions over {@code m}. */
    record Wanted(Collection<UUID> units, @Nullable UUID book, Instant from, Instant to, String like, String order, int offset, int size) {}

    private static final String WHERE = " from MeetingEntity m where m.unit in :units and m.ends > :from and m.starts < :to"
            + " and (lower(m.title) like :text escape '!' or lower(m.place) like :text escape '!')";

    private final Jpa jpa;

    @Activate
    public MeetingStore(@Reference(target = "(shuyuan.module=reading)") Jpa jpa) {
        this.jpa = jpa;
    }

    Optional<Meeting> find(UUID id) {
        return jpa.read(em -> Optional.ofNullable(em.find(MeetingEntity.class, id)).map(MeetingEntity::read));
    }

    Found<Meeting> list(Wanted wanted) {
        String where = WHERE + (wanted.book() == null ? "" : " and m.book = :book");
        return wanted.units().isEmpty() ? Found.nothing() : jpa.read(em -> new Found<>(set(em.createQuery("select m" + where + " order by " + wanted.order(), MeetingEntity.class), wanted)
                .setFirstResult(wanted.offset()).setMaxResults(wanted.size()).getResultStream().map(MeetingEntity::read).toList(),
                set(em.createQuery("select count(m)" + where, Long.class), wanted).getSingleResult()));
    }

    private static <T> TypedQuery<T> set(TypedQuery<T> query, Wanted wanted) {
        query.setParameter("units", wanted.units()).setParameter("from", wanted.from()).setParameter("to", wanted.to()).setParameter("text", wanted.like())
                .setHint("eclipselink.jdbc.bind-parameters", "true");
        return wanted.book() == null ? query : query.setParameter("book", wanted.book());
    }

    /** What concerns a person: meetings the person leads, and those about a book that the person reads or has read. The earliest first. */
    List<Meeting> of(UUID person, Instant from, Instant to, int most) {
        return jpa.read(em -> em.createQuery("select m from MeetingEntity m where m.ends > :from and m.starts < :to and (m.lead = :person"
                + " or m.book in (select r.book from ReadingEntity r where r.person = :person)) order by m.starts, m.id", MeetingEntity.class)
                .setParameter("person", person).setParameter("from", from).setParameter("to", to).setMaxResults(most).getResultStream().map(MeetingEntity::read).toList());
    }

    /** What many people led: what began in that time, the newest first. */
    List<Meeting> led(Collection<UUID> people, Instant from, Instant to, int most) {
        return people.isEmpty() ? List.of() : jpa.read(em -> em.createQuery("select m from MeetingEntity m where m.lead in :people and m.starts >= :from and m.starts < :to"
                + " order by m.starts desc, m.id", MeetingEntity.class).setParameter("people", people).setParameter("from", from).setParameter("to", to).setMaxResults(most)
                .getResultStream().map(MeetingEntity::read).toList());
    }

    long countLed(UUID person) {
        return jpa.read(em -> em.createQuery("select count(m) from MeetingEntity m where m.lead = :person", Long.class).setParameter("person", person).getSingleResult());
    }

    void add(Meeting meeting) {
        jpa.run(em -> {
            MeetingEntity row = new MeetingEntity();
            row.id = meeting.id();
            row.unit = meeting.unit();
            row.write(meeting);
            em.persist(row);
        });
    }

    /** @throws OptimisticLockException it is gone, or another version than the meeting says */
    Meeting change(Meeting meeting) {
        return jpa.write(em -> {
            MeetingEntity row = current(em, meeting);
            row.write(meeting);
            em.flush();
            return row.read();
        });
    }

    /** @throws OptimisticLockException as {@link #change} */
    void remove(Meeting meeting) {
        jpa.run(em -> em.remove(current(em, meeting)));
    }

    private static MeetingEntity current(EntityManager em, Meeting meeting) {
        MeetingEntity row = em.find(MeetingEntity.class, meeting.id());
        if (row == null || row.version != meeting.version()) {
            throw new OptimisticLockException("meeting " + meeting.id());
        }
        return row;
    }
}
