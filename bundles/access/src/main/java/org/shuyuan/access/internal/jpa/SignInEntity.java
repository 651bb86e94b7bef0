package org.shuyuan.access.internal.jpa;

import java.time.Instant;
import java.util.UUID;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Table;
import org.jspecify.annotations.NullUnmarked;

/** A row of {@code access_sign_in}; never leaves this package. */
@Entity
@Table(name = "access_sign_in")
@NullUnmarked
public class SignInEntity {

    @Id
    public UUID id;

    public UUID account;

    public Instant at;

    public String outcome;

    public String method;

    public String address;

    public String network;

    public String agent;

    @Column(name = "new_device")
    public boolean newDevice;
}
