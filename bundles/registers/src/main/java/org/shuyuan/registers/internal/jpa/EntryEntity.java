package org.shuyuan.registers.internal.jpa;

import java.time.Instant;
import java.util.UUID;
import javax.persistence.Access;
import javax.persistence.AccessType;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Table;
import javax.persistence.Version;
import org.jspecify.annotations.Nullable;

/** Row of {@code registers_entry}. */
@Entity
@Table(name = "registers_entry")
@Access(AccessType.FIELD)
@SuppressWarnings("NullAway.Init")
class EntryEntity {

    @Id
    UUID id;

    @Column(name = "module_id")
    String module;

    @Column(name = "register_id")
    String register;

    @Column(name = "unit_id")
    UUID unit;

    String content;

    String searched;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "created_account")
    UUID createdAccount;

    @Column(name = "created_person")
    @Nullable
    UUID createdPerson;

    @Column(name = "created_by")
    String createdBy;

    @Column(name = "changed_at")
    Instant changedAt;

    @Column(name = "changed_account")
    UUID changedAccount;

    @Column(name = "changed_person")
    @Nullable
    UUID changedPerson;

    @Column(name = "changed_by")
    String changedBy;

    @Version
    int version;
}
