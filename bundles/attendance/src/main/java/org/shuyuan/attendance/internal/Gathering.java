package org.shuyuan.attendance.internal;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.attendance.GatheringDraft;

/**
 * What people attend.
 *
 * @param draft what the module that planned it says of it
 * @param settledAt when the expected people were last taken from the audience before the first mark; null: nobody was marked yet, and the
 *     audience still decides
 * @param closedAt when the roll was closed; null: it is open
 * @param signOut the minutes people are there count: they sign out too
 */
public record Gathering(UUID id, int version, GatheringDraft draft, boolean cancelled, @Nullable Instant settledAt, @Nullable Instant closedAt, @Nullable String closedBy, boolean signOut) {

    /** How far a gathering's roll is. */
    public enum Progress {
        PLANNED,
        /** It is over, and nobody took its roll: it counts nowhere. */
        UNTAKEN,
        /** Being taken. */
        OPEN,
        CLOSED,
        CANCELLED;

        /** As the REST has it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public UUID unit() {
        return draft.unit();
    }

    public Progress progress(Instant now) {
        return cancelled ? Progress.CANCELLED : closedAt != null ? Progress.CLOSED : settledAt != null ? Progress.OPEN : now.isBefore(draft.end()) ? Progress.PLANNED : Progress.UNTAKEN;
    }
}
