package org.shuyuan.calendar.internal.jpa;

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

/** Row of {@code calendar_year}. */
@Entity
@Table(name = "calendar_year")
@Access(AccessType.FIELD)
@SuppressWarnings("NullAway.Init")
class YearEntity {

    @Id
    UUID id;

    @Column(name = "unit_id")
    UUID unit;

    @Column(name = "of_year")
    int year;

    @Nullable
    String source;

    @Column(name = "published_at")
    Instant publishedAt;

    @Column(name = "published_by")
    String publishedBy;

    @Version
    int version;
}
