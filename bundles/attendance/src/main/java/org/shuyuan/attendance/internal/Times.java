package org.shuyuan.attendance.internal;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * When somebody came to a gathering, and left it.
 *
 * @param way {@link Mark.Way#CODE}, {@link Mark.Way#STATION}, {@link Mark.Way#ROLL}, or {@link Mark.Way#CLOSING} where nobody said when
 * @param tap by which a message of a station that comes twice is known
 * @param left null: not known, or the minutes do not count there
 * @param leftTap as {@code tap}
 * @param toEnd closing the roll counted to the end
 */
public record Times(UUID gathering, UUID person, Instant came, Mark.Way way, @Nullable String tap, @Nullable Instant left, Mark.@Nullable Way leftWay, @Nullable String leftTap, boolean toEnd) {

    static Times came(UUID gathering, UUID person, Instant at, Mark.Way way, @Nullable String tap) {
        return new Times(gathering, person, at, way, tap, null, null, null, false);
    }

    Times left(Instant at, Mark.Way by, @Nullable String byTap) {
        return new Times(gathering, person, came, way, tap, at, by, byTap, false);
    }

    Times toEnd(boolean wanted) {
        return new Times(gathering, person, came, way, tap, left, leftWay, leftTap, wanted);
    }
}
