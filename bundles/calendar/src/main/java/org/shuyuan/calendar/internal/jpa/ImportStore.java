package org.shuyuan.calendar.internal.jpa;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import javax.persistence.OptimisticLockException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.tx.Jpa;
import org.shuyuan.calendar.internal.ImportFile;

/** Calendar files that were handed over. Thread-safe. */
@Component(service = ImportStore.class)
public final class ImportStore {

    private final Jpa jpa;

    @Activate
    public ImportStore(@Reference(target = "(shuyuan.module=calendar)") Jpa jpa) {
        this.jpa = jpa;
    }

    public void add(ImportFile file) {
        jpa.run(em -> {
            ImportEntity e = new ImportEntity();
            e.id = file.id();
            e.unit = file.unit();
            e.file = file.file();
            e.name = file.name();
            e.readAt = file.readAt();
            e.readBy = file.readBy();
            e.account = file.account();
            em.persist(e);
        });
    }

    public Optional<ImportFile> find(UUID id) {
        return jpa.read(em -> Optional.ofNullable(em.find(ImportEntity.class, id)).map(e -> new ImportFile(e.id, e.unit, e.file, e.name,
                e.readAt, e.readBy, e.account, e.confirmedAt, e.result)));
    }

    /** @throws OptimisticLockException somebody confirmed it first */
    public void confirmed(UUID id, Instant at, String result) {
        jpa.run(em -> {
            ImportEntity e = em.find(ImportEntity.class, id);
            if (e == null || e.confirmedAt != null) {
                throw new OptimisticLockException("import " + id);
            }
            e.confirmedAt = at;
            e.result = result;
        });
    }
}
