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

/** A row of {@code directory_unit}. */
@Entity
@Table(name = "directory_unit")
@NullUnmarked
public class UnitEntity {

    @Id
    public UUID id;

    public UUID parent;

    public String name;

    public String kind;

    public String profile;

    public String zone;

    public String nature;

    @Column(name = "sort_order")
    public int sortOrder;

    @Column(name = "closed_at")
    public Instant closedAt;

    /** The unit's first day no longer. */
    @Column(name = "closed_on")
    public LocalDate closedOn;

    @Column(name = "merged_into")
    public UUID mergedInto;

    @Column(name = "created_at")
    public Instant createdAt;

    @Version
    public int version;
}
