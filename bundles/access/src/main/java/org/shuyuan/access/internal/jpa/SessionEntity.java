package org.shuyuan.access.internal.jpa;

import java.time.Instant;
import java.util.UUID;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Table;
import org.jspecify.annotations.NullUnmarked;

/** A row of {@code access_session}; never leaves this package. */
@Entity
@Table(name = "access_session")
@NullUnmarked
public class SessionEntity {

    @Id
    public UUID id;

    @Column(name = "secret_hash")
    public String secretHash;

    public UUID account;

    @Column(name = "created_at")
    public Instant createdAt;

    @Column(name = "last_seen_at")
    public Instant lastSeenAt;

    @Column(name = "expires_at")
    public Instant expiresAt;

    public String address;

    public String agent;
}
