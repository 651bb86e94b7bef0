package org.shuyuan.directory.internal.jpa;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.persistence.EntityManager;
import javax.persistence.LockModeType;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.id.Ids;
import org.shuyuan.api.tx.Jpa;
import org.shuyuan.directory.internal.OutsideData;

/** The register of people and institutions from outside. Thread-safe. */
@Component(service = OutsideStore.class)
public final class OutsideStore {

    private static final int CHUNK = 500;

    private final Jpa jpa;

    @Activate
    public OutsideStore(@Reference(target = "(shuyuan.module=directory)") Jpa jpa) {
        this.jpa = jpa;
    }

    public Optional<OutsideData> find(UUID id) {
        return get(List.of(id)).stream().findFirst();
    }

    public List<OutsideData> get(Collection<UUID> ids) {
        List<UUID> all = List.copyOf(Set.copyOf(ids));
        List<OutsideData> found = new ArrayList<>();
        for (int i = 0; i < all.size(); i += CHUNK) {
            List<UUID> some = all.subList(i, Math.min(all.size(), i + CHUNK));
            found.addAll(jpa.<List<OutsideData>>read(em -> data(em, em.createQuery("select o from OutsideEntity o where o.id in :some", OutsideEntity.class)
                    .setParameter("some", some).getResultList())));
        }
        return found;
    }

    /** What a unit may know: its own, what those on its path share downwards, what is shared with one of them, what is everybody's. By name. */
    public List<OutsideData> at(UUID unit, List<UUID> path) {
        return jpa.read(em -> {
            // in two steps: with a subquery EclipseLink writes the ids into the text, unquoted
            Set<UUID> chosen = new HashSet<>(em.createQuery("select s.outside from OutsideShareEntity s where s.unit in :path", UUID.class).setParameter("path", path).getResultList());
            // an id that is nobody's keeps the list from being empty, which SQL does not allow
            chosen.add(new UUID(0, 0));
            return data(em, em.createQuery("select o from OutsideEntity o where o.unit = :unit or o.reach = :portal or (o.reach = :subtree and o.unit in :path)"
                    + " or (o.reach = :units and o.id in :chosen) order by o.name, o.id", OutsideEntity.class).setParameter("unit", unit).setParameter("path", path)
                    .setParameter("portal", "portal").setParameter("subtree", "subtree").setParameter("units", "units").setParameter("chosen", chosen).getResultList());
        });
    }

    public long count(UUID unit) {
        return jpa.read(em -> em.createQuery("select count(o) from OutsideEntity o where o.unit = :u", Long.class).setParameter("u", unit).getSingleResult());
    }

    public void add(OutsideData outside) {
        jpa.run(em -> {
            OutsideEntity e = new OutsideEntity();
            e.id = outside.id();
            e.createdAt = Instant.now();
            fill(em, e, outside);
            em.persist(e);
        });
    }

    /** @return false when somebody changed it meanwhile or it is gone */
    public boolean change(OutsideData outside) {
        return jpa.write(em -> {
            @Nullable OutsideEntity e = em.find(OutsideEntity.class, outside.id());
            if (e == null || e.version != outside.version()) {
                return false;
            }
            fill(em, e, outside);
            em.lock(e, LockModeType.OPTIMISTIC_FORCE_INCREMENT);
            return true;
        });
    }

    public void delete(UUID id) {
        jpa.run(em -> {
            em.createQuery("delete from OutsideShareEntity s where s.outside = :o").setParameter("o", id).executeUpdate();
            em.createQuery("delete from OutsideEntity o where o.id = :o").setParameter("o", id).executeUpdate();
        });
    }

    /** The register of a merged unit goes to its successor. @return how many */
    public int handOver(UUID from, UUID to) {
        return jpa.write(em -> {
            List<OutsideEntity> all = em.createQuery("select o from OutsideEntity o where o.unit = :u", OutsideEntity.class).setParameter("u", from).getResultList();
            all.forEach(o -> o.unit = to);
            return all.size();
        });
    }

    private static void fill(EntityManager em, OutsideEntity e, OutsideData o) {
        e.unit = o.unit();
        e.kind = o.kind();
        e.name = o.name();
        e.institution = o.institution();
        e.title = o.title();
        e.specialities = o.specialities().isEmpty() ? null : String.join("\n", o.specialities());
        e.phone = o.phone();
        e.mail = o.mail();
        e.note = o.note();
        e.validFrom = o.from();
        e.validTo = o.to();
        e.reach = o.reach();
        Set<UUID> wanted = new HashSet<>(o.shared());
        for (OutsideShareEntity share : em.createQuery("select s from OutsideShareEntity s where s.outside = :o", OutsideShareEntity.class).setParameter("o", o.id()).getResultList()) {
            if (!wanted.remove(share.unit)) {
                em.remove(share);
            }
        }
        wanted.forEach(unit -> {
            OutsideShareEntity share = new OutsideShareEntity();
            share.id = Ids.next();
            share.outside = o.id();
            share.unit = unit;
            em.persist(share);
        });
    }

    private static List<OutsideData> data(EntityManager em, List<OutsideEntity> rows) {
        Map<UUID, Set<UUID>> shared = new HashMap<>();
        List<UUID> chosen = rows.stream().filter(o -> o.reach.equals("units")).map(o -> o.id).toList();
        for (int i = 0; i < chosen.size(); i += CHUNK) {
            em.createQuery("select s from OutsideShareEntity s where s.outside in :some", OutsideShareEntity.class)
                    .setParameter("some", chosen.subList(i, Math.min(chosen.size(), i + CHUNK))).getResultList()
                    .forEach(s -> shared.computeIfAbsent(s.outside, o -> new HashSet<>()).add(s.unit));
        }
        return rows.stream().map(e -> new OutsideData(e.id, e.unit, e.kind, e.name, e.institution, e.title, e.specialities == null ? List.of() : List.of(e.specialities.split("\n")),
                e.phone, e.mail, e.note, e.validFrom, e.validTo, e.reach, shared.getOrDefault(e.id, Set.of()), e.version)).toList();
    }
}
