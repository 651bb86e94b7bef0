package org.shuyuan.access.internal.jpa;

import java.time.Instant;
import java.util.UUID;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Table;
import org.jspecify.annotations.NullUnmarked;

/** A row of {@code access_audit}; never leaves this package. */
@Entity
@Table(name = "access_audit")
@NullUnmarked
public class AuditEntity {

    @Id
    public UUID id;

    public Instant at;

    public String who;

    public UUID account;

    public String kind;

    public String address;

    public UUID unit;

    public String action;

    @Column(name = "subject_kind")
    public String subjectKind;

    @Column(name = "subject_id")
    public String subjectId;

    @Column(name = "subject_label")
    public String subjectLabel;

    @Column(name = "before_json")
    public String before;

    @Column(name = "after_json")
    public String after;

    public Long number;

    public String hash;

    @Column(name = "actor_salt")
    public String actorSalt;

    @Column(name = "actor_digest")
    public String actorDigest;

    @Column(name = "actor_redaction")
    public UUID actorRedaction;

    @Column(name = "content_salt")
    public String contentSalt;

    @Column(name = "content_digest")
    public String contentDigest;

    @Column(name = "content_redaction")
    public UUID contentRedaction;
}
