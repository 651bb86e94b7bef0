package org.shuyuan.directory.internal.jpa;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Table;
import javax.persistence.Version;
import org.jspecify.annotations.NullUnmarked;

/** A row of {@code directory_group}. */
@Entity
@Table(name = "directory_group")
@NullUnmarked
public class GroupEntity {

    @Id
    public UUID id;

    public UUID unit;

    public String names;

    public String rule;

    public String note;

    @Column(name = "sort_order")
    public int sortOrder;

    @Column(name = "closed_on")
    public LocalDate closedOn;

    @Column(name = "created_at")
    public Instant createdAt;

    @Version
    public int version;
}
