package org.shuyuan.access.internal.jpa;

import java.time.Instant;
import java.util.UUID;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Table;
import org.jspecify.annotations.NullUnmarked;

/** A row of {@code access_mailbox}; never leaves this package. */
@Entity
@Table(name = "access_mailbox")
@NullUnmarked
public class MailboxEntity {

    @Id
    public UUID account;

    @Column(name = "address_hash")
    public String addressHash;

    @Column(name = "counts_from")
    public Instant countsFrom;
}
