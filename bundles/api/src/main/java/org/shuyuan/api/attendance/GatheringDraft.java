package org.shuyuan.api.attendance;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a module says of a gathering.
 *
 * @param unit whose it is: its organisers take the attendance
 * @param kind stable word of its kind, for figures by kind; at most 50 characters
 * @param kindName what the kind is called, by language tag
 * @param title 1–200 characters
 * @param place at most 200 characters
 * @param start the first moment
 * @param end the first moment no longer, after the start
 * @param units all who belong to these or below are expected; never empty together with people and groups unless the owning unit is meant
 * @param people who are expected by name
 * @param groups audience groups, of the owning unit and below it
 */
public record GatheringDraft(UUID unit, String kind, Map<String, String> kindName, String title, @Nullable String place, Instant start, Instant end,
        List<UUID> units, List<UUID> people, List<UUID> groups) {}
