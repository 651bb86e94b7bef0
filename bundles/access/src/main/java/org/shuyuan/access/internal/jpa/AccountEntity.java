package org.shuyuan.access.internal.jpa;

import java.time.Instant;
import java.util.UUID;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Table;
import org.jspecify.annotations.NullUnmarked;

/** A row of {@code access_account}; never leaves this package. */
@Entity
@Table(name = "access_account")
@NullUnmarked
public class AccountEntity {

    @Id
    public UUID id;

    public String name;

    @Column(name = "name_key")
    public String nameKey;

    @Column(name = "display_name")
    public String displayName;

    public UUID person;

    public UUID unit;

    public boolean enabled;

    @Column(name = "must_change")
    public boolean mustChange;

    public String password;

    public String language;

    @Column(name = "created_at")
    public Instant createdAt;

    @Column(name = "signed_in_at")
    public Instant signedInAt;

    @Column(name = "password_at")
    public Instant passwordAt;

    @Column(name = "initial_until")
    public Instant initialUntil;

    /** Counts changes of what administrators edit; a sign-in is none, so this is kept by hand. */
    public long version;
}
