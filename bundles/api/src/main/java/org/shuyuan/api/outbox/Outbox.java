package org.shuyuan.api.outbox;

import org.osgi.annotation.versioning.ProviderType;

/** Written inside a transaction: the row stands or falls with it. Thread-safe. */
@ProviderType
public interface Outbox {

    /**
     * @param topic {@code <module>.<what happened>}, at most 100 characters, e.g. {@code calendar.event-changed}
     * @param payload JSON, at most 64 KiB
     * @throws IllegalStateException outside {@link org.shuyuan.api.tx.Transactions#call}
     */
    void add(String topic, String payload);
}
