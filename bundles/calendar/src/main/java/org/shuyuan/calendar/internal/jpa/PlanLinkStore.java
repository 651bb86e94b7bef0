package org.shuyuan.calendar.internal.jpa;

import java.time.LocalDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.persistence.EntityManager;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.tx.Jpa;
import org.shuyuan.calendar.internal.Occurrence;
import org.shuyuan.calendar.internal.PlanLink;

/** The events that items of plans became. Thread-safe. */
@Component(service = PlanLinkStore.class)
public final class PlanLinkStore {

    private static final int AT_ONCE = 500;

    private final Jpa jpa;
    private final OccurrenceStore occurrences;

    @Activate
    public PlanLinkStore(@Reference(target = "(shuyuan.module=calendar)") Jpa jpa, @Reference OccurrenceStore occurrences) {
        this.jpa = jpa;
        this.occurrences = occurrences;
    }

    /** Those of these items, by line. */
    public Map<UUID, PlanLink> of(Collection<UUID> lines) {
        Map<UUID, PlanLink> found = new HashMap<>();
        List<UUID> all = List.copyOf(lines);
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            List<UUID> some = all.subList(from, Math.min(all.size(), from + AT_ONCE));
            read("select l from PlanEventEntity l where l.line in :ids", some).forEach(link -> found.put(link.line(), link));
        }
        return found;
    }

    /** The items that became this event. */
    public List<PlanLink> ofEvent(UUID event) {
        return read("select l from PlanEventEntity l where l.event in :ids", List.of(event));
    }

    private List<PlanLink> read(String jpql, List<UUID> ids) {
        List<PlanLink> rows = jpa.read(em -> em.createQuery(jpql, PlanEventEntity.class).setParameter("ids", ids).getResultStream()
                .map(r -> new PlanLink(r.line, r.event, r.recurrence, null)).toList());
        Map<UUID, Occurrence> held = occurrences.ofLines(rows.stream().map(PlanLink::line).toList());
        return rows.stream().map(r -> new PlanLink(r.line(), r.event(), r.recurrence(), held.get(r.line()))).toList();
    }

    /** Locks the event's row till the transaction ends: of two who link it at once the second finds it linked. */
    public void claim(UUID event) {
        jpa.run(em -> em.createNativeQuery("update calendar_event set title = title where id = ?").setParameter(1, event).executeUpdate());
    }

    /** Locks the plan's row till the transaction ends, for who makes something of its items. */
    public void claimPlan(UUID plan) {
        jpa.run(em -> em.createNativeQuery("update calendar_plan set title = title where id = ?").setParameter(1, plan).executeUpdate());
    }

    /** Also instead of what the item became before. */
    public void put(UUID line, UUID event, @Nullable LocalDateTime recurrence) {
        jpa.run(em -> {
            Optional<PlanEventEntity> known = Optional.ofNullable(em.find(PlanEventEntity.class, line));
            PlanEventEntity row = known.orElseGet(PlanEventEntity::new);
            row.line = line;
            row.event = event;
            row.recurrence = recurrence;
            if (known.isEmpty()) {
                em.persist(row);
            }
        });
    }

    public void remove(Collection<UUID> lines) {
        jpa.run(em -> lines.forEach(line -> remove(em, line)));
    }

    private static void remove(EntityManager em, UUID line) {
        PlanEventEntity row = em.find(PlanEventEntity.class, line);
        if (row != null) {
            em.remove(row);
        }
    }
}
