package org.shuyuan.resources.internal.jpa;

import java.time.Instant;
import java.util.UUID;
import javax.persistence.Access;
import javax.persistence.AccessType;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Table;
import javax.persistence.Version;
import org.jspecify.annotations.Nullable;

/** Row of {@code resources_resource}. */
@Entity
@Table(name = "resources_resource")
@Access(AccessType.FIELD)
@SuppressWarnings("NullAway.Init")
class ResourceEntity {

    @Id
    UUID id;

    @Column(name = "unit_id")
    UUID unit;

    String name;

    String kind;

    @Nullable
    String place;

    @Nullable
    Integer seats;

    @Nullable
    String note;

    boolean bookable;

    boolean shared;

    boolean retired;

    @Column(name = "created_at")
    Instant createdAt;

    @Version
    int version;
}
