package org.shuyuan.directory.internal.jpa;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.tx.Jpa;
import org.shuyuan.directory.internal.LocalNames;
import org.shuyuan.directory.internal.UnitKind;

/** Kinds of units. Thread-safe. */
@Component(service = UnitKindStore.class)
public final class UnitKindStore {

    private final Jpa jpa;

    @Activate
    public UnitKindStore(@Reference(target = "(shuyuan.module=directory)") Jpa jpa) {
        this.jpa = jpa;
    }

    public List<UnitKind> all() {
        return jpa.read(em -> em.createQuery("select k from UnitKindEntity k order by k.sortOrder, k.code", UnitKindEntity.class).getResultList().stream()
                .map(UnitKindStore::data).toList());
    }

    public Optional<UnitKind> find(String code) {
        return jpa.read(em -> Optional.ofNullable(em.find(UnitKindEntity.class, code)).map(UnitKindStore::data));
    }

    public void add(UnitKind kind) {
        jpa.run(em -> {
            UnitKindEntity e = new UnitKindEntity();
            e.code = kind.code();
            fill(e, kind);
            em.persist(e);
        });
    }

    /** @return false when somebody changed it meanwhile or it is gone */
    public boolean change(UnitKind kind) {
        return jpa.write(em -> {
            @Nullable UnitKindEntity e = em.find(UnitKindEntity.class, kind.code());
            if (e == null || e.version != kind.version()) {
                return false;
            }
            fill(e, kind);
            return true;
        });
    }

    public void remove(String code) {
        jpa.run(em -> em.remove(em.find(UnitKindEntity.class, code)));
    }

    /** Whether a unit is, or ever was, of this kind. */
    public boolean used(String code) {
        return jpa.read(em -> !em.createQuery("select s.id from UnitStateEntity s where s.kind = :k").setParameter("k", code).setMaxResults(1).getResultList().isEmpty());
    }

    private static void fill(UnitKindEntity e, UnitKind kind) {
        e.names = kind.names().json();
        e.sortOrder = kind.order();
    }

    private static UnitKind data(UnitKindEntity e) {
        return new UnitKind(e.code, LocalNames.parse(e.names), e.sortOrder, e.version);
    }
}
