package org.shuyuan.api.id;

import java.security.SecureRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Time-ordered identifiers: UUID version 7 (RFC 9562 §5.7). Thread-safe. */
public final class Ids {

    private static final SecureRandom RANDOM = new SecureRandom();
    /** Last timestamp and counter, packed: 48 bits of milliseconds, 12 bits that count within one. */
    private static final AtomicLong LAST = new AtomicLong();

    private Ids() {}

    /**
     * A new id.
     *
     * @return greater than every id made before by this process
     */
    public static UUID next() {
        long now = System.currentTimeMillis() << 12;
        long stamp = LAST.updateAndGet(last -> Math.max(now, last + 1));
        long high = (stamp >>> 12) << 16 | 0x7000L | (stamp & 0xFFF);
        long low = RANDOM.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }
}
