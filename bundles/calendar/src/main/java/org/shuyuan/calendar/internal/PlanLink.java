package org.shuyuan.calendar.internal;

import java.time.LocalDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An item of a plan that became an event.
 *
 * @param line of the item
 * @param recurrence which date of a repeating event; null: the event's first
 * @param held that date; null where it does not take place any more
 */
public record PlanLink(UUID line, UUID event, @Nullable LocalDateTime recurrence, @Nullable Occurrence held) {}
