package org.shuyuan.directory.internal.jpa;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.persistence.EntityManager;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.tx.Jpa;
import org.shuyuan.directory.internal.UnitData;

/** The unit tree's rows. Thread-safe. */
@Component(service = UnitStore.class)
public final class UnitStore {

    /** All open units and the number of their state. */
    public record Snapshot(long revision, List<UnitData> units) {}

    private final Jpa jpa;

    @Activate
    public UnitStore(@Reference(target = "(shuyuan.module=directory)") Jpa jpa) {
        this.jpa = jpa;
    }

    public long revision() {
        return jpa.read(UnitStore::revision);
    }

    /** Grows with every write of people or units: what was computed from them still holds while it stays. */
    public long writes() {
        return jpa.read(em -> ((Number) em.createNativeQuery("select revision from directory_state where id = 2").getSingleResult()).longValue());
    }

    /** The revision is read first: a change between the two reads is seen again, never missed. */
    public Snapshot snapshot() {
        return jpa.read(em -> new Snapshot(revision(em), em.createQuery(
                "select u from UnitEntity u where u.closedAt is null order by u.sortOrder, u.createdAt, u.id", UnitEntity.class)
                .getResultList().stream().map(UnitStore::data).toList()));
    }

    /** The open units that hang from it, in their order. */
    public List<UnitData> children(UUID parent) {
        return jpa.read(em -> em.createQuery("select u from UnitEntity u where u.parent = :p and u.closedAt is null order by u.sortOrder, u.createdAt, u.id", UnitEntity.class)
                .setParameter("p", parent).getResultList().stream().map(UnitStore::data).toList());
    }

    public Optional<UnitData> find(UUID id) {
        return jpa.read(em -> Optional.ofNullable(em.find(UnitEntity.class, id)).filter(u -> u.closedAt == null).map(UnitStore::data));
    }

    /**
     * Puts writers in line until their transactions end. To be called before anything that the change rests on is read.
     *
     * @param tree the unit tree changes too: counted, so that every node follows
     */
    public void begin(boolean tree) {
        jpa.run(em -> {
            em.createNativeQuery("update directory_state set revision = revision + 1 where id = 2").executeUpdate();
            if (tree) {
                em.createNativeQuery("update directory_state set revision = revision + 1 where id = 1").executeUpdate();
            }
        });
    }

    /** Adds a unit of which nobody knows since when it is. */
    public void add(UnitData unit) {
        add(unit, null);
    }

    /** @param from its first day; null: nobody knows */
    public void add(UnitData unit, @Nullable LocalDate from) {
        jpa.run(em -> {
            UnitEntity e = new UnitEntity();
            e.id = unit.id();
            e.createdAt = Instant.now();
            fill(e, unit);
            em.persist(e);
            UnitHistoryStore.begin(em, unit, from);
        });
    }

    /**
     * What it was before stays in its history.
     *
     * @param on the day since when it is so
     * @return false when somebody changed it meanwhile or it is gone
     */
    public boolean change(UnitData unit, LocalDate on) {
        return jpa.write(em -> {
            @Nullable UnitEntity e = em.find(UnitEntity.class, unit.id());
            if (e == null || e.closedAt != null || e.version != unit.version()) {
                return false;
            }
            fill(e, unit);
            UnitHistoryStore.change(em, unit, on);
            return true;
        });
    }

    /**
     * Closes it: the tree forgets it, its history and its people's keep it.
     *
     * @param on its first day no longer
     * @param into the unit it is merged into, if any
     */
    public void close(UUID id, LocalDate on, @Nullable UUID into) {
        jpa.run(em -> {
            UnitEntity e = em.find(UnitEntity.class, id);
            e.closedAt = Instant.now();
            e.closedOn = on;
            e.mergedInto = into;
            UnitHistoryStore.end(em, id, on);
        });
    }

    private static long revision(EntityManager em) {
        return ((Number) em.createNativeQuery("select revision from directory_state where id = 1").getSingleResult()).longValue();
    }

    private static void fill(UnitEntity e, UnitData unit) {
        e.parent = unit.parent();
        e.name = unit.name();
        e.kind = unit.kind();
        e.profile = unit.profile();
        e.zone = unit.zone();
        e.nature = unit.nature();
        e.sortOrder = unit.order();
    }

    private static UnitData data(UnitEntity e) {
        return new UnitData(e.id, e.parent, e.name, e.kind, e.profile, e.zone, e.nature, e.sortOrder, e.version);
    }
}
