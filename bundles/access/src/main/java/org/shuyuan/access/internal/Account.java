package org.shuyuan.access.internal;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who may sign in.
 *
 * @param unit where it was made; administered there as long as the account belongs to no person of the directory
 * @param mustChange the password was given by somebody else and opens nothing but its own change
 * @param version counts what administrators change
 */
public record Account(UUID id, String name, String displayName, @Nullable UUID person, @Nullable UUID unit, boolean enabled,
        boolean mustChange, @Nullable String language, Instant createdAt, @Nullable Instant signedInAt, long version) {}
