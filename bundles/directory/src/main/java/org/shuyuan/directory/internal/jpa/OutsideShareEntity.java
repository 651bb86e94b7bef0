package org.shuyuan.directory.internal.jpa;

import java.util.UUID;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Table;
import org.jspecify.annotations.NullUnmarked;

/** A row of {@code directory_outside_share}: one unit it is shared with. */
@Entity
@Table(name = "directory_outside_share")
@NullUnmarked
public class OutsideShareEntity {

    @Id
    public UUID id;

    public UUID outside;

    public UUID unit;
}
