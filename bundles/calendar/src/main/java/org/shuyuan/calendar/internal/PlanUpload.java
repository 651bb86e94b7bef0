package org.shuyuan.calendar.internal;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A plan's file that was handed over.
 *
 * @param plan the draft it goes to, or went to once it is confirmed; null: a new one
 * @param file its id in the file store
 */
public record PlanUpload(UUID id, UUID unit, @Nullable UUID plan, String file, String name, Instant readAt, String readBy, @Nullable Instant confirmedAt) {}
