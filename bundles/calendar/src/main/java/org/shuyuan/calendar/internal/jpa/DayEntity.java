package org.shuyuan.calendar.internal.jpa;

import java.time.LocalDate;
import java.util.UUID;
import javax.persistence.Access;
import javax.persistence.AccessType;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Table;

/** Row of {@code calendar_day}; goes with its year. */
@Entity
@Table(name = "calendar_day")
@Access(AccessType.FIELD)
@SuppressWarnings("NullAway.Init")
class DayEntity {

    @Id
    UUID id;

    @Column(name = "year_id")
    UUID year;

    @Column(name = "on_day")
    LocalDate day;

    String kind;

    String name;
}
