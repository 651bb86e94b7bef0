package org.shuyuan.persistence.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.startlevel.BundleStartLevel;

@Timeout(30)
class ContainerStartTest {

    private static final Duration LONG = Duration.ofHours(1);

    private volatile boolean bootFinished = true;
    private volatile int lastState = Bundle.ACTIVE;
    private volatile boolean lastWanted = true;
    private volatile boolean whiteboardHasLooked = true;
    private final Semaphore meanwhile = new Semaphore(0);

    @Test
    void itIsOverWhenTheBootFeaturesAreInstalledAndTheLastBundleIsActive() throws Exception {
        bootFinished = false;
        lastState = Bundle.STARTING;
        CompletableFuture<Void> start = await(LONG);

        thereIsTimeForSomethingElse();
        assertThat(start).isNotDone();
        bootFinished = true;
        thereIsTimeForSomethingElse();
        assertThat(start).isNotDone();
        lastState = Bundle.ACTIVE;

        start.get(20, TimeUnit.SECONDS);
    }

    @Test
    void aBundleThatSomebodyHasStoppedForGoodIsNotWaitedFor() throws Exception {
        lastState = Bundle.RESOLVED;
        lastWanted = false;

        await(LONG).get(20, TimeUnit.SECONDS);
    }

    @Test
    void aBundleThatCannotStartKeepsThePortalFromItsDatabaseForAWhileOnly() throws Exception {
        lastState = Bundle.INSTALLED;

        await(Duration.ofMillis(200)).get(20, TimeUnit.SECONDS);
    }

    @Test
    void aWhiteboardThatStillLooksForWhatIsThereIsWaitedFor() throws Exception {
        whiteboardHasLooked = false;
        CompletableFuture<Void> start = await(LONG);

        assertThat(start).isNotDone();
        whiteboardHasLooked = true;

        start.get(20, TimeUnit.SECONDS);
    }

    @Test
    void withoutAWhiteboardTheDatabaseOpensAfterAWhile() throws Exception {
        whiteboardHasLooked = false;

        await(Duration.ofMillis(200)).get(20, TimeUnit.SECONDS);
    }

    /** Twice: the first may have been while things were as before. */
    private void thereIsTimeForSomethingElse() throws InterruptedException {
        meanwhile.drainPermits();
        assertThat(meanwhile.tryAcquire(2, 20, TimeUnit.SECONDS)).as("time for something else").isTrue();
    }

    private CompletableFuture<Void> await(Duration patience) {
        ContainerStart start = new ContainerStart(context(), patience);
        return CompletableFuture.runAsync(() -> {
            try {
                start.await(meanwhile::release);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private BundleContext context() {
        return stub(BundleContext.class, method -> switch (method) {
            case "getServiceReference" -> bootFinished ? stub(ServiceReference.class, any -> null) : null;
            case "getAllServiceReferences" -> whiteboardHasLooked ? new ServiceReference<?>[] {stub(ServiceReference.class, any -> null)} : null;
            case "getBundle" -> bundle(60, () -> Bundle.STARTING, () -> true);
            case "getBundles" -> new Bundle[] {bundle(30, () -> Bundle.RESOLVED, () -> true), bundle(80, () -> Bundle.ACTIVE, () -> true), bundle(90, () -> lastState, () -> lastWanted)};
            default -> null;
        });
    }

    private static Bundle bundle(int level, IntSupplier state, BooleanSupplier wanted) {
        return stub(Bundle.class, method -> switch (method) {
            case "adapt" -> stub(BundleStartLevel.class, asked -> Map.<String, Object>of("getStartLevel", level, "isPersistentlyStarted", wanted.getAsBoolean()).get(asked));
            case "getState" -> state.getAsInt();
            default -> null;
        });
    }

    private static <T> T stub(Class<T> type, Function<String, Object> answers) {
        return type.cast(Proxy.newProxyInstance(ContainerStartTest.class.getClassLoader(), new Class<?>[] {type}, (self, method, args) -> answers.apply(method.getName())));
    }
}
