package org.shuyuan.calendar.internal.jpa;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;
import javax.persistence.Access;
import javax.persistence.AccessType;
import javax.persistence.CollectionTable;
import javax.persistence.Column;
import javax.persistence.ElementCollection;
import javax.persistence.Entity;
import javax.persistence.FetchType;
import javax.persistence.Id;
import javax.persistence.JoinColumn;
import javax.persistence.Table;
import javax.persistence.Version;
import org.jspecify.annotations.Nullable;

/** Row of {@code calendar_event}; {@link EventMapping} turns it into the module's record and back. */
@Entity
@Table(name = "calendar_event")
@Access(AccessType.FIELD)
@SuppressWarnings("NullAway.Init")
class EventEntity {

    @Id
    UUID id;

    @Column(name = "unit_id")
    UUID unit;

    @Column(name = "kind_id")
    UUID kind;

    String title;

    @Nullable
    String description;

    @Nullable
    String place;

    @Column(name = "host_id")
    @Nullable
    UUID host;

    @Column(name = "host_name")
    @Nullable
    String hostName;

    @Column(name = "all_day")
    boolean allDay;

    LocalDateTime starts;

    LocalDateTime ends;

    String zone;

    @Nullable
    String rule;

    String excluded;

    String added;

    String uid;

    @Column(name = "made_until")
    LocalDateTime madeUntil;

    @Column(name = "created_at", updatable = false)
    Instant createdAt;

    @Column(name = "created_by", updatable = false)
    String createdBy;

    @Column(name = "changed_at")
    Instant changedAt;

    @Column(name = "changed_by")
    String changedBy;

    @ElementCollection(fetch = FetchType.EAGER)
    @CollectionTable(name = "calendar_audience", joinColumns = @JoinColumn(name = "event_id"))
    Set<AudienceTarget> audience = new LinkedHashSet<>();

    @Version
    int version;
}
