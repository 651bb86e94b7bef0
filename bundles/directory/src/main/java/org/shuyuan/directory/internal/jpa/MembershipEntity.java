package org.shuyuan.directory.internal.jpa;

import java.time.LocalDate;
import java.util.UUID;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Table;
import org.jspecify.annotations.NullUnmarked;

/** A row of {@code directory_membership}; versioned with its person. */
@Entity
@Table(name = "directory_membership")
@NullUnmarked
public class MembershipEntity {

    @Id
    public UUID id;

    public UUID person;

    public UUID unit;

    public String position;

    public String since;

    @Column(name = "from_day")
    public LocalDate fromDay;

    @Column(name = "to_day")
    public LocalDate toDay;

    public boolean main;

    /** The person's newest main membership: the one that holds, or held last. */
    public boolean latest;
}
