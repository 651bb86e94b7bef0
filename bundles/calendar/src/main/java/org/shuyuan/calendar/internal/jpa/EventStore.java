package org.shuyuan.calendar.internal.jpa;

import java.time.LocalDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.persistence.EntityManager;
import javax.persistence.OptimisticLockException;
import javax.persistence.TypedQuery;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.calendar.internal.Event;
import org.shuyuan.api.tx.Jpa;

/** Events. Thread-safe. */
@Component(service = EventStore.class)
public final class EventStore {

    /** One page of events. */
    public record Page(List<Event> items, long total) {}

    /**
     * How a list is narrowed and ordered.
     *
     * @param like what title or place is like, lower case with {@code !} as escape; null for all
     * @param order JPQL over {@code e}
     */
    public record Query(@Nullable String like, @Nullable UUID kind, String order, int offset, int size) {}

    private final Jpa jpa;

    @Activate
    public EventStore(@Reference(target = "(shuyuan.module=calendar)") Jpa jpa) {
        this.jpa = jpa;
    }

    public Optional<Event> find(UUID id) {
        return jpa.read(em -> Optional.ofNullable(em.find(EventEntity.class, id)).map(EventMapping::read));
    }

    public List<Event> get(Collection<UUID> ids) {
        return ids.isEmpty() ? List.of()
                : jpa.read(em -> em.createQuery("select e from EventEntity e where e.id in :ids order by e.starts, e.id", EventEntity.class)
                        .setParameter("ids", ids).getResultStream().map(EventMapping::read).toList());
    }

    /** Those of the unit with these names, by name. */
    public Map<String, Event> byUid(UUID unit, Collection<String> uids) {
        Map<String, Event> found = new HashMap<>();
        List<String> all = List.copyOf(uids);
        for (int from = 0; from < all.size(); from += 500) {
            List<String> some = all.subList(from, Math.min(all.size(), from + 500));
            jpa.run(em -> em.createQuery("select e from EventEntity e where e.unit = :unit and e.uid in :uids", EventEntity.class)
                    .setParameter("unit", unit).setParameter("uids", some).getResultStream().map(EventMapping::read)
                    .forEach(e -> found.put(e.uid(), e)));
        }
        return found;
    }

    public Page list(Collection<UUID> units, Query query) {
        String where = " from EventEntity e where e.unit in :units" + (query.kind() == null ? "" : " and e.kind = :kind")
                + (query.like() == null ? "" : " and (lower(e.title) like :text escape '!' or lower(e.place) like :text escape '!')");
        return jpa.read(em -> {
            TypedQuery<EventEntity> items = bind(em.createQuery("select e" + where + " order by " + query.order(), EventEntity.class), units, query);
            TypedQuery<Long> count = bind(em.createQuery("select count(e)" + where, Long.class), units, query);
            return new Page(items.setFirstResult(query.offset()).setMaxResults(query.size()).getResultStream()
                    .map(EventMapping::read).toList(), count.getSingleResult());
        });
    }

    private static <T> TypedQuery<T> bind(TypedQuery<T> jpql, Collection<UUID> units, Query query) {
        jpql.setParameter("units", units);
        if (query.kind() != null) {
            jpql.setParameter("kind", query.kind());
        }
        if (query.like() != null) {
            jpql.setParameter("text", query.like());
        }
        return jpql;
    }

    /** Repeating events whose occurrences end before the given time, oldest first. */
    public List<UUID> madeBefore(LocalDateTime until, int limit) {
        return jpa.read(em -> em.createQuery("select e.id from EventEntity e where e.madeUntil < :until and e.rule is not null order by e.madeUntil, e.id", UUID.class)
                .setParameter("until", until).setMaxResults(limit).getResultList());
    }

    public boolean uses(UUID kind) {
        return jpa.read(em -> !em.createQuery("select e.id from EventEntity e where e.kind = :kind", UUID.class)
                .setParameter("kind", kind).setMaxResults(1).getResultList().isEmpty());
    }

    public Event add(Event event) {
        jpa.run(em -> {
            EventEntity entity = new EventEntity();
            EventMapping.write(event, entity);
            em.persist(entity);
        });
        return stored(event);
    }

    /** @throws OptimisticLockException it is gone, or another version than {@code event.version()} */
    public Event change(Event event) {
        jpa.run(em -> EventMapping.write(event, current(em, event)));
        return stored(event);
    }

    /** Read again: the version is final only when the work's end has written the audience too. */
    private Event stored(Event event) {
        return find(event.id()).orElseThrow(() -> new OptimisticLockException("event " + event.id()));
    }

    /** @throws OptimisticLockException as {@link #change} */
    public void remove(Event event) {
        jpa.run(em -> em.remove(current(em, event)));
    }

    private static EventEntity current(EntityManager em, Event event) {
        EventEntity entity = em.find(EventEntity.class, event.id());
        if (entity == null || entity.version != event.version()) {
            throw new OptimisticLockException("event " + event.id());
        }
        return entity;
    }

    /** Notes how far occurrences are made; no change of the event, so its version stays. */
    public void made(UUID id, LocalDateTime until) {
        jpa.run(em -> em.createNativeQuery("update calendar_event set made_until = ? where id = ?").setParameter(1, until)
                .setParameter(2, id).executeUpdate());
    }
}
