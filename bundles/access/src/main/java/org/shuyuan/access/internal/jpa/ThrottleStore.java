package org.shuyuan.access.internal.jpa;

import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.persistence.LockModeType;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.tx.Jpa;

/** Rows of {@code access_throttle}. Thread-safe. */
@Component(service = ThrottleStore.class)
public class ThrottleStore {

    /** How often it failed, last when, and until when nobody may try. */
    public record Count(int failures, Instant lastAt, Instant pausedUntil) {}

    private final Jpa jpa;

    @Activate
    public ThrottleStore(@Reference(target = "(shuyuan.module=access)") Jpa jpa) {
        this.jpa = jpa;
    }

    /** Changes a row that nobody else changes meanwhile. Two that make the same new row: one of them fails as a whole. */
    public Count change(String hash, Instant now, UnaryOperator<Count> change) {
        return jpa.write(em -> {
            ThrottleEntity row = em.find(ThrottleEntity.class, hash, LockModeType.PESSIMISTIC_WRITE);
            boolean fresh = row == null;
            if (row == null) {
                row = new ThrottleEntity();
                row.throttleKey = hash;
                row.lastAt = now;
                row.pausedUntil = now;
            }
            Count count = change.apply(new Count(row.failures, row.lastAt, row.pausedUntil));
            row.failures = count.failures();
            row.lastAt = count.lastAt();
            row.pausedUntil = count.pausedUntil();
            if (fresh) {
                em.persist(row);
            }
            em.flush();
            return count;
        });
    }

    public Optional<Count> find(String hash) {
        return jpa.read(em -> Optional.ofNullable(em.find(ThrottleEntity.class, hash))
                .map(row -> new Count(row.failures, row.lastAt, row.pausedUntil)));
    }

    public void clear(Collection<String> hashes) {
        if (!hashes.isEmpty()) {
            jpa.run(em -> em.createQuery("delete from ThrottleEntity t where t.throttleKey in :hashes")
                    .setParameter("hashes", hashes).executeUpdate());
        }
    }
}
