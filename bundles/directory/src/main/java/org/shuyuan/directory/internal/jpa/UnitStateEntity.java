package org.shuyuan.directory.internal.jpa;

import java.time.LocalDate;
import java.util.UUID;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Table;
import org.jspecify.annotations.NullUnmarked;

/** A row of {@code directory_unit_state}: what a unit was during a time. */
@Entity
@Table(name = "directory_unit_state")
@NullUnmarked
public class UnitStateEntity {

    @Id
    public UUID id;

    public UUID unit;

    public UUID parent;

    public String name;

    public String kind;

    @Column(name = "from_day")
    public LocalDate fromDay;

    @Column(name = "to_day")
    public LocalDate toDay;
}
