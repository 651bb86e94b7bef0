package org.shuyuan.calendar.internal;

import java.time.ZoneId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who owes something.
 *
 * @param name of a unit as it was called then; null where it is looked up
 * @param unit the unit itself, the one that a group is meant at, or a person's
 * @param zone in which its days are counted: the unit's own
 * @param whole whether it was there when the period began: who came meanwhile owes nothing before the next one
 */
public record Whom(What what, UUID id, @Nullable String name, UUID unit, ZoneId zone, boolean whole) {

    /** What {@link Whom#id} names. */
    public enum What { UNIT, GROUP, PERSON }

    Whom cameMeanwhile() {
        return new Whom(what, id, name, unit, zone, false);
    }
}
