package org.shuyuan.access.internal.jpa;

import java.time.Instant;
import javax.persistence.LockModeType;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.tx.Jpa;

/** The one row of {@code access_setup}. Thread-safe. */
@Component(service = SetupStore.class)
public class SetupStore {

    /** What is stored of the code, null when there is none. */
    public record Code(@Nullable String hash, @Nullable Instant expiresAt) {}

    private static final int ROW = 1;
    private final Jpa jpa;

    @Activate
    public SetupStore(@Reference(target = "(shuyuan.module=access)") Jpa jpa) {
        this.jpa = jpa;
    }

    public Code read() {
        return jpa.read(em -> {
            SetupEntity row = em.find(SetupEntity.class, ROW);
            return new Code(row.codeHash, row.expiresAt);
        });
    }

    /** Holds the row until the transaction ends. */
    public Code lock() {
        return jpa.write(em -> {
            SetupEntity row = em.find(SetupEntity.class, ROW, LockModeType.PESSIMISTIC_WRITE);
            return new Code(row.codeHash, row.expiresAt);
        });
    }

    public void write(@Nullable String hash, @Nullable Instant expiresAt) {
        jpa.run(em -> {
            SetupEntity row = em.find(SetupEntity.class, ROW);
            row.codeHash = hash;
            row.expiresAt = expiresAt;
        });
    }
}
