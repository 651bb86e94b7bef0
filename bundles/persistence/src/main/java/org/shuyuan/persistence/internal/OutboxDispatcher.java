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
 * with a lower id may commit later. A lease in the database lets one node at a time serve a consumer; it is taken when something
 * waits, so that an idle portal writes nothing.
 */
public final class OutboxDispatcher implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OutboxDispatcher.class);
    private static final int BATCH = 100;
    private static final Duration LEASE = Duration.ofSeconds(30);
    /** Entries younger than this are looked at again each time: a transaction that began before them may commit after them. */
    private static final Duration SETTLED = Duration.ofMinutes(2);
    private static final Duration SETTLE_EVERY = Duration.ofMinutes(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);
    private static final Duration KEPT = Duration.ofDays(7);

    private record Failure(int count, Instant until) {}

    private final DataSource pool;
    private final String node = UUID.randomUUID().toString();
    private final Map<String, OutboxConsumer> consumers = new ConcurrentHashMap<>();
    private final Map<String, Failure> failures = new ConcurrentHashMap<>();
    /** Until when this node holds a consumer's lease; absent until the consumer is known to the database. */
    private final Map<String, Instant> leases = new ConcurrentHashMap<>();
    /** Up to where a consumer has done everything; forgotten every hour, so that a transaction slower than SETTLED loses nothing. */
    private final Map<String, Long> settled = new ConcurrentHashMap<>();
    private Instant settledAt = Instant.EPOCH;
    /** Said once, not every second of an hour without a database. */
    private boolean unreadable;
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
        if (consumers.remove(consumer.name(), consumer)) {
            leases.remove(consumer.name());
        }
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
        try {
            long old = Instant.now().isAfter(settledAt.plus(SETTLE_EVERY)) ? lastSettled() : -1;
            for (OutboxConsumer consumer : List.copyOf(consumers.values())) {
                Failure failure = failures.get(consumer.name());
                boolean due = failure == null || !failure.until().isAfter(Instant.now());
                if (due && serve(consumer) && old >= 0) {
                    settled.put(consumer.name(), old);
                }
            }
            unreadable = false;
        } catch (SQLException e) {
            if (!unreadable) {
                LOG.warn("The outbox cannot be read, tried again every second: {}", e.getMessage());
            }
            unreadable = true;
        }
    }

    /** Runs the work while nothing is delivered. */
    synchronized void whileStill(Backups.Work work) throws Exception {
        work.run();
    }

    /** @return whether the consumer has done everything that was there */
    private boolean serve(OutboxConsumer consumer) throws SQLException {
        if (!leases.containsKey(consumer.name())) {
            lease(consumer.name());
        }
        while (true) {
            List<OutboxEntry> entries = waiting(consumer);
            if (entries.isEmpty()) {
                return true;
            }
            if (!holds(consumer.name())) {
                if (!lease(consumer.name())) {
                    return false;
                }
                entries = waiting(consumer); // without what the former holder has done since
            }
            for (OutboxEntry entry : entries) {
                if (!consumers.containsKey(consumer.name()) || !holds(consumer.name()) && !lease(consumer.name())) {
                    return false;
                }
                try {
                    consumer.accept(entry);
                } catch (RuntimeException e) {
                    pause(consumer.name(), entry, e);
                    return false;
                }
                done(consumer.name(), entry.id());
                failures.remove(consumer.name());
            }
        }
    }

    /** Whether the lease lasts for one entry more. */
    private boolean holds(String consumer) {
        return leases.getOrDefault(consumer, Instant.EPOCH).minus(LEASE.dividedBy(2)).isAfter(Instant.now());
    }

    private long lastSettled() throws SQLException {
        settledAt = Instant.now();
        try (Connection c = pool.getConnection(); PreparedStatement s = c.prepareStatement("select max(id) from persistence_outbox where at < ?")) {
            s.setTimestamp(1, java.sql.Timestamp.from(settledAt.minus(SETTLED)));
            try (ResultSet r = s.executeQuery()) {
                return r.next() ? r.getLong(1) : 0;
            }
        }
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
                + " where o.id > k.from_id and o.id > ? and (" + String.join(" or ", conditions) + ")"
                + " and not exists (select 1 from persistence_outbox_done d where d.consumer = k.name and d.entry = o.id)"
                + " order by o.id fetch first " + BATCH + " rows only";
        try (Connection c = pool.getConnection(); PreparedStatement s = c.prepareStatement(sql)) {
            s.setString(1, consumer.name());
            s.setLong(2, settled.getOrDefault(consumer.name(), 0L));
            for (int i = 0; i < values.size(); i++) {
                s.setString(i + 3, values.get(i));
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
        boolean mine = leased(consumer);
        leases.put(consumer, mine ? Instant.now().plus(LEASE) : Instant.EPOCH);
        return mine;
    }

    private boolean leased(String consumer) throws SQLException {
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
        settled.clear();
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
