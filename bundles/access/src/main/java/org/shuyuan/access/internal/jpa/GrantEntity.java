package org.shuyuan.access.internal.jpa;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Table;
import org.jspecify.annotations.NullUnmarked;

/** A row of {@code access_grant}; never leaves this package. */
@Entity
@Table(name = "access_grant")
@NullUnmarked
public class GrantEntity {

    @Id
    public UUID id;

    public UUID account;

    @Column(name = "role_key")
    public String role;

    public UUID unit;

    @Column(name = "valid_from")
    public LocalDate since;

    @Column(name = "valid_to")
    public LocalDate until;

    @Column(name = "granted_by")
    public String grantedBy;

    @Column(name = "created_at")
    public Instant createdAt;

    public boolean subtree;

    public UUID source;

    @Column(name = "delegated_by")
    public UUID delegatedBy;

    public String reason;
}
