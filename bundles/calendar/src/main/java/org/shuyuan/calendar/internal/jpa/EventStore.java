package org.shuyuan.calendar.internal.jpa;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import javax.persistence.EntityManager;
import javax.persistence.LockModeType;
import javax.persistence.OptimisticLockException;
import javax.persistence.TypedQuery;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.id.Ids;
import org.shuyuan.api.tx.Jpa;
import org.shuyuan.api.tx.Sql;
import org.shuyuan.calendar.internal.Event;
import org.shuyuan.calendar.internal.OccurrenceOverride;

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
        return jpa.read(em -> Optional.ofNullable(em.find(EventEntity.class, id)).map(e -> read(em, List.of(e)).get(0)));
    }

    /** Whether a person hosts one of the event's dates, as its own or as a rota's speaker. */
    public boolean hosts(UUID event, UUID person) {
        return jpa.read(em -> !Sql.list(em, "select 1 from calendar_occurrence where event_id = ? and host_id = ? fetch first 1 rows only", List.of(event, person), r -> 1).isEmpty());
    }

    public List<Event> get(Collection<UUID> ids) {
        return ids.isEmpty() ? List.of()
                : jpa.read(em -> read(em, em.createQuery("select e from EventEntity e where e.id in :ids order by e.starts, e.id", EventEntity.class)
                        .setParameter("ids", ids).getResultList()));
    }

    /** Those of the unit with these names, by name. */
    public Map<String, Event> byUid(UUID unit, Collection<String> uids) {
        Map<String, Event> found = new HashMap<>();
        List<String> all = List.copyOf(uids);
        for (int from = 0; from < all.size(); from += 500) {
            List<String> some = all.subList(from, Math.min(all.size(), from + 500));
            jpa.run(em -> read(em, em.createQuery("select e from EventEntity e where e.unit = :unit and e.uid in :uids", EventEntity.class)
                    .setParameter("unit", unit).setParameter("uids", some).getResultList())
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
            return new Page(read(em, items.setFirstResult(query.offset()).setMaxResults(query.size()).getResultList()),
                    count.getSingleResult());
        });
    }

    /** The unit's events that were changed last, newest first: from them a form takes what is usual there. */
    public List<Event> latest(UUID unit, int limit) {
        return jpa.read(em -> read(em, em.createQuery("select e from EventEntity e where e.unit = :unit order by e.changedAt desc, e.id", EventEntity.class)
                .setParameter("unit", unit).setMaxResults(limit).getResultList()));
    }

    /** The records of these rows in their order, with what single occurrences have of their own and which rooms they want: by one more query each for all. */
    private static List<Event> read(EntityManager em, List<EventEntity> rows) {
        Map<UUID, List<OccurrenceOverride>> own = new HashMap<>();
        List<UUID> ids = rows.stream().filter(e -> e.rule != null || !e.added.isEmpty()).map(e -> e.id).toList();
        for (int from = 0; from < ids.size(); from += 500) {
            em.createQuery("select o from OverrideEntity o where o.event in :ids", OverrideEntity.class)
                    .setParameter("ids", ids.subList(from, Math.min(ids.size(), from + 500))).getResultStream()
                    .forEach(o -> own.computeIfAbsent(o.event, e -> new ArrayList<>()).add(EventMapping.read(o)));
        }
        Map<UUID, TreeSet<UUID>> rooms = RoomStore.wanted(em, rows.stream().map(e -> e.id).toList());
        return rows.stream().map(e -> EventMapping.read(e, own.getOrDefault(e.id, List.of()), rooms.getOrDefault(e.id, new TreeSet<>()))).toList();
    }

    private static <T> TypedQuery<T> bind(TypedQuery<T> jpql, Collection<UUID> units, Query query) {
        jpql.setParameter("units", units);
        if (query.kind() != null) {
            jpql.setParameter("kind", query.kind());
        }
        if (query.like() != null) {
            jpql.setParameter("text", query.like());
        }
        // with functions of text H2 is not given parameters unless told: ids would stand in the SQL without quotes
        return jpql.setHint("eclipselink.jdbc.bind-parameters", "true");
    }

    /** Repeating events whose occurrences end before the given time, oldest first. */
    public List<UUID> madeBefore(LocalDateTime until, int limit) {
        return jpa.read(em -> em.createQuery("select e.id from EventEntity e where e.madeUntil < :until and e.rule is not null order by e.madeUntil, e.id", UUID.class)
                .setParameter("until", until).setMaxResults(limit).getResultList());
    }

    /** Whether there are events of the kind, a study day that makes some or a plan that names it. */
    public boolean uses(UUID kind) {
        return jpa.read(em -> Stream.of("EventEntity", "StudyRuleEntity", "PlanItemEntity").anyMatch(rows -> !em.createQuery("select e.id from " + rows + " e where e.kind = :kind", UUID.class)
                .setParameter("kind", kind).setMaxResults(1).getResultList().isEmpty()));
    }

    public Event add(Event event) {
        jpa.run(em -> {
            EventEntity entity = new EventEntity();
            EventMapping.write(event, entity);
            em.persist(entity);
            event.overrides().forEach(own -> em.persist(row(event, own)));
            if (!event.rooms().isEmpty()) {
                em.flush();
                RoomStore.write(em, event.id(), event.rooms());
            }
        });
        return stored(event);
    }

    /** @throws OptimisticLockException it is gone, or another version than {@code event.version()} */
    public Event change(Event event) {
        jpa.run(em -> {
            EventEntity entity = current(em, event);
            // also when only what belongs to single occurrences changes, which stands in rows of its own
            em.lock(entity, LockModeType.OPTIMISTIC_FORCE_INCREMENT);
            EventMapping.write(event, entity);
            writeOverrides(em, event);
            em.flush();
            RoomStore.write(em, event.id(), event.rooms());
        });
        return stored(event);
    }

    private static void writeOverrides(EntityManager em, Event event) {
        Map<LocalDateTime, OverrideEntity> before = new HashMap<>();
        em.createQuery("select o from OverrideEntity o where o.event = :event", OverrideEntity.class).setParameter("event", event.id())
                .getResultStream().forEach(o -> before.put(o.recurrence, o));
        for (OccurrenceOverride own : event.overrides()) {
            OverrideEntity row = before.remove(own.recurrence());
            if (row == null) {
                em.persist(row(event, own));
            } else {
                EventMapping.write(own, row);
            }
        }
        before.values().forEach(em::remove);
    }

    private static OverrideEntity row(Event event, OccurrenceOverride own) {
        OverrideEntity row = new OverrideEntity();
        row.id = Ids.next();
        row.event = event.id();
        row.recurrence = own.recurrence();
        EventMapping.write(own, row);
        return row;
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
