package org.shuyuan.attendance.internal;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One person at one gathering: whether expected, and what became of it.
 *
 * @param unit where the person belonged that day, below which figures by department count
 * @param source how the person came onto the roll
 * @param expected false: there as an observer, or left out
 * @param state null: not marked yet
 * @param reason word of a reason
 * @param minutes that count; null: nobody counts them
 */
public record Mark(UUID gathering, UUID person, @Nullable UUID unit, Source source, boolean expected, @Nullable State state, @Nullable String reason, @Nullable String note,
        @Nullable Integer minutes, @Nullable Way way, @Nullable Instant at, @Nullable String by) {

    /** How somebody came onto a roll. */
    public enum Source {
        AUDIENCE,
        HAND,
        /** The audience has the person, somebody took them out: stays so when the audience is read again. */
        LEFT_OUT
    }

    /** How a mark was made. */
    public enum Way {
        /** On the list, one by one or for all. */
        ROLL,
        /** The roll was closed with nothing said of the person. */
        CLOSING,
        /** By oneself, with the code on the room's screen. */
        CODE,
        /** By oneself, at a station at the door. */
        STATION,
        /** Leave was asked for and approved. */
        LEAVE,
        /** The person objected, and whoever takes the roll granted it. */
        OBJECTION
    }

    /** Expected of a new row: nothing became of it yet. */
    static Mark expected(UUID gathering, UUID person, @Nullable UUID unit, Source source) {
        return new Mark(gathering, person, unit, source, true, null, null, null, null, null, null, null);
    }

    public boolean onRoll() {
        return source != Source.LEFT_OUT;
    }

    Mark with(Source from, boolean wanted) {
        return new Mark(gathering, person, unit, from, wanted, state, reason, note, minutes, way, at, by);
    }

    Mark in(@Nullable UUID belongs) {
        return new Mark(gathering, person, belongs, source, expected, state, reason, note, minutes, way, at, by);
    }

    Mark with(@Nullable Integer counted) {
        return new Mark(gathering, person, unit, source, expected, state, reason, note, counted, way, at, by);
    }

    Mark as(State other) {
        return new Mark(gathering, person, unit, source, expected, other, null, note, minutes, way, at, by);
    }

    Mark unmarked() {
        return new Mark(gathering, person, unit, source, expected, null, null, null, null, null, null, null);
    }
}
