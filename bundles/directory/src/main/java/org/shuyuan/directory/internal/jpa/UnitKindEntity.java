package org.shuyuan.directory.internal.jpa;

import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Table;
import javax.persistence.Version;
import org.jspecify.annotations.NullUnmarked;

/** A row of {@code directory_unit_kind}. */
@Entity
@Table(name = "directory_unit_kind")
@NullUnmarked
public class UnitKindEntity {

    @Id
    public String code;

    public String names;

    @Column(name = "sort_order")
    public int sortOrder;

    @Version
    public int version;
}
