package org.shuyuan.api.tx;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RepeatedTest {

    @Test
    void aJobThatIsAtWorkIsNamedForItsModuleAndNoOther() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        Repeated job = Repeated.every("reading-reminders", Duration.ZERO, Duration.ofMillis(1), () -> {
            begun.countDown();
            try {
                mayEnd.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();

        assertThat(Repeated.working("reading", Duration.ZERO)).extracting(Repeated.Working::name).containsExactly("reading-reminders");
        assertThat(Repeated.working("reading", Duration.ofHours(1))).isEmpty();
        assertThat(Repeated.working("read", Duration.ZERO)).isEmpty();

        job.stop();
        assertThat(Repeated.working("reading", Duration.ZERO)).as("it was interrupted and has ended").isEmpty();
    }

    @Test
    void whatFailsIsTriedAgain() throws Exception {
        CountDownLatch tries = new CountDownLatch(3);
        Repeated job = Repeated.every("reading-reminders", Duration.ZERO, Duration.ofMillis(1), () -> {
            tries.countDown();
            if (tries.getCount() == 2) {
                throw new NoClassDefFoundError("gone");
            }
            throw new IllegalStateException("broken");
        });
        assertThat(tries.await(20, TimeUnit.SECONDS)).isTrue();
        job.stop();
    }
}
