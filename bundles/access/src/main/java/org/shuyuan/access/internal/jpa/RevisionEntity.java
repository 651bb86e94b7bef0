package org.shuyuan.access.internal.jpa;

import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Table;
import org.jspecify.annotations.NullUnmarked;

/** A row of {@code access_revision}; never leaves this package. */
@Entity
@Table(name = "access_revision")
@NullUnmarked
public class RevisionEntity {

    @Id
    public String name;

    public long revision;
}
