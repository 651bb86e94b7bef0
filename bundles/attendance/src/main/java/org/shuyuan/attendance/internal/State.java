package org.shuyuan.attendance.internal;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What became of somebody at a gathering. Nobody who has none of these is counted. */
public enum State {
    PRESENT,
    LATE,
    LEFT_EARLY,
    /** Away with leave. */
    ON_LEAVE,
    ABSENT,
    /** Need not come: in no denominator. */
    EXEMPT,
    /** 列席: there without being expected; in no denominator. */
    OBSERVER;

    /** As the REST and the database have it, e.g. {@code left-early}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether the person was there, if only for a while. */
    public boolean there() {
        return this == PRESENT || this == LATE || this == LEFT_EARLY || this == OBSERVER;
    }

    /** The state of that word; empty for none. */
    public static Optional<State> of(@Nullable String word) {
        for (State state : values()) {
            if (state.word().equals(word)) {
                return Optional.of(state);
            }
        }
        return Optional.empty();
    }
}
