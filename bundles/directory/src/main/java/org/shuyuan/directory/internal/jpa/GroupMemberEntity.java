package org.shuyuan.directory.internal.jpa;

import java.time.LocalDate;
import java.util.UUID;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Table;
import org.jspecify.annotations.NullUnmarked;

/** A row of {@code directory_group_member}: somebody named by hand. */
@Entity
@Table(name = "directory_group_member")
@NullUnmarked
public class GroupMemberEntity {

    @Id
    public UUID id;

    @Column(name = "group_id")
    public UUID group;

    public UUID person;

    @Column(name = "from_day")
    public LocalDate fromDay;

    @Column(name = "to_day")
    public LocalDate toDay;
}
