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

/** Row of {@code calendar_plan_import}. */
@Entity
@Table(name = "calendar_plan_import")
@Access(AccessType.FIELD)
@SuppressWarnings("NullAway.Init")
class PlanImportEntity {

    @Id
    UUID id;

    @Column(name = "unit_id")
    UUID unit;

    @Column(name = "plan_id")
    @Nullable
    UUID plan;

    @Column(name = "file_id")
    String file;

    String name;

    @Column(name = "read_at")
    Instant readAt;

    @Column(name = "read_by")
    String readBy;

    @Column(name = "confirmed_at")
    @Nullable
    Instant confirmedAt;

    @Version
    int version;
}
