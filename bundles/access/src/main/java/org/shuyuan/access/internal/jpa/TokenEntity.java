package org.shuyuan.access.internal.jpa;

import java.time.Instant;
import java.util.UUID;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Table;
import org.jspecify.annotations.NullUnmarked;

/** A row of {@code access_token}; never leaves this package. */
@Entity
@Table(name = "access_token")
@NullUnmarked
public class TokenEntity {

    @Id
    public UUID id;

    @Column(name = "secret_hash")
    public String secretHash;

    public UUID account;

    public String name;

    @Column(name = "created_at")
    public Instant createdAt;

    @Column(name = "expires_at")
    public Instant expiresAt;

    @Column(name = "last_used_at")
    public Instant lastUsedAt;
}
