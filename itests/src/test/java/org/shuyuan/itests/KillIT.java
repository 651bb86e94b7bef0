package org.shuyuan.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class KillIT {

    private static final int TIMES = Integer.getInteger("kill.times", 20);
    private static final int EACH = 40;

    /** What was answered with success is there after the process was killed in the middle of the next writes. */
    @Test
    void noAcknowledgedWriteIsLostByKilling() throws Exception {
        try (Portal portal = new Portal("kill")) {
            // code that lives for seconds is not worth optimising, and the loss of a write does not ask by which compiler
            Files.createDirectories(portal.data.resolve("etc"));
            Files.writeString(portal.data.resolve("etc/portal.properties"), "java-options = -XX:TieredStopAtLevel=1\n");
            portal.start().setUp();
            Events events = new Events(portal);
            String kind = events.kind();
            Set<String> acknowledged = new ConcurrentSkipListSet<>();
            for (int time = 0; time < TIMES; time++) {
                int before = acknowledged.size();
                AtomicBoolean killed = new AtomicBoolean();
                ExecutorService writers = Executors.newFixedThreadPool(4);
                List<Future<?>> running = new ArrayList<>();
                for (int writer = 0; writer < 4; writer++) {
                    String name = time + "-" + writer;
                    running.add(writers.submit(() -> {
                        for (int i = 0; !killed.get(); i++) {
                            try {
                                acknowledged.add(events.add(kind, "学习 " + name + "-" + i, "2026-03-02").path("id").asText());
                            } catch (Exception | AssertionError e) {
                                if (killed.get()) {
                                    return null;
                                }
                                throw e;
                            }
                        }
                        return null;
                    }));
                }
                Until.holds("some writes are acknowledged", java.time.Duration.ofSeconds(60), () -> acknowledged.size() >= before + EACH);
                killed.set(true);
                portal.kill();
                writers.shutdown();
                for (Future<?> writer : running) {
                    writer.get();
                }
                portal.start();
                assertThat(events.count()).as("events after kill " + (time + 1)).isGreaterThanOrEqualTo(acknowledged.size());
            }
            Set<String> there = new TreeSet<>();
            for (int page = 1; there.size() < events.count(); page++) {
                var items = Portal.json(portal.get("/api/calendar/events?size=200&page=" + page + "&unit=" + portal.unit), 200).path("items");
                if (items.isEmpty()) {
                    break;
                }
                items.forEach(item -> there.add(item.path("id").asText()));
            }
            assertThat(there).containsAll(acknowledged);
        }
    }
}
