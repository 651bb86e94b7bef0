package org.shuyuan.rest.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ConcurrentModificationException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkEvent;

class WhiteboardWatchTest {

    private final BlockingQueue<String> done = new LinkedBlockingQueue<>();
    private final WhiteboardWatch watch = new WhiteboardWatch((BundleContext) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {BundleContext.class},
            (self, method, args) -> null));

    @AfterEach
    void end() {
        watch.close();
    }

    private Bundle bundle(String name) {
        return (Bundle) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Bundle.class}, (self, method, args) -> switch (method.getName()) {
            case "getSymbolicName" -> name;
            case "stop", "start" -> done.add(method.getName()) ? null : null;
            case "hashCode" -> 1;
            default -> null;
        });
    }

    private void happens(int type, String bundle) {
        watch.frameworkEvent(new FrameworkEvent(type, bundle(bundle), new ConcurrentModificationException()));
    }

    @Test
    void aWhiteboardThatLostServicesIsStartedAnewOnce() throws InterruptedException {
        happens(FrameworkEvent.ERROR, WhiteboardWatch.WHITEBOARD);
        happens(FrameworkEvent.ERROR, WhiteboardWatch.WHITEBOARD);

        assertThat(done.poll(10, TimeUnit.SECONDS)).isEqualTo("stop");
        assertThat(done.poll(10, TimeUnit.SECONDS)).isEqualTo("start");
        assertThat(done.poll(100, TimeUnit.MILLISECONDS)).as("a second time").isNull();
    }

    @Test
    void whatGoesWrongElsewhereDoesNotTouchIt() throws InterruptedException {
        happens(FrameworkEvent.ERROR, "org.example.other");
        happens(FrameworkEvent.WARNING, WhiteboardWatch.WHITEBOARD);

        assertThat(done.poll(1_500, TimeUnit.MILLISECONDS)).isNull();
    }
}
