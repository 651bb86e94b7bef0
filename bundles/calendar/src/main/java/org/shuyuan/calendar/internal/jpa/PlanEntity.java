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

/** Row of {@code calendar_plan}: one edition of a plan. */
@Entity
@Table(name = "calendar_plan")
@Access(AccessType.FIELD)
@SuppressWarnings("NullAway.Init")
class PlanEntity {

    @Id
    UUID id;

    @Column(name = "origin_id")
    UUID origin;

    int edition;

    @Column(name = "unit_id")
    UUID unit;

    String title;

    String period;

    @Column(name = "of_year")
    int year;

    @Column(name = "of_number")
    int number;

    String state;

    @Column(name = "submitted_by")
    @Nullable
    String submittedBy;

    @Column(name = "submitter_id")
    @Nullable
    UUID submitter;

    @Column(name = "submitted_at")
    @Nullable
    Instant submittedAt;

    @Column(name = "decided_by")
    @Nullable
    String decidedBy;

    @Column(name = "decided_at")
    @Nullable
    Instant decidedAt;

    @Nullable
    String reason;

    @Column(name = "changed_by")
    String changedBy;

    @Column(name = "changed_at")
    Instant changedAt;

    @Version
    int version;
}
