package org.shuyuan.attendance.internal.jpa;

import java.util.UUID;
import javax.persistence.Access;
import javax.persistence.AccessType;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Table;
import javax.persistence.Version;

/** Row of {@code attendance_rules}. */
@Entity
@Table(name = "attendance_rules")
@Access(AccessType.FIELD)
@SuppressWarnings("NullAway.Init")
class RulesEntity {

    @Id
    @Column(name = "unit_id")
    UUID unit;

    @Column(name = "leave_excused")
    boolean leaveExcused;

    @Column(name = "late_counts")
    int lateCounts;

    @Column(name = "early_counts")
    int earlyCounts;

    int target;

    @Column(name = "leave_days")
    int leaveDays;

    @Column(name = "make_up_counts")
    int makeUpCounts;

    @Column(name = "objection_days")
    int objectionDays;

    @Column(name = "early_grace")
    int earlyGrace;

    @Column(name = "open_end")
    boolean openEnd;

    @Version
    int version;
}
