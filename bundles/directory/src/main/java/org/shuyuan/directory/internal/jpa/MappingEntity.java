package org.shuyuan.directory.internal.jpa;

import java.time.Instant;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Table;
import org.jspecify.annotations.NullUnmarked;

/** A row of {@code directory_mapping}. */
@Entity
@Table(name = "directory_mapping")
@NullUnmarked
public class MappingEntity {

    @Id
    public String signature;

    public String columns;

    @Column(name = "used_at")
    public Instant usedAt;
}
