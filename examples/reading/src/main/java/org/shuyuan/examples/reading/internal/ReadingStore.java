package org.shuyuan.examples.reading.internal;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.persistence.EntityManager;
import javax.persistence.OptimisticLockException;
import javax.persistence.TypedQuery;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.tx.Jpa;

/** Who reads what, in the database. Asks nobody for permission: {@link ReadingService} does. Thread-safe. */
@Component(service = ReadingStore.class)
public final class ReadingStore {

    /** Which of a person's readings. {@code finished} null: all; {@code order} of expressions over {@code r} and {@code b}. */
    record Wanted(UUID person, @Nullable Boolean finished, String like, String order, int offset, int size) {}

    /** How many read a book or have read it, and how many have. */
    record Readers(long all, long finished) {

        static final Readers NOBODY = new Readers(0, 0);
    }

    /** Of one unit or person, how many. */
    record Count(UUID of, long count) {}

    private static final String OWN = " from ReadingEntity r, BookEntity b where b.id = r.book and r.person = :person and lower(b.title) like :text escape '!'";
    /** The days that the database would sort differently stand last everywhere. */
    private static final String NEWEST = " order by case when r.finished is null then 1 else 0 end, r.finished desc, r.started desc, r.id";
    private static final String FINISHED = " from ReadingEntity r, BookEntity b where b.id = r.book and r.finished >= :from and r.finished <= :to";

    private final Jpa jpa;

    @Activate
    public ReadingStore(@Reference(target = "(shuyuan.module=reading)") Jpa jpa) {
        this.jpa = jpa;
    }

    Optional<Reading> find(UUID id) {
        return jpa.read(em -> Optional.ofNullable(em.find(ReadingEntity.class, id)).map(ReadingEntity::read));
    }

    Optional<Reading> of(UUID book, UUID person) {
        return Optional.ofNullable(of(List.of(book), person).get(book));
    }

    /** A person's readings of these books, by book. */
    Map<UUID, Reading> of(Collection<UUID> books, @Nullable UUID person) {
        return books.isEmpty() || person == null ? Map.of() : jpa.read(em -> em.createQuery("select r from ReadingEntity r where r.book in :books and r.person = :person", ReadingEntity.class)
                .setParameter("books", books).setParameter("person", person).getResultStream().map(ReadingEntity::read).collect(Collectors.toMap(Reading::book, Function.identity())));
    }

    /** How many readers books have, by book; those without any are left out. */
    Map<UUID, Readers> readers(Collection<UUID> books) {
        return books.isEmpty() ? Map.of() : jpa.read(em -> em.createQuery("select r.book, count(r.id), count(r.finished) from ReadingEntity r where r.book in :books group by r.book", Object[].class)
                .setParameter("books", books).getResultStream().collect(Collectors.toMap(row -> (UUID) row[0], row -> new Readers((Long) row[1], (Long) row[2]))));
    }

    /** Who reads a book: those who finished last first, then those who still read. */
    Found<Reading> ofBook(UUID book, int offset, int size) {
        return jpa.read(em -> new Found<>(em.createQuery("select r from ReadingEntity r where r.book = :book" + NEWEST, ReadingEntity.class).setParameter("book", book)
                // as with functions: beside a case H2 is not given parameters unless told
                .setHint("eclipselink.jdbc.bind-parameters", "true")
                .setFirstResult(offset).setMaxResults(size).getResultStream().map(ReadingEntity::read).toList(),
                em.createQuery("select count(r) from ReadingEntity r where r.book = :book", Long.class).setParameter("book", book).getSingleResult()));
    }

    Found<Reading.Of> own(Wanted wanted) {
        String where = OWN + (wanted.finished() == null ? "" : " and r.finished is " + (wanted.finished() ? "not null" : "null"));
        return jpa.read(em -> new Found<>(set(em.createQuery("select r, b" + where + " order by " + wanted.order(), Object[].class), wanted)
                .setFirstResult(wanted.offset()).setMaxResults(wanted.size()).getResultStream().map(ReadingStore::both).toList(),
                set(em.createQuery("select count(r)" + where, Long.class), wanted).getSingleResult()));
    }

    private static <T> TypedQuery<T> set(TypedQuery<T> query, Wanted wanted) {
        return query.setParameter("person", wanted.person()).setParameter("text", wanted.like()).setHint("eclipselink.jdbc.bind-parameters", "true");
    }

    private static Reading.Of both(Object[] row) {
        return new Reading.Of(((ReadingEntity) row[0]).read(), ((BookEntity) row[1]).read());
    }

    /** Finished books, counted in the database, one question for all. @param of {@code unit} (whose shelf they stand on) or {@code person} */
    List<Count> counts(String of, Collection<UUID> ids, Collection<UUID> units, LocalDate from, LocalDate to) {
        String by = of.equals("unit") ? "b.unit" : "r.person";
        return ids.isEmpty() || units.isEmpty() ? List.of() : jpa.read(em -> em.createQuery("select " + by + ", count(r.id)" + FINISHED + " and " + by + " in :ids and b.unit in :units group by " + by,
                Object[].class).setParameter("ids", ids).setParameter("units", units).setParameter("from", from).setParameter("to", to).getResultStream()
                .map(row -> new Count((UUID) row[0], (Long) row[1])).toList());
    }

    /** What a number rests on, the newest first. @param person null: of everybody */
    Found<Reading.Of> evidence(Collection<UUID> units, @Nullable UUID person, LocalDate from, LocalDate to, int offset, int size) {
        String where = FINISHED + " and b.unit in :units" + (person == null ? "" : " and r.person = :person");
        return units.isEmpty() ? Found.nothing() : jpa.read(em -> {
            TypedQuery<Object[]> items = em.createQuery("select r, b" + where + " order by r.finished desc, r.id", Object[].class);
            TypedQuery<Long> count = em.createQuery("select count(r)" + where, Long.class);
            List.of(items, count).forEach(query -> {
                query.setParameter("units", units).setParameter("from", from).setParameter("to", to);
                if (person != null) {
                    query.setParameter("person", person);
                }
            });
            return new Found<>(items.setFirstResult(offset).setMaxResults(size).getResultStream().map(ReadingStore::both).toList(), count.getSingleResult());
        });
    }

    /** What many people finished, the newest first. */
    List<Reading.Of> finished(Collection<UUID> people, LocalDate from, LocalDate to, int most) {
        return people.isEmpty() ? List.of() : jpa.read(em -> em.createQuery("select r, b" + FINISHED + " and r.person in :people order by r.finished desc, r.id", Object[].class)
                .setParameter("people", people).setParameter("from", from).setParameter("to", to).setMaxResults(most).getResultStream().map(ReadingStore::both).toList());
    }

    /** @throws javax.persistence.PersistenceException the person has one of this book, or the book is gone */
    void add(Reading reading) {
        jpa.run(em -> {
            ReadingEntity row = new ReadingEntity();
            row.id = reading.id();
            row.book = reading.book();
            row.person = reading.person();
            row.write(reading);
            em.persist(row);
        });
    }

    /** @throws OptimisticLockException it is gone, or another version than the reading says */
    Reading change(Reading reading) {
        return jpa.write(em -> {
            ReadingEntity row = current(em, reading);
            row.write(reading);
            em.flush();
            return row.read();
        });
    }

    /** @throws OptimisticLockException as {@link #change} */
    void remove(Reading reading) {
        jpa.run(em -> em.remove(current(em, reading)));
    }

    private static ReadingEntity current(EntityManager em, Reading reading) {
        ReadingEntity row = em.find(ReadingEntity.class, reading.id());
        if (row == null || row.version != reading.version()) {
            throw new OptimisticLockException("reading " + reading.id());
        }
        return row;
    }

    long count(UUID person, boolean withThoughts) {
        return jpa.read(em -> em.createQuery("select count(r) from ReadingEntity r where r.person = :person" + (withThoughts ? " and r.thoughts is not null" : ""), Long.class)
                .setParameter("person", person).getSingleResult());
    }

    /** One statement for all of them. No version grows: nobody is left who may be editing them. */
    void forgetThoughts(UUID person) {
        jpa.run(em -> em.createNativeQuery("update reading_reading set thoughts = null where person_id = ?1").setParameter(1, person).executeUpdate());
    }
}
