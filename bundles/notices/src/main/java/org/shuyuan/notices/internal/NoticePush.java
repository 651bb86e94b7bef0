package org.shuyuan.notices.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.outbox.OutboxConsumer;
import org.shuyuan.api.outbox.OutboxEntry;
import org.shuyuan.rest.Json;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells open pages of committed notices, and forgets old ones once a day. Several nodes: the one that serves the outbox tells its own. */
@Component(service = OutboxConsumer.class)
public class NoticePush implements OutboxConsumer {

    private static final Logger LOG = LoggerFactory.getLogger(NoticePush.class);
    /** Later it is news to nobody; the list has it. */
    private static final Duration NEWS = Duration.ofMinutes(5);

    private final NoticeStore store;
    private final NoticeService service;
    private final Streams streams;
    private final ScheduledExecutorService daily = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread t = new Thread(work, "shuyuan-notices");
        t.setDaemon(true);
        return t;
    });

    @Activate
    public NoticePush(@Reference NoticeStore store, @Reference NoticeService service, @Reference Streams streams) {
        this.store = store;
        this.service = service;
        this.streams = streams;
        daily.scheduleWithFixedDelay(this::purge, 1, 24, TimeUnit.HOURS);
    }

    @Deactivate
    void stop() {
        daily.shutdownNow();
    }

    private void purge() {
        try {
            service.purge();
        } catch (RuntimeException e) {
            LOG.warn("Old notices were not deleted: {}", e.toString());
        }
    }

    @Override
    public String name() {
        return "notices.push";
    }

    @Override
    public Set<String> topics() {
        return Set.of(NoticeService.SENT);
    }

    @Override
    public void accept(OutboxEntry entry) {
        if (entry.at().isBefore(Clock.systemUTC().instant().minus(NEWS))) {
            return;
        }
        UUID id = UUID.fromString(entry.payload().replace("\"", "").strip());
        store.find(id).ifPresent(stored -> streams.publishTo(store.recipients(id), "notice", caller -> {
            try {
                return Json.mapper().writeValueAsString(service.view(stored, caller.language()));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
            }
        }));
    }
}
