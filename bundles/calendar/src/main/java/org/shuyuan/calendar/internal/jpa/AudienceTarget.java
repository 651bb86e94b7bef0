package org.shuyuan.calendar.internal.jpa;

import java.io.Serializable;
import java.util.Objects;
import java.util.UUID;
import javax.persistence.Access;
import javax.persistence.AccessType;
import javax.persistence.Column;
import javax.persistence.Embeddable;
import org.jspecify.annotations.Nullable;

/** A unit, a person or an audience group that an event is for. */
@Embeddable
@Access(AccessType.FIELD)
public class AudienceTarget implements Serializable {

    /** What is named. */
    enum What { UNIT, PERSON, GROUP }

    private static final long serialVersionUID = 2;

    @Column(name = "target")
    UUID target;

    @Column(name = "person")
    boolean person;

    @Column(name = "audience_group")
    boolean group;

    protected AudienceTarget() {
        this(new UUID(0, 0), What.UNIT);
    }

    AudienceTarget(UUID target, What what) {
        this.target = target;
        this.person = what == What.PERSON;
        this.group = what == What.GROUP;
    }

    What what() {
        return person ? What.PERSON : group ? What.GROUP : What.UNIT;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AudienceTarget that && target.equals(that.target) && what() == that.what();
    }

    @Override
    public int hashCode() {
        return Objects.hash(target, what());
    }
}
