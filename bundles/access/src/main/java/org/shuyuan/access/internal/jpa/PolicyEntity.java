package org.shuyuan.access.internal.jpa;

import java.util.UUID;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Table;
import org.jspecify.annotations.NullUnmarked;

/** A row of {@code access_policy}; never leaves this package. */
@Entity
@Table(name = "access_policy")
@NullUnmarked
public class PolicyEntity {

    @Id
    public UUID unit;

    @Column(name = "second_factor")
    public boolean secondFactor;
}
