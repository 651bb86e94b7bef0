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

/** Row of {@code calendar_override}; an entity of its own and no collection, since the library finds no element with a null again. */
@Entity
@Table(name = "calendar_override")
@Access(AccessType.FIELD)
@SuppressWarnings("NullAway.Init")
class OverrideEntity {

    @Id
    UUID id;

    @Column(name = "event_id")
    UUID event;

    @Column(name = "recurrence_id")
    LocalDateTime recurrence;

    @Column(name = "all_day")
    @Nullable
    Boolean allDay;

    @Nullable
    LocalDateTime starts;

    @Nullable
    LocalDateTime ends;

    @Nullable
    String title;

    @Nullable
    String place;

    @Nullable
    String description;

    @Column(name = "own_host")
    boolean ownHost;

    @Column(name = "host_id")
    @Nullable
    UUID host;

    @Column(name = "host_name")
    @Nullable
    String hostName;
}
