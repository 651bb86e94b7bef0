package org.shuyuan.api.outbox;

import java.time.Instant;

/**
 * One thing that happened.
 *
 * @param id grows with time; the same entry comes with the same id when it is delivered again
 * @param payload JSON as it was added
 */
public record OutboxEntry(long id, String topic, String payload, Instant at) {}
