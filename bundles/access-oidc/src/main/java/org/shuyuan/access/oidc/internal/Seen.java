package org.shuyuan.access.oidc.internal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Notices that have been acted upon: sent again they end nothing that began since. Thread-safe. */
final class Seen {

    private static final Duration REMEMBERED = Duration.ofMinutes(30);
    private static final int MOST = 10_000;

    private final Clock clock;
    private final Map<String, Instant> ids = new LinkedHashMap<>();

    Seen(Clock clock) {
        this.clock = clock;
    }

    synchronized boolean first(String id) {
        Instant now = clock.instant();
        ids.values().removeIf(until -> until.isBefore(now));
        if (ids.size() >= MOST) {
            ids.remove(ids.keySet().iterator().next());
        }
        return ids.putIfAbsent(id, now.plus(REMEMBERED)) == null;
    }
}
