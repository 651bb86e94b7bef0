package org.shuyuan.access.internal.jpa;

import java.util.UUID;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Table;
import org.jspecify.annotations.NullUnmarked;

/** A row of {@code access_outside_grant}; never leaves this package. */
@Entity
@Table(name = "access_outside_grant")
@NullUnmarked
public class OutsideGrantEntity {

    @Id
    @Column(name = "grant_id")
    public UUID grant;

    public UUID account;

    public String source;
}
