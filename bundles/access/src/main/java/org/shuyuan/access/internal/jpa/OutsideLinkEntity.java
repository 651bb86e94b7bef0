package org.shuyuan.access.internal.jpa;

import java.time.Instant;
import java.util.UUID;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Table;
import org.jspecify.annotations.NullUnmarked;

/** A row of {@code access_outside_link}; never leaves this package. */
@Entity
@Table(name = "access_outside_link")
@NullUnmarked
public class OutsideLinkEntity {

    @Id
    public UUID id;

    public String source;

    public String subject;

    public UUID account;

    public String name;

    @Column(name = "name_key")
    public String nameKey;

    public String sealed;

    @Column(name = "created_at")
    public Instant createdAt;

    @Column(name = "used_at")
    public Instant usedAt;
}
