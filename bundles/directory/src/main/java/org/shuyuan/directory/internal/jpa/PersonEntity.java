package org.shuyuan.directory.internal.jpa;

import java.time.Instant;
import java.util.UUID;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Table;
import javax.persistence.Version;
import org.jspecify.annotations.NullUnmarked;

/** A row of {@code directory_person}. */
@Entity
@Table(name = "directory_person")
@NullUnmarked
public class PersonEntity {

    @Id
    public UUID id;

    public String number;

    public String name;

    public String gender;

    public String birth;

    public String political;

    public String joined;

    public String phone;

    public String mail;

    public String category;

    public String title;

    public String subject;

    public String note;

    @Column(name = "source_import")
    public UUID sourceImport;

    @Column(name = "created_at")
    public Instant createdAt;

    /** The number of the writers' state when it was written last. */
    public long changed;

    @Version
    public int version;
}
