package org.shuyuan.calendar.internal;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The event that was made for one month or week of a study rule.
 *
 * @param period as of {@link StudyDate}
 * @param planned by the rule as it was then
 * @param put when the event began as the rule, or a person with a reason, put it last
 * @param reason why a person moved it; null when it is where the rule put it
 * @param givenBy who gave the reason
 * @param givenAt when
 */
public record StudyDay(UUID id, UUID rule, String period, UUID event, LocalDate planned, LocalDateTime put, @Nullable String reason, @Nullable String givenBy,
        @Nullable Instant givenAt) {}
