package org.shuyuan.access.internal.jpa;

import java.time.Instant;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Table;
import org.jspecify.annotations.NullUnmarked;

/** A row of {@code access_setup}; never leaves this package. */
@Entity
@Table(name = "access_setup")
@NullUnmarked
public class SetupEntity {

    @Id
    public int id;

    @Column(name = "code_hash")
    public String codeHash;

    @Column(name = "expires_at")
    public Instant expiresAt;
}
