package org.shuyuan.attendance.internal.jpa;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.persistence.OptimisticLockException;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.tx.Jpa;
import org.shuyuan.attendance.internal.Rules;

/** Units' own rules. Thread-safe. */
@Component(service = RulesStore.class)
public final class RulesStore {

    /** What a unit says itself. @param version from 1 */
    public record Own(Rules rules, int version) {}

    private final Jpa jpa;

    @Activate
    public RulesStore(@Reference(target = "(shuyuan.module=attendance)") Jpa jpa) {
        this.jpa = jpa;
    }

    public Map<UUID, Own> of(Collection<UUID> units) {
        Map<UUID, Own> found = new HashMap<>();
        if (units.isEmpty()) {
            return found;
        }
        jpa.run(em -> em.createQuery("select r from RulesEntity r where r.unit in :units", RulesEntity.class).setParameter("units", List.copyOf(units)).getResultList()
                .forEach(r -> found.put(r.unit, new Own(new Rules(r.leaveExcused, r.lateCounts, r.earlyCounts, r.target, r.leaveDays, r.makeUpCounts, r.objectionDays, r.earlyGrace,
                        r.openEnd), r.version))));
        return found;
    }

    /** @param version 0: there are none yet @throws OptimisticLockException another version is stored */
    public void put(UUID unit, int version, Rules rules) {
        jpa.run(em -> {
            @Nullable RulesEntity found = em.find(RulesEntity.class, unit);
            if ((found == null ? 0 : found.version) != version) {
                throw new OptimisticLockException("rules " + unit);
            }
            RulesEntity e = found == null ? new RulesEntity() : found;
            e.unit = unit;
            e.leaveExcused = rules.leaveExcused();
            e.lateCounts = rules.lateCounts();
            e.earlyCounts = rules.earlyCounts();
            e.target = rules.target();
            e.leaveDays = rules.leaveDays();
            e.makeUpCounts = rules.makeUpCounts();
            e.objectionDays = rules.objectionDays();
            e.earlyGrace = rules.earlyGrace();
            e.openEnd = rules.openEnd();
            if (found == null) {
                em.persist(e);
            } else {
                em.lock(e, javax.persistence.LockModeType.OPTIMISTIC_FORCE_INCREMENT);
            }
            em.flush();
        });
    }

    public void remove(UUID unit) {
        jpa.run(em -> {
            @Nullable RulesEntity found = em.find(RulesEntity.class, unit);
            if (found != null) {
                em.remove(found);
                em.flush();
            }
        });
    }
}
