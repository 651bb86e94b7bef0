package org.shuyuan.access.internal.jpa;

import java.time.Instant;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Table;
import org.jspecify.annotations.NullUnmarked;

/** A row of {@code access_outside_start}; never leaves this package. */
@Entity
@Table(name = "access_outside_start")
@NullUnmarked
public class OutsideStartEntity {

    @Id
    @Column(name = "state_hash")
    public String stateHash;

    @Column(name = "browser_hash")
    public String browserHash;

    public String source;

    public String kept;

    public String back;

    public String network;

    @Column(name = "created_at")
    public Instant createdAt;
}
