package org.shuyuan.access.internal.jpa;

import java.time.Instant;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Table;
import org.jspecify.annotations.NullUnmarked;

/** A row of {@code access_audit_anchor}; never leaves this package. */
@Entity
@Table(name = "access_audit_anchor")
@NullUnmarked
public class AuditAnchorEntity {

    @Id
    public String id;

    public Instant at;

    public Long number;

    public String hash;
}
