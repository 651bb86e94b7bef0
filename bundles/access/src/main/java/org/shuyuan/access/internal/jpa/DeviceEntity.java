package org.shuyuan.access.internal.jpa;

import java.time.Instant;
import java.util.UUID;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Table;
import org.jspecify.annotations.NullUnmarked;

/** A row of {@code access_device}; never leaves this package. */
@Entity
@Table(name = "access_device")
@NullUnmarked
public class DeviceEntity {

    @Id
    @Column(name = "secret_hash")
    public String secretHash;

    public UUID account;

    @Column(name = "last_used_at")
    public Instant lastUsedAt;
}
