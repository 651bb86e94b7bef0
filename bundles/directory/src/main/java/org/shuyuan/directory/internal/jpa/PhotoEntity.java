package org.shuyuan.directory.internal.jpa;

import java.time.Instant;
import java.util.UUID;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Table;
import org.jspecify.annotations.NullUnmarked;

/** A row of {@code directory_photo}. */
@Entity
@Table(name = "directory_photo")
@NullUnmarked
public class PhotoEntity {

    @Id
    public UUID person;

    @Column(name = "large_file")
    public String largeFile;

    @Column(name = "small_file")
    public String smallFile;

    @Column(name = "changed_at")
    public Instant changedAt;
}
