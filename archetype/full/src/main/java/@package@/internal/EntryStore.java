package @package@.internal;

import java.time.LocalDate;
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
import @package@.internal.EntryService.Entry;

/** The entries in the database. Asks nobody for permission: {@link EntryService} does. Thread-safe. */
@Component(service = EntryStore.class)
public final class EntryStore {

    /** What is looked for. {@code like} as of ListQuery, {@code order} of expressions over {@code e}. */
    record Wanted(Collection<UUID> units, LocalDate from, LocalDate to, String like, String order, int offset, int size) {}

    record Found(List<Entry> items, long total) {}

    /** Of one unit or person, how many. */
    record Count(UUID of, long count) {}

    private static final String WHERE = " from EntryEntity e where e.unit in :units and e.day >= :from and e.day <= :to"
            + " and (lower(e.title) like :text escape '!' or lower(e.note) like :text escape '!')";

    private final Jpa jpa;

    @Activate
    public EntryStore(@Reference(target = "(shuyuan.module=@id@)") Jpa jpa) {
        this.jpa = jpa;
    }

    Optional<Entry> find(UUID id) {
        return jpa.read(em -> Optional.ofNullable(em.find(EntryEntity.class, id)).map(EntryStore::read));
    }

    Found list(Wanted wanted) {
        return jpa.read(em -> {
            List<Entry> items = set(em.createQuery("select e" + WHERE + " order by " + wanted.order(), EntryEntity.class), wanted)
                    .setFirstResult(wanted.offset()).setMaxResults(wanted.size()).getResultStream().map(EntryStore::read).toList();
            return new Found(items, set(em.createQuery("select count(e)" + WHERE, Long.class), wanted).getSingleResult());
        });
    }

    private static <T> TypedQuery<T> set(TypedQuery<T> query, Wanted wanted) {
        // beside functions of text, or a case, H2 is not given parameters unless told: ids would stand in the SQL without quotes
        return query.setParameter("units", wanted.units()).setParameter("from", wanted.from()).setParameter("to", wanted.to()).setParameter("text", wanted.like())
                .setHint("eclipselink.jdbc.bind-parameters", "true");
    }

    /** The days in that time, each as often as there are entries. */
    List<LocalDate> days(Collection<UUID> units, LocalDate from, LocalDate to) {
        return jpa.read(em -> em.createQuery("select e.day from EntryEntity e where e.unit in :units and e.day >= :from and e.day <= :to", LocalDate.class)
                .setParameter("units", units).setParameter("from", from).setParameter("to", to).getResultList());
    }

    /** Counted in the database, one question for all. @param of {@code unit} or {@code person} */
    List<Count> counts(String of, Collection<UUID> ids, Collection<UUID> units, LocalDate from, LocalDate to) {
        String by = of.equals("unit") ? "e.unit" : "e.person";
        return ids.isEmpty() || units.isEmpty() ? List.of() : jpa.read(em -> em.createQuery("select " + by + ", count(e) from EntryEntity e where " + by
                + " in :ids and e.unit in :units and e.day >= :from and e.day <= :to group by " + by, Object[].class)
                .setParameter("ids", ids).setParameter("units", units).setParameter("from", from).setParameter("to", to).getResultStream()
                .map(row -> new Count((UUID) row[0], (Long) row[1])).toList());
    }

    /** What a number rests on, the newest first. @param person null: of everybody */
    Found evidence(Collection<UUID> units, @Nullable UUID person, LocalDate from, LocalDate to, int offset, int size) {
        String where = " from EntryEntity e where e.unit in :units and e.day >= :from and e.day <= :to" + (person == null ? "" : " and e.person = :person");
        return units.isEmpty() ? new Found(List.of(), 0) : jpa.read(em -> {
            TypedQuery<EntryEntity> items = em.createQuery("select e" + where + " order by e.day desc, e.id", EntryEntity.class);
            TypedQuery<Long> count = em.createQuery("select count(e)" + where, Long.class);
            List.of(items, count).forEach(query -> {
                query.setParameter("units", units).setParameter("from", from).setParameter("to", to);
                if (person != null) {
                    query.setParameter("person", person);
                }
            });
            return new Found(items.setFirstResult(offset).setMaxResults(size).getResultStream().map(EntryStore::read).toList(), count.getSingleResult());
        });
    }

    void add(Entry entry) {
        jpa.run(em -> {
            EntryEntity row = new EntryEntity();
            row.id = entry.id();
            row.unit = entry.unit();
            write(entry, row);
            em.persist(row);
        });
    }

    /** @throws OptimisticLockException it is gone, or another version than the entry says */
    Entry change(Entry entry) {
        return jpa.write(em -> {
            EntryEntity row = current(em, entry);
            write(entry, row);
            em.flush();
            return read(row);
        });
    }

    /** @throws OptimisticLockException as {@link #change} */
    void remove(Entry entry) {
        jpa.run(em -> em.remove(current(em, entry)));
    }

    private static EntryEntity current(EntityManager em, Entry entry) {
        EntryEntity row = em.find(EntryEntity.class, entry.id());
        if (row == null || row.version != entry.version()) {
            throw new OptimisticLockException("entry " + entry.id());
        }
        return row;
    }

    private static Entry read(EntryEntity row) {
        return new Entry(row.id, row.version, row.unit, row.title, row.day, row.person, row.note);
    }

    private static void write(Entry entry, EntryEntity row) {
        row.title = entry.title();
        row.day = entry.day();
        row.person = entry.person();
        row.note = entry.note();
    }
}
