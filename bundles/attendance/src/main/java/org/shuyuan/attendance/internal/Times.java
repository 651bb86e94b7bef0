package org.shuyuan.attendance.internal;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * When somebody came to a gathering, by their own doing.
 *
 * @param way {@link Mark.Way#CODE} or {@link Mark.Way#STATION}
 * @param tap by which a message of a station that comes twice is known
 */
public record Times(UUID gathering, UUID person, Instant came, Mark.Way way, @Nullable String tap) {}
