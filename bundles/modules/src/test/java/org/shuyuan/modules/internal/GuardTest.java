package org.shuyuan.modules.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class GuardTest {

    private final AtomicLong clock = new AtomicLong(Duration.ofDays(3).toNanos());
    private int accounts = 2;
    private final Guard guard = new Guard(() -> 3, () -> 20, clock::get);

    private void after(int seconds) {
        clock.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }

    /** @return whether it was told that the module fails */
    private boolean answers(int times, boolean bad) {
        boolean told = false;
        for (int i = 0; i < times; i++) {
            String who = "account " + i % accounts;
            Guard.Inside one = guard.enter("reading", "GET /api/reading/books", () -> who);
            assertThat(one).isNotNull();
            told |= guard.leave("reading", one, bad);
        }
        return told;
    }

    @Test
    void moreThanSoManyAtOnceAreNotLetInAndOthersAreNotTouched() {
        Guard.Inside first = guard.enter("reading", "GET /a", () -> "somebody");
        guard.enter("reading", "GET /b", () -> "somebody");
        guard.enter("reading", "GET /c", () -> "somebody");
        assertThat(guard.enter("reading", "GET /d", () -> "somebody")).isNull();
        assertThat(guard.enter("choir", "GET /a", () -> "somebody")).isNotNull();
        guard.leave("reading", first, false);
        assertThat(guard.enter("reading", "GET /d", () -> "somebody")).isNotNull();
        assertThat(guard.inside("reading")).isEqualTo(3);
    }

    @Test
    void whatTakesLongIsNamed() {
        guard.enter("reading", "GET /slow", () -> "somebody");
        after(30);
        guard.enter("reading", "GET /slower-than-thought", () -> "somebody");
        after(11);
        assertThat(guard.longer("reading", Duration.ofSeconds(10))).containsExactly(new Guard.Busy("GET /slow", Duration.ofSeconds(41)),
                new Guard.Busy("GET /slower-than-thought", Duration.ofSeconds(11)));
        assertThat(guard.longer("choir", Duration.ZERO)).isEmpty();
    }

    @Test
    void oneThatOnlyFailsForSomeTimeIsToldOnce() {
        assertThat(answers(15, true)).isFalse();
        after(10);
        assertThat(answers(15, true)).as("a moment may be anybody's").isFalse();
        after(10);
        assertThat(answers(1, true)).isTrue();
        assertThat(answers(5, true)).as("once").isFalse();
        guard.anew("reading");
        assertThat(answers(15, true)).as("another version begins anew").isFalse();
    }

    @Test
    void whoAloneMeetsTheFailuresCannotTakeTheModuleFromTheOthers() {
        accounts = 1;
        for (int i = 0; i < 10; i++) {
            assertThat(answers(100, true)).isFalse();
            after(10);
        }
        accounts = 2;
        assertThat(answers(2, true)).as("another one meets them too").isTrue();
    }

    @Test
    void oneThatMostlyAnswersIsLeftAlone() {
        for (int i = 0; i < 10; i++) {
            assertThat(answers(10, true)).isFalse();
            assertThat(answers(10, false)).isFalse();
            after(10);
        }
    }

    @Test
    void whatIsLongAgoIsForgotten() {
        answers(10, true);
        after(10);
        answers(9, true);
        after(301);
        assertThat(answers(1, true)).isFalse();
        after(10);
        assertThat(answers(10, true)).isFalse();
    }
}
