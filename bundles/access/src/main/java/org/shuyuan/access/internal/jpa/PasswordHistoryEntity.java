package org.shuyuan.access.internal.jpa;

import java.time.Instant;
import java.util.UUID;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Table;
import org.jspecify.annotations.NullUnmarked;

/** A row of {@code access_password_history}; never leaves this package. */
@Entity
@Table(name = "access_password_history")
@NullUnmarked
public class PasswordHistoryEntity {

    @Id
    public UUID id;

    public UUID account;

    public String password;

    @Column(name = "replaced_at")
    public Instant replacedAt;
}
