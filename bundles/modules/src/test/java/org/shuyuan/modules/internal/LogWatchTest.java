package org.shuyuan.modules.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LogWatchTest {

    private final AtomicLong clock = new AtomicLong(Duration.ofDays(1).toNanos());
    private final LogWatch watch = new LogWatch(clock::get);

    private void lines(String bundle, int count) {
        for (int i = 0; i < count; i++) {
            watch.line(bundle);
        }
    }

    @Test
    void whoFloodsTheLogIsNamedForSomeTimeAndNobodyElse() {
        lines("org.example.reading", 1_600);
        lines("org.shuyuan.calendar", 200);
        assertThat(watch.flooding()).containsExactly("org.example.reading");
        clock.addAndGet(Duration.ofMinutes(4).toNanos());
        assertThat(watch.flooding()).containsExactly("org.example.reading");
        clock.addAndGet(Duration.ofMinutes(2).toNanos());
        assertThat(watch.flooding()).isEmpty();
    }

    @Test
    void manyLinesOverALongTimeAreNoFlood() {
        for (int i = 0; i < 20; i++) {
            lines("org.example.reading", 400);
            clock.addAndGet(Duration.ofSeconds(10).toNanos());
        }
        assertThat(watch.flooding()).isEmpty();
    }
}
