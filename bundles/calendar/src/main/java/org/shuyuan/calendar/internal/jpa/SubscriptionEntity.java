package org.shuyuan.calendar.internal.jpa;

import java.time.Instant;
import java.util.UUID;
import javax.persistence.Access;
import javax.persistence.AccessType;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Table;
import org.jspecify.annotations.Nullable;

/** Row of {@code calendar_subscription}. */
@Entity
@Table(name = "calendar_subscription")
@Access(AccessType.FIELD)
@SuppressWarnings("NullAway.Init")
class SubscriptionEntity {

    @Id
    UUID id;

    @Column(name = "account_id")
    UUID account;

    @Column(name = "person_id")
    UUID person;

    String name;

    @Column(name = "secret_hash")
    String hash;

    String language;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "read_at")
    @Nullable
    Instant readAt;
}
