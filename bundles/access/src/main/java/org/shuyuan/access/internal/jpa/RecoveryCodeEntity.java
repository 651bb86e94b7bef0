package org.shuyuan.access.internal.jpa;

import java.time.Instant;
import java.util.UUID;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Table;
import org.jspecify.annotations.NullUnmarked;

/** A row of {@code access_recovery_code}; never leaves this package. */
@Entity
@Table(name = "access_recovery_code")
@NullUnmarked
public class RecoveryCodeEntity {

    @Id
    @Column(name = "code_hash")
    public String codeHash;

    public UUID account;

    @Column(name = "used_at")
    public Instant usedAt;
}
