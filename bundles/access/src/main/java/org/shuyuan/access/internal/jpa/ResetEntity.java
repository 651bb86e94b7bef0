package org.shuyuan.access.internal.jpa;

import java.time.Instant;
import java.util.UUID;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Table;
import org.jspecify.annotations.NullUnmarked;

/** A row of {@code access_reset}; never leaves this package. */
@Entity
@Table(name = "access_reset")
@NullUnmarked
public class ResetEntity {

    @Id
    public UUID id;

    public UUID account;

    @Column(name = "secret_hash")
    public String secretHash;

    @Column(name = "asked_at")
    public Instant askedAt;

    @Column(name = "expires_at")
    public Instant expiresAt;
}
