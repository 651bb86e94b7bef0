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

    /** Stable name under which progress is remembered, e.g. {@code notices.live}. */
    String name();

    /** Topics, or prefixes ending in {@code .*}. */
    Set<String> topics();

    void accept(OutboxEntry entry);
}
