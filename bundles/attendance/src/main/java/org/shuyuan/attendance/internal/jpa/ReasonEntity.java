package org.shuyuan.attendance.internal.jpa;

import java.util.UUID;
import javax.persistence.Access;
import javax.persistence.AccessType;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Table;
import javax.persistence.Version;

/** Row of {@code attendance_reason}. */
@Entity
@Table(name = "attendance_reason")
@Access(AccessType.FIELD)
@SuppressWarnings("NullAway.Init")
class ReasonEntity {

    @Id
    UUID id;

    @Column(name = "unit_id")
    UUID unit;

    String word;

    String state;

    @Column(name = "name_zh_cn")
    String nameZhCn;

    @Column(name = "name_zh_tw")
    String nameZhTw;

    @Column(name = "name_en")
    String nameEn;

    int position;

    boolean retired;

    @Version
    int version;
}
