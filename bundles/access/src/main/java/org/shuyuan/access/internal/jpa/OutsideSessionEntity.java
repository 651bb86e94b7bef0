package org.shuyuan.access.internal.jpa;

import java.time.Instant;
import java.util.UUID;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Table;
import org.jspecify.annotations.NullUnmarked;

/** A row of {@code access_outside_session}; never leaves this package. */
@Entity
@Table(name = "access_outside_session")
@NullUnmarked
public class OutsideSessionEntity {

    @Id
    public UUID session;

    public UUID account;

    public String source;

    public String subject;

    @Column(name = "their_hash")
    public String theirHash;

    @Column(name = "created_at")
    public Instant createdAt;
}
