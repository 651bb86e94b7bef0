package org.shuyuan.attendance.internal.jpa;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.persistence.EntityManager;
import javax.persistence.OptimisticLockException;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.text.Language;
import org.shuyuan.api.tx.Jpa;
import org.shuyuan.api.tx.Sql;
import org.shuyuan.attendance.internal.Reason;
import org.shuyuan.attendance.internal.State;

/** Reasons. Thread-safe. */
@Component(service = ReasonStore.class)
public final class ReasonStore {

    private final Jpa jpa;

    @Activate
    public ReasonStore(@Reference(target = "(shuyuan.module=attendance)") Jpa jpa) {
        this.jpa = jpa;
    }

    public List<Reason> of(Collection<UUID> units) {
        return jpa.read(em -> em.createQuery("select r from ReasonEntity r where r.unit in :units order by r.position, r.word", ReasonEntity.class).setParameter("units", List.copyOf(units))
                .getResultStream().map(ReasonStore::read).toList());
    }

    public Optional<Reason> find(UUID id) {
        return jpa.read(em -> Optional.ofNullable(em.find(ReasonEntity.class, id)).map(ReasonStore::read));
    }

    public boolean seeded(UUID unit) {
        return jpa.read(em -> !Sql.list(em, "select 1 from attendance_seed where unit_id = ?", List.of(unit), r -> 1).isEmpty());
    }

    /** Whoever comes second waits for the first one's commit and then fails. @throws javax.persistence.PersistenceException it has been done */
    public void seed(UUID unit) {
        jpa.run(em -> Sql.update(em, "insert into attendance_seed (unit_id, seeded_at) values (?, current_timestamp)", unit));
    }

    /** Whether any mark has it. */
    public boolean uses(String word) {
        return jpa.read(em -> !Sql.list(em, "select 1 from attendance_mark where reason = ? limit 1", List.of(word), r -> 1).isEmpty());
    }

    public void add(List<Reason> reasons) {
        jpa.run(em -> {
            reasons.forEach(reason -> {
                ReasonEntity e = new ReasonEntity();
                write(reason, e);
                em.persist(e);
            });
            em.flush();
        });
    }

    /** @throws OptimisticLockException it is gone, or another version than {@code reason.version()} */
    public Reason change(Reason reason) {
        return jpa.write(em -> {
            ReasonEntity e = current(em, reason.id(), reason.version());
            write(reason, e);
            em.flush();
            return read(e);
        });
    }

    /** @throws OptimisticLockException as {@link #change} */
    public void remove(UUID id, int version) {
        jpa.run(em -> em.remove(current(em, id, version)));
    }

    private static ReasonEntity current(EntityManager em, UUID id, int version) {
        @Nullable ReasonEntity e = em.find(ReasonEntity.class, id);
        if (e == null || e.version != version) {
            throw new OptimisticLockException("reason " + id);
        }
        return e;
    }

    private static Reason read(ReasonEntity e) {
        return new Reason(e.id, e.version, e.unit, e.word, State.of(e.state).orElseThrow(), Map.of(Language.ZH_CN, e.nameZhCn, Language.ZH_TW, e.nameZhTw, Language.EN, e.nameEn), e.position,
                e.retired);
    }

    private static void write(Reason reason, ReasonEntity e) {
        e.id = reason.id();
        e.unit = reason.unit();
        e.word = reason.word();
        e.state = reason.state().word();
        e.nameZhCn = reason.name(Language.ZH_CN);
        e.nameZhTw = reason.name(Language.ZH_TW);
        e.nameEn = reason.name(Language.EN);
        e.position = reason.position();
        e.retired = reason.retired();
    }
}
