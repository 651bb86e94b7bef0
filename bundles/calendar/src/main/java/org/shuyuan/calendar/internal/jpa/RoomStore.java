package org.shuyuan.calendar.internal.jpa;

import java.time.LocalDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import javax.persistence.EntityManager;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.tx.Jpa;
import org.shuyuan.api.tx.Sql;

/** Which rooms and equipment events want, and up to which date they were asked for. Thread-safe. */
@Component(service = RoomStore.class)
public final class RoomStore {

    /** Before every date: asked for at none yet. */
    public static final LocalDateTime NEVER = LocalDateTime.of(1970, 1, 1, 0, 0);

    private final Jpa jpa;

    @Activate
    public RoomStore(@Reference(target = "(shuyuan.module=calendar)") Jpa jpa) {
        this.jpa = jpa;
    }

    private record Row(UUID event, UUID resource) {}

    /** What each of these events wants, by its id; those that want nothing are left out. */
    static Map<UUID, TreeSet<UUID>> wanted(EntityManager em, Collection<UUID> events) {
        Map<UUID, TreeSet<UUID>> found = new HashMap<>();
        if (!events.isEmpty()) {
            Sql.in(em, "select event_id, resource_id from calendar_event_resource where event_id in (:keys)", events,
                    r -> new Row(r.getObject(1, UUID.class), r.getObject(2, UUID.class))).forEach(row -> found.computeIfAbsent(row.event(), e -> new TreeSet<>()).add(row.resource()));
        }
        return found;
    }

    /** What each of these events wants, by its id; without those that are gone or want nothing. */
    public Map<UUID, Set<UUID>> wanted(Collection<UUID> events) {
        return jpa.read(em -> new HashMap<UUID, Set<UUID>>(wanted(em, events)));
    }

    /** The event wants these and no others. What is new was not asked for yet. The event's row is there. */
    static void write(EntityManager em, UUID event, Collection<UUID> wanted) {
        Collection<UUID> before = wanted(em, List.of(event)).getOrDefault(event, new TreeSet<>());
        Sql.batch(em, "delete from calendar_event_resource where event_id = ? and resource_id = ?", before.stream().filter(r -> !wanted.contains(r)).toList(), r -> new Object[] {event, r});
        Sql.batch(em, "insert into calendar_event_resource (event_id, resource_id, tried_until) values (?, ?, ?)", wanted.stream().filter(r -> !before.contains(r)).toList(),
                r -> new Object[] {event, r, NEVER});
    }

    /** Up to which date an event's wishes were asked for, by resource. */
    public Map<UUID, LocalDateTime> tried(UUID event) {
        Map<UUID, LocalDateTime> tried = new HashMap<>();
        jpa.run(em -> Sql.list(em, "select resource_id, tried_until from calendar_event_resource where event_id = ?", List.of(event),
                r -> tried.put(r.getObject(1, UUID.class), r.getObject(2, LocalDateTime.class))));
        return tried;
    }

    /** Notes up to where all that an event wants was asked for. */
    public void tried(UUID event, LocalDateTime until) {
        jpa.run(em -> Sql.update(em, "update calendar_event_resource set tried_until = ? where event_id = ?", until, event));
    }

    /** Events with dates before a time that were not asked for yet, those left behind farthest first. */
    public List<UUID> behind(LocalDateTime reach, int limit) {
        return jpa.read(em -> Sql.list(em, "select r.event_id, min(r.tried_until) from calendar_event_resource r join calendar_event e on e.id = r.event_id"
                + " where r.tried_until < ? and r.tried_until < e.made_until group by r.event_id order by 2, 1 fetch first " + limit + " rows only", List.of(reach),
                r -> r.getObject(1, UUID.class)));
    }

    /** Nobody else changes the event until the transaction ends. */
    public void hold(UUID event) {
        jpa.run(em -> Sql.list(em, "select id from calendar_event where id = ? for update", List.of(event), r -> r.getObject(1, UUID.class)));
    }
}
