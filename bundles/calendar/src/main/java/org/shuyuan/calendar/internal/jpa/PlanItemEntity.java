package org.shuyuan.calendar.internal.jpa;

import java.time.LocalDate;
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
import org.jspecify.annotations.Nullable;

/** Row of {@code calendar_plan_item}; goes with its plan. */
@Entity
@Table(name = "calendar_plan_item")
@Access(AccessType.FIELD)
@SuppressWarnings("NullAway.Init")
class PlanItemEntity {

    @Id
    UUID id;

    @Column(name = "plan_id")
    UUID plan;

    @Column(name = "line_id")
    UUID line;

    @Column(name = "place_in")
    int place;

    @Column(name = "of_month")
    int month;

    @Column(name = "of_day")
    @Nullable
    LocalDate day;

    String topic;

    @Nullable
    String content;

    @Nullable
    String form;

    @Column(name = "kind_id")
    @Nullable
    UUID kind;

    @Column(name = "host_id")
    @Nullable
    UUID host;

    @Column(name = "host_name")
    @Nullable
    String hostName;

    @Column(name = "audience")
    @Nullable
    String audienceWords;

    @Column(name = "responsible_id")
    @Nullable
    UUID responsible;

    @Column(name = "responsible_name")
    @Nullable
    String responsibleName;

    @Nullable
    String note;

    @ElementCollection(fetch = FetchType.EAGER)
    @CollectionTable(name = "calendar_plan_audience", joinColumns = @JoinColumn(name = "item_id"))
    Set<AudienceTarget> audience = new LinkedHashSet<>();
}
