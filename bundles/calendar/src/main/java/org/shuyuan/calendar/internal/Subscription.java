package org.shuyuan.calendar.internal;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.text.Language;

/**
 * That a phone or a mail client reads a person's calendar. The address itself is stored nowhere, only a digest of its secret.
 *
 * @param account whose it is; it reads with that account's rights
 * @param name what it is for, e.g. 我的手机; at most 50 characters
 * @param language of what the calendar is called
 * @param readAt when it was read last, to the hour
 */
public record Subscription(UUID id, UUID account, UUID person, String name, Language language, Instant createdAt, @Nullable Instant readAt) {}
