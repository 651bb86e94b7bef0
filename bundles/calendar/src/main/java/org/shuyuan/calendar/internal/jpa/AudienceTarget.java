package org.shuyuan.calendar.internal.jpa;

import java.io.Serializable;
import java.util.Objects;
import java.util.UUID;
import javax.persistence.Access;
import javax.persistence.AccessType;
import javax.persistence.Column;
import javax.persistence.Embeddable;
import org.jspecify.annotations.Nullable;

/** A unit or person that an event is for. */
@Embeddable
@Access(AccessType.FIELD)
public class AudienceTarget implements Serializable {

    private static final long serialVersionUID = 1;

    @Column(name = "target")
    UUID target;

    @Column(name = "person")
    boolean person;

    protected AudienceTarget() {
        this(new UUID(0, 0), false);
    }

    AudienceTarget(UUID target, boolean person) {
        this.target = target;
        this.person = person;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AudienceTarget that && target.equals(that.target) && person == that.person;
    }

    @Override
    public int hashCode() {
        return Objects.hash(target, person);
    }
}
