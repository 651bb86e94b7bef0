package org.shuyuan.directory.internal.jpa;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Table;
import javax.persistence.Version;
import org.jspecify.annotations.NullUnmarked;

/** A row of {@code directory_outside}. */
@Entity
@Table(name = "directory_outside")
@NullUnmarked
public class OutsideEntity {

    @Id
    public UUID id;

    public UUID unit;

    public String kind;

    public String name;

    public String institution;

    public String title;

    public String specialities;

    public String phone;

    public String mail;

    public String note;

    @Column(name = "valid_from")
    public LocalDate validFrom;

    @Column(name = "valid_to")
    public LocalDate validTo;

    public String reach;

    @Column(name = "created_at")
    public Instant createdAt;

    @Version
    public int version;
}
