package org.shuyuan.access.internal.jpa;

import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Table;
import org.jspecify.annotations.NullUnmarked;

/** A row of {@code access_audit_head}; never leaves this package. */
@Entity
@Table(name = "access_audit_head")
@NullUnmarked
public class AuditHeadEntity {

    @Id
    public String id;

    public Long number;

    public String hash;
}
