package org.shuyuan.api.outbox;

import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A service that does what must follow a commit. Each entry of its topics is delivered at least once, in order per
 * consumer, on one node, outside the transaction that wrote it; a consumer that throws gets the entry again, with growing
 * pauses, while the others go on.
 */
@ConsumerType
public interface OutboxConsumer {

    /**
     * The name under which progress is remembered.
     *
     * @return never changed once used, e.g. {@code notices.live}
     */
    String name();

    /**
     * What it wants to hear of.
     *
     * @return topics, or prefixes ending in {@code .*}
     */
    Set<String> topics();

    /**
     * Does what must follow; throwing means once more, later.
     *
     * @param entry what happened; the same id may come twice
     */
    void accept(OutboxEntry entry);
}
