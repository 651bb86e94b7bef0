package org.shuyuan.attendance.internal;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A PC at the door. Its browser keeps a secret and nobody's sign-in: it can do nothing but tell that somebody came. Immutable.
 *
 * @param unit whose gatherings, with those of the units below
 * @param gathering the only one; null: all of the day
 * @param name what stands in the roll beside the marks it made, e.g. 一楼大厅
 * @param secret hash of what the browser keeps
 * @param grace minutes after the start during which one is on time
 * @param ends by itself
 */
public record Station(UUID id, UUID unit, @Nullable UUID gathering, String name, String secret, int grace, Instant openedAt, String openedBy, Instant ends, @Nullable Instant closedAt,
        @Nullable String closedBy) {

    /** Whether people can sign in there. */
    public boolean open(Instant now) {
        return closedAt == null && now.isBefore(ends);
    }

    Station closed(Instant at, String by) {
        return new Station(id, unit, gathering, name, secret, grace, openedAt, openedBy, ends, at, by);
    }
}
