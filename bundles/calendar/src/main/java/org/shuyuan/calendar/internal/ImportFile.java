package org.shuyuan.calendar.internal;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A calendar file that was handed over.
 *
 * @param file its id in the file store
 * @param account who handed it over; nobody else may confirm it
 * @param result what the confirmed import did; null while it is only a preview
 */
public record ImportFile(UUID id, UUID unit, String file, String name, Instant readAt, String readBy, UUID account,
        @Nullable Instant confirmedAt, @Nullable String result) {}
