package org.shuyuan.examples.reading.internal;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.persistence.EntityManager;
import javax.persistence.LockModeType;
import javax.persistence.OptimisticLockException;
import javax.persistence.TypedQuery;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.tx.Jpa;

/** The books in the database. Asks nobody for permission: {@link BookService} does. Thread-safe. */
@Component(service = BookStore.class)
public final class BookStore {

    /** What is looked for. {@code like} as of ListQuery, {@code order} of expressions over {@code b}. */
    record Wanted(Collection<UUID> units, String like, String order, int offset, int size) {}

    private static final String WHERE = " from BookEntity b where b.unit in :units and (lower(b.title) like :text escape '!' or lower(b.author) like :text escape '!'"
            + " or lower(b.publisher) like :text escape '!')";

    private final Jpa jpa;

    @Activate
    public BookStore(@Reference(target = "(shuyuan.module=reading)") Jpa jpa) {
        this.jpa = jpa;
    }

    Optional<Book> find(UUID id) {
        return jpa.read(em -> Optional.ofNullable(em.find(BookEntity.class, id)).map(BookEntity::read));
    }

    Map<UUID, Book> get(Collection<UUID> ids) {
        return ids.isEmpty() ? Map.of() : jpa.read(em -> em.createQuery("select b from BookEntity b where b.id in :ids", BookEntity.class).setParameter("ids", ids).getResultStream()
                .map(BookEntity::read).collect(Collectors.toMap(Book::id, Function.identity())));
    }

    Found<Book> list(Wanted wanted) {
        return jpa.read(em -> {
            List<Book> items = set(em.createQuery("select b" + WHERE + " order by " + wanted.order(), BookEntity.class), wanted)
                    .setFirstResult(wanted.offset()).setMaxResults(wanted.size()).getResultStream().map(BookEntity::read).toList();
            return new Found<>(items, set(em.createQuery("select count(b)" + WHERE, Long.class), wanted).getSingleResult());
        });
    }

    private static <T> TypedQuery<T> set(TypedQuery<T> query, Wanted wanted) {
        // with functions of text H2 is not given parameters unless told: ids would stand in the SQL without quotes
        return query.setParameter("units", wanted.units()).setParameter("text", wanted.like()).setHint("eclipselink.jdbc.bind-parameters", "true");
    }

    void add(Book book) {
        jpa.run(em -> {
            BookEntity row = new BookEntity();
            row.id = book.id();
            row.unit = book.unit();
            row.write(book);
            em.persist(row);
        });
    }

    /** @throws OptimisticLockException it is gone, or another version than the book says */
    Book change(Book book) {
        return jpa.write(em -> {
            BookEntity row = current(em, book);
            row.write(book);
            em.flush();
            return row.read();
        });
    }

    /**
     * Takes the lock on the book's row until the transaction ends: whoever starts to read it, meets about it or removes it comes one after the other.
     *
     * @return whether it is there
     */
    boolean hold(UUID book) {
        return jpa.write(em -> em.find(BookEntity.class, book, LockModeType.PESSIMISTIC_WRITE) != null);
    }

    /** Whether somebody reads it or has read it, or a meeting is about it. */
    boolean used(UUID book) {
        return jpa.read(em -> count(em, "select count(r) from ReadingEntity r where r.book = :book", book) + count(em, "select count(m) from MeetingEntity m where m.book = :book", book) > 0);
    }

    /** @throws OptimisticLockException as {@link #change} */
    void remove(Book book) {
        jpa.run(em -> em.remove(current(em, book)));
    }

    private static long count(EntityManager em, String query, UUID book) {
        return em.createQuery(query, Long.class).setParameter("book", book).getSingleResult();
    }

    private static BookEntity current(EntityManager em, Book book) {
        BookEntity row = em.find(BookEntity.class, book.id());
        if (row == null || row.version != book.version()) {
            throw new OptimisticLockException("book " + book.id());
        }
        return row;
    }
}
