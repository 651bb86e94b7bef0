package org.shuyuan.attendance.internal;

import java.time.Instant;
import java.util.UUID;

/**
 * A card somebody holds to a station's reader.
 *
 * @param ending the last characters of its number; the number itself is not kept
 */
public record Card(UUID id, UUID person, String ending, Instant addedAt, String addedBy) {}
