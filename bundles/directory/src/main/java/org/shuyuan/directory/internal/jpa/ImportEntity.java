package org.shuyuan.directory.internal.jpa;

import java.time.Instant;
import java.util.UUID;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Table;
import javax.persistence.Version;
import org.jspecify.annotations.NullUnmarked;

/** A row of {@code directory_import}. */
@Entity
@Table(name = "directory_import")
@NullUnmarked
public class ImportEntity {

    @Id
    public UUID id;

    public UUID unit;

    @Column(name = "file_id")
    public String fileId;

    @Column(name = "file_name")
    public String fileName;

    public String status;

    public String layout;

    public String corrections;

    public String decisions;

    public String result;

    @Column(name = "created_at")
    public Instant createdAt;

    @Column(name = "created_by")
    public String createdBy;

    @Column(name = "confirmed_at")
    public Instant confirmedAt;

    @Column(name = "confirmed_by")
    public String confirmedBy;

    @Version
    public int version;
}
