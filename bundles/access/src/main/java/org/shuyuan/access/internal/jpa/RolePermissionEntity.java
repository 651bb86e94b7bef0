package org.shuyuan.access.internal.jpa;

import java.util.UUID;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Table;
import org.jspecify.annotations.NullUnmarked;

/** A row of {@code access_role_permission}; never leaves this package. */
@Entity
@Table(name = "access_role_permission")
@NullUnmarked
public class RolePermissionEntity {

    @Id
    public UUID id;

    @Column(name = "role_key")
    public String role;

    public String permission;

    public String source;
}
