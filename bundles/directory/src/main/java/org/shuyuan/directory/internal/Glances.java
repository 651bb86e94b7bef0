package org.shuyuan.directory.internal;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.shuyuan.api.access.Caller;

/** Who has looked at whom a moment ago: a page that loads anew is not one reading more. Bounded. Thread-safe. */
final class Glances {

    private static final int KEPT = 5_000;
    private static final long NANOS = 600_000_000_000L;

    private record Pair(UUID account, UUID person) {}

    private final Map<Pair, Long> last = new LinkedHashMap<>();

    /** @return whether it is the first one within ten minutes */
    synchronized boolean first(Caller caller, UUID person) {
        Pair pair = new Pair(caller.account(), person);
        long now = System.nanoTime();
        Long before = last.get(pair);
        if (before != null && now - before < NANOS) {
            return false;
        }
        last.remove(pair);
        last.put(pair, now);
        if (last.size() > KEPT) {
            last.remove(last.keySet().iterator().next());
        }
        return true;
    }
}
