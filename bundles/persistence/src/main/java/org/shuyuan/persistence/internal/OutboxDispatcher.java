package org.shuyuan.persistence.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.shuyuan.api.outbox.OutboxConsumer;
import org.shuyuan.api.outbox.OutboxEntry;
import org.shuyuan.persistence.internal.backup.Backups;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands committed outbox rows to consumers. What a consumer has done is noted row by row, not as a highest id: a transaction
 * with a lower id may commit later. A lease in the database lets one node at a time serve a consumer.
 */
public final class OutboxDispatcher implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OutboxDispatcher.class);
    private static final int BATCH = 100;
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);
    private static final Duration KEPT = Duration.ofDays(7);

    private record Failure(int count, Instant until) {}

    private final DataSource pool;
    private final String node = UUID.randomUUID().toString();
    private final Map<String, OutboxConsumer> consumers = new ConcurrentHashMap<>();
    private final Map<String, Failure> failures = new ConcurrentHashMap<>();
    private final AtomicBoolean woken = new AtomicBoolean();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(r -> {
        Thread t = new Thread(r, "shuyuan-outbox");
        t.setDaemon(true);
        return t;
    });

    public OutboxDispatcher(DataSource pool) {
        this.pool = pool;
    }

    public void start() {
        thread.scheduleWithFixedDelay(this::round, 1, 1, TimeUnit.SECONDS);
        thread.scheduleWithFixedDelay(this::purge, 10, 3600, TimeUnit.SECONDS);
    }

    public void add(OutboxConsumer consumer) {
        consumers.put(consumer.name(), consumer);
        wake();
    }

    public void remove(OutboxConsumer consumer) {
        consumers.remove(consumer.name(), consumer);
    }

    /** There is something new; returns at once. */
    public void wake() {
        if (!thread.isShutdown() && woken.compareAndSet(false, true)) {
            thread.execute(this::round);
        }
    }

    /** Serves every consumer once; what is left over waits for the next round. */
    public synchronized void round() {
        woken.set(false);
        for (OutboxConsumer consumer : List.copyOf(consumers.values())) {
            Failure failure = failures.get(consumer.name());
            if (failure != null && failure.until().isAfter(Instant.now())) {
                continue;
            }
            try {
                if (lease(consumer.name())) {
                    serve(consumer);
                }
            } catch (SQLException e) {
                LOG.warn("The outbox cannot be read, tried again in a second: {}", e.getMessage());
                return;
            }
        }
    }

    /** Runs the work while nothing is delivered. */
    synchronized void whileStill(Backups.Work work) throws Exception {
        work.run();
    }

    private void serve(OutboxConsumer consumer) throws SQLException {
        List<OutboxEntry> entries;
        do {
            entries = waiting(consumer);
            for (OutboxEntry entry : entries) {
                try {
                    consumer.accept(entry);
                } catch (RuntimeException e) {
                    pause(consumer.name(), entry, e);
                    return;
                }
                done(consumer.name(), entry.id());
                failures.remove(consumer.name());
            }
        } while (entries.size() == BATCH && consumers.containsKey(consumer.name()) && lease(consumer.name()));
    }

    private void pause(String consumer, OutboxEntry entry, RuntimeException e) {
        int count = failures.getOrDefault(consumer, new Failure(0, Instant.EPOCH)).count() + 1;
        Duration pause = Duration.ofSeconds(1L << Math.min(count, 9));
        Duration bounded = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
        failures.put(consumer, new Failure(count, Instant.now().plus(bounded)));
        LOG.warn("{} could not handle outbox entry {} ({}), tried again in {} s", consumer, entry.id(), entry.topic(), bounded.toSeconds(), e);
    }

    private List<OutboxEntry> waiting(OutboxConsumer consumer) throws SQLException {
        List<String> conditions = new ArrayList<>();
        List<String> values = new ArrayList<>();
        for (String topic : consumer.topics()) {
            boolean prefix = topic.endsWith(".*");
            conditions.add(prefix ? "o.topic like ?" : "o.topic = ?");
            values.add(prefix ? topic.substring(0, topic.length() - 1) + "%" : topic);
        }
        if (conditions.isEmpty()) {
            return List.of();
        }
        String sql = "select o.id, o.topic, o.payload, o.at from persistence_outbox o join persistence_outbox_consumer k on k.name = ?"
                + " where o.id > k.from_id and (" + String.join(" or ", conditions) + ")"
                + " and not exists (select 1 from persistence_outbox_done d where d.consumer = k.name and d.entry = o.id)"
                + " order by o.id fetch first " + BATCH + " rows only";
        try (Connection c = pool.getConnection(); PreparedStatement s = c.prepareStatement(sql)) {
            s.setString(1, consumer.name());
            for (int i = 0; i < values.size(); i++) {
                s.setString(i + 2, values.get(i));
            }
            List<OutboxEntry> entries = new ArrayList<>();
            try (ResultSet r = s.executeQuery()) {
                while (r.next()) {
                    entries.add(new OutboxEntry(r.getLong(1), r.getString(2), r.getString(3), r.getTimestamp(4).toInstant()));
                }
            }
            return entries;
        }
    }

    /** True when this node may serve the consumer for the next {@link #LEASE}; a consumer seen first starts from now. */
    private boolean lease(String consumer) throws SQLException {
        try (Connection c = pool.getConnection()) {
            if (update(c, "update persistence_outbox_consumer set holder = ?, until = ? where name = ? and (holder = ? or until < ?)",
                    node, until(), consumer, node, now()) == 1) {
                return true;
            }
            try {
                return update(c, "insert into persistence_outbox_consumer (name, holder, until, from_id)"
                        + " select ?, ?, ?, coalesce((select max(id) from persistence_outbox where at < ?), 0)"
                        + " where not exists (select 1 from persistence_outbox_consumer where name = ?)",
                        consumer, node, until(), java.sql.Timestamp.from(Instant.now().minus(KEPT)), consumer) == 1;
            } catch (SQLException twin) {
                return false;
            }
        }
    }

    private static java.sql.Timestamp now() {
        return java.sql.Timestamp.from(Instant.now());
    }

    private static java.sql.Timestamp until() {
        return java.sql.Timestamp.from(Instant.now().plus(LEASE));
    }

    private void done(String consumer, long entry) throws SQLException {
        try (Connection c = pool.getConnection()) {
            update(c, "insert into persistence_outbox_done (consumer, entry) values (?, ?)", consumer, entry);
        }
    }

    private synchronized void purge() {
        try (Connection c = pool.getConnection()) {
            java.sql.Timestamp before = java.sql.Timestamp.from(Instant.now().minus(KEPT));
            update(c, "delete from persistence_outbox_done where entry in (select id from persistence_outbox where at < ?)", before);
            update(c, "delete from persistence_outbox where at < ?", before);
        } catch (SQLException e) {
            LOG.warn("Old outbox rows were not deleted: {}", e.getMessage());
        }
    }

    private static int update(Connection c, String sql, Object... values) throws SQLException {
        try (PreparedStatement s = c.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                s.setObject(i + 1, values[i]);
            }
            return s.executeUpdate();
        }
    }

    /** For tests: the consumers known. */
    Set<String> names() {
        return consumers.keySet();
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            thread.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
