package org.shuyuan.calendar.internal.jpa;

import java.util.UUID;
import javax.persistence.Access;
import javax.persistence.AccessType;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Table;
import javax.persistence.Version;
import org.jspecify.annotations.Nullable;

/** Row of {@code calendar_study_rule}. */
@Entity
@Table(name = "calendar_study_rule")
@Access(AccessType.FIELD)
@SuppressWarnings("NullAway.Init")
class StudyRuleEntity {

    @Id
    UUID id;

    @Column(name = "unit_id")
    UUID unit;

    @Column(name = "kind_id")
    UUID kind;

    String title;

    String every;

    @Column(name = "of_day")
    int day;

    @Column(name = "starts_at")
    String start;

    int minutes;

    @Nullable
    String place;

    String move;

    @Column(name = "within_month")
    boolean within;

    @Column(name = "from_month")
    String from;

    @Column(name = "until_month")
    @Nullable
    String until;

    @Version
    int version;
}
