package org.shuyuan.calendar.internal.jpa;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import javax.persistence.OptimisticLockException;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.tx.Jpa;
import org.shuyuan.calendar.internal.PlanUpload;

/** Files of plans that were handed over. Thread-safe. */
@Component(service = PlanImportStore.class)
public final class PlanImportStore {

    private final Jpa jpa;

    @Activate
    public PlanImportStore(@Reference(target = "(shuyuan.module=calendar)") Jpa jpa) {
        this.jpa = jpa;
    }

    public void add(PlanUpload upload) {
        jpa.run(em -> {
            PlanImportEntity e = new PlanImportEntity();
            e.id = upload.id();
            e.unit = upload.unit();
            e.plan = upload.plan();
            e.file = upload.file();
            e.name = upload.name();
            e.readAt = upload.readAt();
            e.readBy = upload.readBy();
            em.persist(e);
        });
    }

    public Optional<PlanUpload> find(UUID id) {
        return jpa.read(em -> Optional.ofNullable(em.find(PlanImportEntity.class, id)).map(e -> new PlanUpload(e.id, e.unit, e.plan, e.file, e.name, e.readAt, e.readBy, e.confirmedAt)));
    }

    /** @param plan where it went @throws OptimisticLockException somebody confirmed it first */
    public void confirmed(UUID id, Instant at, @Nullable UUID plan) {
        jpa.run(em -> {
            PlanImportEntity e = em.find(PlanImportEntity.class, id);
            if (e == null || e.confirmedAt != null) {
                throw new OptimisticLockException("import of a plan " + id);
            }
            e.confirmedAt = at;
            e.plan = plan;
        });
    }
}
