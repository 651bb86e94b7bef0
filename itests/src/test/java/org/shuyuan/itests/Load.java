package org.shuyuan.itests;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A hundred requests a second on everything but the calendar, while something happens to the calendar. */
final class Load implements AutoCloseable {

    private static final int MOST_AT_ONCE = 50;

    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(4);
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger done = new AtomicInteger();
    private final AtomicInteger sent = new AtomicInteger();

    Load(Portal portal) {
        this(portal, List.of("/api/access/portal", "/api/access/me", "/api/directory/units?unit=" + portal.unit, "/api/directory/people?unit=" + portal.unit,
                "/", "/api/modules/ready"));
    }

    /** On these instead. */
    Load(Portal portal, List<String> paths) {
        threads.scheduleAtFixedRate(() -> {
            // A machine that is slower than that is not drowned: people wait for an answer before they ask again.
            if (sent.get() - done.get() >= MOST_AT_ONCE) {
                return;
            }
            String path = paths.get(sent.getAndIncrement() % paths.size());
            portal.http().sendAsync(portal.request(path).build(), HttpResponse.BodyHandlers.ofString()).whenComplete((answer, error) -> {
                done.incrementAndGet();
                if (error != null) {
                    failures.add(path + ": " + error);
                } else if (answer.statusCode() != 200) {
                    failures.add(path + ": " + answer.statusCode() + " " + answer.body());
                }
            });
        }, 0, 10, TimeUnit.MILLISECONDS);
    }

    int done() {
        return done.get();
    }

    List<String> failures() {
        return List.copyOf(failures);
    }

    @Override
    public void close() {
        threads.shutdownNow();
        Until.holds("the last requests are answered", java.time.Duration.ofSeconds(20), () -> done.get() >= sent.get());
    }
}
