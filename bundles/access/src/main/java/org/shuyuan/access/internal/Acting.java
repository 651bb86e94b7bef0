package org.shuyuan.access.internal;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.access.Caller;

/**
 * Remembers, for the request of this thread, that something was permitted only because another delegated it, so that the trail says for
 * whom it was done.
 */
final class Acting {

    private record For(UUID account, String delegator) {}

    private static final ThreadLocal<@Nullable For> NOW = new ThreadLocal<>();

    private Acting() {}

    /** A new request begins. */
    static void clear() {
        NOW.remove();
    }

    static void in(Caller caller, String delegator) {
        NOW.set(new For(caller.account(), delegator));
    }

    /** The name for the trail: {@code 1021 (代 1003)} for who stands in for another. */
    static String name(Caller caller) {
        For now = NOW.get();
        return now == null || !now.account().equals(caller.account()) ? caller.name() : Names.cut(caller.name(), 46) + " (代 " + Names.cut(now.delegator(), 46) + ")";
    }
}
