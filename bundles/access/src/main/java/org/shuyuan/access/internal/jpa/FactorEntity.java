package org.shuyuan.access.internal.jpa;

import java.time.Instant;
import java.util.UUID;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Table;
import org.jspecify.annotations.NullUnmarked;

/** A row of {@code access_factor}; never leaves this package. */
@Entity
@Table(name = "access_factor")
@NullUnmarked
public class FactorEntity {

    @Id
    public UUID account;

    public String secret;

    @Column(name = "created_at")
    public Instant createdAt;

    @Column(name = "confirmed_at")
    public Instant confirmedAt;

    @Column(name = "last_step")
    public long lastStep;
}
