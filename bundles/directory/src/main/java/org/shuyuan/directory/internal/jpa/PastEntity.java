package org.shuyuan.directory.internal.jpa;

import java.time.LocalDate;
import java.util.UUID;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Table;
import org.jspecify.annotations.NullUnmarked;

/** A row of {@code directory_past}: what a value was until a day. */
@Entity
@Table(name = "directory_past")
@NullUnmarked
public class PastEntity {

    @Id
    public UUID id;

    public UUID subject;

    public String attribute;

    @Column(name = "was")
    public String value;

    @Column(name = "until_day")
    public LocalDate untilDay;
}
