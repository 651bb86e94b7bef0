package org.shuyuan.itests;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** An event stream as a browser holds it, without a browser's reconnecting. */
final class Stream implements AutoCloseable {

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> reading;
    private volatile int status;

    Stream(Portal portal) {
        reading = portal.http().sendAsync(portal.request("/api/notices/stream?unit=" + portal.unit).timeout(java.time.Duration.ofMinutes(10))
                .header("Accept", "text/event-stream").build(), HttpResponse.BodyHandlers.ofLines())
                .thenAccept(answer -> {
                    status = answer.statusCode();
                    answer.body().forEach(lines::add);
                });
        Until.holds("the stream is open", java.time.Duration.ofSeconds(60), () -> status == 200);
    }

    boolean open() {
        return status == 200 && !reading.isDone();
    }

    long events(String name) {
        return lines.stream().filter(line -> line.replace(" ", "").equals("event:" + name)).count();
    }

    @Override
    public void close() {
        reading.cancel(true);
    }
}
