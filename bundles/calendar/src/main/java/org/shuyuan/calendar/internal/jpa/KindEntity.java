package org.shuyuan.calendar.internal.jpa;

import java.util.UUID;
import javax.persistence.Access;
import javax.persistence.AccessType;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Table;
import javax.persistence.Version;

/** Row of {@code calendar_kind}. */
@Entity
@Table(name = "calendar_kind")
@Access(AccessType.FIELD)
@SuppressWarnings("NullAway.Init")
class KindEntity {

    @Id
    UUID id;

    @Column(name = "unit_id")
    UUID unit;

    String word;

    @Column(name = "name_zh_cn")
    String nameZhCn;

    @Column(name = "name_zh_tw")
    String nameZhTw;

    @Column(name = "name_en")
    String nameEn;

    String colour;

    /** Comma-separated. */
    String keywords;

    int position;

    boolean retired;

    boolean roll;

    @Version
    int version;
}
