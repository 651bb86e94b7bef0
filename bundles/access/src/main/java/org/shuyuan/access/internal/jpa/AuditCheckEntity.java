package org.shuyuan.access.internal.jpa;

import java.time.Instant;
import java.util.UUID;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Table;
import org.jspecify.annotations.NullUnmarked;

/** A row of {@code access_audit_check}; never leaves this package. */
@Entity
@Table(name = "access_audit_check")
@NullUnmarked
public class AuditCheckEntity {

    @Id
    public UUID id;

    public Instant started;

    public Instant ended;

    public String who;

    public String result;

    public Long checked;

    public Long expected;

    public String report;
}
