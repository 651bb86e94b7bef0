package org.shuyuan.access.internal.trail;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a check of the chain found.
 *
 * @param first number of the first entry that is kept
 * @param last number of the last one that was checked
 * @param hash its hash
 * @param redacted parts that were taken out, each with an entry that says why
 * @param anchors hashes noted outside of the chain that it holds
 * @param setAside hashes noted before a backup was restored
 * @param restores how often a backup was restored
 * @param tail entries that were not chained yet
 * @param fault null when all is whole
 * @param number where it breaks
 * @param entry the entry there, if it is known
 * @param at its time
 */
public record AuditReport(long first, long last, String hash, long redacted, int anchors, int setAside, int restores, long tail,
        @Nullable String fault, @Nullable Long number, @Nullable UUID entry, @Nullable Instant at) {}
