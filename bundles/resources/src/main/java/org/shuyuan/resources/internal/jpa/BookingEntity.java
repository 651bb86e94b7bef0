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

/** Row of {@code resources_booking}. */
@Entity
@Table(name = "resources_booking")
@Access(AccessType.FIELD)
@SuppressWarnings("NullAway.Init")
class BookingEntity {

    @Id
    UUID id;

    @Column(name = "resource_id")
    UUID resource;

    @Column(name = "unit_id")
    UUID unit;

    String title;

    Instant starts;

    Instant ends;

    @Column(name = "account_id")
    UUID account;

    @Column(name = "person_id")
    @Nullable
    UUID person;

    @Column(name = "booked_by")
    String bookedBy;

    @Column(name = "booked_at")
    Instant bookedAt;

    @Column(name = "subject_module")
    @Nullable
    String subjectModule;

    @Column(name = "subject_id")
    @Nullable
    String subjectId;

    @Column(name = "subject_part")
    @Nullable
    String subjectPart;

    @Column(name = "subject_link")
    @Nullable
    String subjectLink;

    @Column(name = "series_id")
    @Nullable
    UUID series;

    @Version
    int version;
}
