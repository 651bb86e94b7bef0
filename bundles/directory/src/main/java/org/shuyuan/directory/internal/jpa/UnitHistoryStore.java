package org.shuyuan.directory.internal.jpa;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.persistence.EntityManager;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.directory.UnitRecord;
import org.shuyuan.api.directory.UnitState;
import org.shuyuan.api.id.Ids;
import org.shuyuan.api.tx.Jpa;
import org.shuyuan.directory.internal.UnitData;

/** What units were: written by {@link UnitStore} with every change, so that no way in forgets it. Thread-safe. */
@Component(service = UnitHistoryStore.class)
public final class UnitHistoryStore {

    private static final int CHUNK = 500;

    private final Jpa jpa;

    @Activate
    public UnitHistoryStore(@Reference(target = "(shuyuan.module=directory)") Jpa jpa) {
        this.jpa = jpa;
    }

    /** Of open and closed units. */
    public Map<UUID, UnitRecord> records(Collection<UUID> ids) {
        List<UUID> all = List.copyOf(java.util.Set.copyOf(ids));
        Map<UUID, UnitRecord> found = new HashMap<>();
        for (int i = 0; i < all.size(); i += CHUNK) {
            List<UUID> some = all.subList(i, Math.min(all.size(), i + CHUNK));
            jpa.<List<UnitEntity>>read(em -> em.createQuery("select u from UnitEntity u where u.id in :some", UnitEntity.class).setParameter("some", some).getResultList())
                    .forEach(u -> found.put(u.id, record(u)));
        }
        return found;
    }

    /** Those that were merged into it, in the order in which it happened. */
    public List<UnitRecord> absorbed(UUID into) {
        return jpa.read(em -> em.createQuery("select u from UnitEntity u where u.mergedInto = :into order by u.closedOn, u.id", UnitEntity.class).setParameter("into", into)
                .getResultList().stream().map(UnitHistoryStore::record).toList());
    }

    /** The oldest first. */
    public List<UnitState> of(UUID unit) {
        return jpa.read(em -> states(em, unit).stream().map(UnitHistoryStore::data).toList());
    }

    /** All units there were on the day, in the order of the tree. */
    public List<UnitState> on(LocalDate day) {
        return jpa.read(em -> em.createQuery("select s from UnitStateEntity s, UnitEntity u where u.id = s.unit and (s.fromDay is null or s.fromDay <= :on)"
                + " and (s.toDay is null or s.toDay > :on) order by u.sortOrder, u.createdAt, u.id", UnitStateEntity.class).setParameter("on", day).getResultList().stream()
                .map(UnitHistoryStore::data).toList());
    }

    static void begin(EntityManager em, UnitData unit, @Nullable LocalDate from) {
        UnitStateEntity state = new UnitStateEntity();
        state.id = Ids.next();
        state.unit = unit.id();
        state.parent = unit.parent();
        state.name = unit.name();
        state.kind = unit.kind();
        state.fromDay = from;
        em.persist(state);
    }

    /** A second change on one day takes the place of the first: nobody asks what was true for an hour. */
    static void change(EntityManager em, UnitData unit, LocalDate on) {
        UnitStateEntity now = open(em, unit.id());
        if (now.name.equals(unit.name()) && now.kind.equals(unit.kind()) && java.util.Objects.equals(now.parent, unit.parent())) {
            return;
        }
        if (on.equals(now.fromDay)) {
            now.parent = unit.parent();
            now.name = unit.name();
            now.kind = unit.kind();
        } else {
            now.toDay = on;
            begin(em, unit, on);
        }
    }

    static void end(EntityManager em, UUID unit, LocalDate on) {
        open(em, unit).toDay = on;
    }

    private static UnitStateEntity open(EntityManager em, UUID unit) {
        List<UnitStateEntity> states = new ArrayList<>(states(em, unit));
        return states.get(states.size() - 1);
    }

    private static List<UnitStateEntity> states(EntityManager em, UUID unit) {
        return em.createQuery("select s from UnitStateEntity s where s.unit = :u order by s.id", UnitStateEntity.class).setParameter("u", unit).getResultList();
    }

    private static UnitRecord record(UnitEntity u) {
        return new UnitRecord(u.id, u.name, u.closedOn, u.mergedInto);
    }

    private static UnitState data(UnitStateEntity s) {
        return new UnitState(s.unit, s.parent, s.name, s.kind, s.fromDay, s.toDay);
    }
}
