package org.shuyuan.calendar.internal;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A member asks another to change turns.
 *
 * @param turn of who asks
 * @param with of who is asked
 * @param message at most 200 characters
 */
public record RotaSwap(UUID id, UUID rota, UUID turn, UUID with, UUID asking, UUID asked, @Nullable String message, State state, Instant askedAt) {

    /** Decided once. */
    public enum State {
        /** Waits for the other. */
        OPEN,
        /** The turns are changed. */
        ACCEPTED,
        /** The other would not. */
        DECLINED,
        /** Who asked took it back. */
        WITHDRAWN,
        /** One of the turns became another's meanwhile. */
        VOID;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
