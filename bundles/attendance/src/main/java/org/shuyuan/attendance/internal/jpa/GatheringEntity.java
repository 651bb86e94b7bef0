package org.shuyuan.attendance.internal.jpa;

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

/** Row of {@code attendance_gathering}. */
@Entity
@Table(name = "attendance_gathering")
@Access(AccessType.FIELD)
@SuppressWarnings("NullAway.Init")
class GatheringEntity {

    @Id
    UUID id;

    @Column(name = "unit_id")
    UUID unit;

    String kind;

    @Column(name = "kind_zh_cn")
    String kindZhCn;

    @Column(name = "kind_zh_tw")
    String kindZhTw;

    @Column(name = "kind_en")
    String kindEn;

    String title;

    @Nullable
    String place;

    Instant starts;

    Instant ends;

    boolean cancelled;

    @Column(name = "settled_at")
    @Nullable
    Instant settledAt;

    @Column(name = "closed_at")
    @Nullable
    Instant closedAt;

    @Column(name = "closed_by")
    @Nullable
    String closedBy;

    @Column(name = "sign_out")
    boolean signOut;

    @Version
    int version;
}
