package org.shuyuan.access.internal.jpa;

import java.util.UUID;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Table;
import org.jspecify.annotations.NullUnmarked;

/** A row of {@code access_role}; never leaves this package. */
@Entity
@Table(name = "access_role")
@NullUnmarked
public class RoleEntity {

    @Id
    @Column(name = "role_key")
    public String roleKey;

    public String names;

    public boolean own;

    public int position;

    public long version;

    public UUID unit;

    public String descriptions;
}
