package org.shuyuan.access.internal.jpa;

import java.time.Instant;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Table;
import org.jspecify.annotations.NullUnmarked;

/** A row of {@code access_throttle}; never leaves this package. */
@Entity
@Table(name = "access_throttle")
@NullUnmarked
public class ThrottleEntity {

    @Id
    @Column(name = "throttle_key")
    public String throttleKey;

    public int failures;

    @Column(name = "last_at")
    public Instant lastAt;

    @Column(name = "paused_until")
    public Instant pausedUntil;
}
