package org.shuyuan.calendar.internal.jpa;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.UUID;
import javax.persistence.Access;
import javax.persistence.AccessType;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Table;
import org.jspecify.annotations.Nullable;

/** Row of {@code calendar_study_day}; goes with its rule. */
@Entity
@Table(name = "calendar_study_day")
@Access(AccessType.FIELD)
@SuppressWarnings("NullAway.Init")
class StudyDayEntity {

    @Id
    UUID id;

    @Column(name = "rule_id")
    UUID rule;

    String period;

    @Column(name = "event_id")
    UUID event;

    LocalDate planned;

    @Column(name = "put_at")
    LocalDateTime put;

    @Nullable
    String reason;

    @Column(name = "given_by")
    @Nullable
    String givenBy;

    @Column(name = "given_at")
    @Nullable
    Instant givenAt;
}
