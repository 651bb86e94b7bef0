package org.shuyuan.calendar.internal.jpa;

import java.time.LocalDateTime;
import java.util.UUID;
import javax.persistence.Access;
import javax.persistence.AccessType;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Table;
import org.jspecify.annotations.Nullable;

/** Row of {@code calendar_plan_event}; goes with its event. */
@Entity
@Table(name = "calendar_plan_event")
@Access(AccessType.FIELD)
@SuppressWarnings("NullAway.Init")
class PlanEventEntity {

    @Id
    @Column(name = "line_id")
    UUID line;

    @Column(name = "event_id")
    UUID event;

    @Column(name = "recurrence_id")
    @Nullable
    LocalDateTime recurrence;
}
