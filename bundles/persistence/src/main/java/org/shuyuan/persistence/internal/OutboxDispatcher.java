package org.shuyuan.persistence.internal;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.outbox.OutboxConsumer;
import org.shuyuan.api.outbox.OutboxEntry;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.persistence.internal.backup.Backups;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands committed outbox rows to consumers, each on a thread of its own: one that hangs keeps only its own entries waiting, and is named in the log.
 * What a consumer has done is noted row by row, not as a highest id: a transaction with a lower id may commit later. A lease in the database lets one node at a
 * time serve a consumer; it is taken when something waits, so that an idle portal writes nothing.
 */
public final class OutboxDispatcher implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OutboxDispatcher.class);
    private static final Duration LEASE = Duration.ofSeconds(30);
    /** Entries younger than this are looked at again each time: a transaction that began before them may commit after them. */
    private static final Duration SETTLED = Duration.ofMinutes(2);
    private static final Duration SETTLE_EVERY = Duration.ofMinutes(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);
    private static final Duration KEPT = Duration.ofDays(7);
    /** A letter to a mail server that does not answer takes half of it. */
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final long STILL_WITHIN_S = 30;

    private record Failure(int count, Instant until) {}

    private final OutboxRows rows;
    private final String node = UUID.randomUUID().toString();
    private final Map<String, Failure> failures = new ConcurrentHashMap<>();
    /** Until when this node holds a consumer's lease; absent until the consumer is known to the database. */
    private final Map<String, Instant> leases = new ConcurrentHashMap<>();
    /** Up to where a consumer has done everything; forgotten every hour, so that a transaction slower than SETTLED loses nothing. */
    private final Map<String, Long> settled = new ConcurrentHashMap<>();
    private volatile Instant settledAt = Instant.EPOCH;
    /** Said once, not every second of an hour without a database. */
    private volatile boolean unreadable;
    private final AtomicBoolean woken = new AtomicBoolean();
    private final Map<String, Lane> lanes = new ConcurrentHashMap<>();
    /** Held for reading while an entry is handled, for writing while nothing may be. */
    private final ReentrantReadWriteLock stillness = new ReentrantReadWriteLock(true);
    /** How often the database was exchanged below: entries that were read before are another database's. */
    private volatile int exchanged;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(r -> daemon(r, "shuyuan-outbox"));
    private final ExecutorService workers = Executors.newCachedThreadPool(r -> daemon(r, "shuyuan-outbox-worker"));

    /** One consumer's turn: at most one run works and one waits behind it, which sees whatever came before it was asked for. */
    private final class Lane {

        private final OutboxConsumer consumer;
        private final ReentrantLock working = new ReentrantLock();
        private @Nullable Future<?> queued;
        /** What it is doing and since when, for whoever looks from outside. */
        private volatile @Nullable OutboxEntry entry;
        private volatile Instant since = Instant.EPOCH;
        private long told = -1;

        Lane(OutboxConsumer consumer) {
            this.consumer = consumer;
        }

        synchronized Future<?> turn(long settledUpTo) {
            if (queued == null) {
                queued = workers.submit(() -> run(settledUpTo));
            }
            return queued;
        }

        private void run(long settledUpTo) {
            String name = consumer.name();
            Thread.currentThread().setName("shuyuan-outbox-" + name);
            working.lock();
            try {
                synchronized (this) {
                    queued = null;
                }
                Failure failure = failures.get(name);
                boolean due = failure == null || !failure.until().isAfter(Instant.now());
                if (due && serve(this) && settledUpTo >= 0) {
                    settled.put(name, settledUpTo);
                }
                unreadable = false;
            } catch (SQLException e) {
                unreadable(e);
            } catch (RuntimeException | LinkageError e) {
                LOG.warn("{} cannot be asked what it has to do, tried again in {} s", name, pause(name).toSeconds(), e);
            } finally {
                working.unlock();
            }
        }

        /** Names one that hangs, once for each entry. */
        void look() {
            OutboxEntry now = entry;
            if (now != null && now.id() != told && since.plus(LONG).isBefore(Instant.now())) {
                told = now.id();
                LOG.warn("{} has not done outbox entry {} ({}) for {} s; what else it has to do waits for that, the others go on", consumer.name(), now.id(), now.topic(),
                        LONG.toSeconds());
            }
        }
    }

    public OutboxDispatcher(DataSource pool) {
        rows = new OutboxRows(pool);
    }

    public void start() {
        thread.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);
        thread.scheduleWithFixedDelay(this::purge, 10, 3600, TimeUnit.SECONDS);
    }

    public void add(OutboxConsumer consumer) {
        lanes.put(consumer.name(), new Lane(consumer));
        wake();
    }

    public void remove(OutboxConsumer consumer) {
        Lane lane = lanes.get(consumer.name());
        if (lane != null && lane.consumer == consumer && lanes.remove(consumer.name(), lane)) {
            leases.remove(consumer.name());
        }
    }

    /** There is something new; returns at once. */
    public void wake() {
        if (!thread.isShutdown() && woken.compareAndSet(false, true)) {
            thread.execute(this::look);
        }
    }

    private static Thread daemon(Runnable work, String name) {
        Thread made = new Thread(work, name);
        made.setDaemon(true);
        return made;
    }

    /** Gives every consumer its turn and waits until all have had it; what is left over waits for the next round. */
    public void round() {
        for (Future<?> turn : look()) {
            try {
                turn.get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (ExecutionException e) {
                throw new IllegalStateException(e.getCause());
            }
        }
    }

    /** Gives every consumer its turn; does not wait for any. */
    private List<Future<?>> look() {
        woken.set(false);
        lanes.values().forEach(Lane::look);
        try {
            long old = -1;
            if (Instant.now().isAfter(settledAt.plus(SETTLE_EVERY))) {
                settledAt = Instant.now();
                old = rows.lastBefore(settledAt.minus(SETTLED));
            }
            long upTo = old;
            return lanes.values().stream().<Future<?>>map(lane -> lane.turn(upTo)).toList();
        } catch (SQLException e) {
            unreadable(e);
        } catch (RejectedExecutionException closed) {
            LOG.debug("The outbox is closed");
        }
        return List.of();
    }

    private void unreadable(SQLException e) {
        if (!unreadable && !workers.isShutdown()) {
            LOG.warn("The outbox cannot be read, tried again every second: {}", e.getMessage());
        }
        unreadable = true;
    }

    /**
     * Runs the work, which may exchange the database, while nothing is delivered.
     *
     * @throws Problem 409 {@code persistence.busy} when a consumer does not end with what it is doing
     */
    void whileStill(Backups.Work work) throws Exception {
        if (!stillness.writeLock().tryLock(STILL_WITHIN_S, TimeUnit.SECONDS)) {
            throw Problem.conflict("persistence.busy");
        }
        try {
            exchanged++;
            work.run();
        } finally {
            stillness.writeLock().unlock();
        }
    }

    /** @return whether the consumer has done everything that was there */
    private boolean serve(Lane lane) throws SQLException {
        OutboxConsumer consumer = lane.consumer;
        int database = exchanged;
        if (!leases.containsKey(consumer.name())) {
            lease(consumer.name());
        }
        while (true) {
            List<OutboxEntry> entries = rows.waiting(consumer, settled.getOrDefault(consumer.name(), 0L));
            if (entries.isEmpty()) {
                return true;
            }
            if (!holds(consumer.name())) {
                if (!lease(consumer.name())) {
                    return false;
                }
                entries = rows.waiting(consumer, settled.getOrDefault(consumer.name(), 0L)); // without what the former holder has done since
            }
            for (OutboxEntry entry : entries) {
                if (!handle(lane, entry, database)) {
                    return false;
                }
            }
        }
    }

    /** @return whether the next may follow */
    private boolean handle(Lane lane, OutboxEntry entry, int database) throws SQLException {
        OutboxConsumer consumer = lane.consumer;
        stillness.readLock().lock();
        try {
            if (exchanged != database || lanes.get(consumer.name()) != lane || !holds(consumer.name()) && !lease(consumer.name())) {
                return false;
            }
            lane.since = Instant.now();
            lane.entry = entry;
            try {
                consumer.accept(entry);
            } catch (RuntimeException | LinkageError | StackOverflowError e) {
                pause(consumer.name(), entry, e);
                return false;
            } finally {
                lane.entry = null;
            }
            rows.done(consumer.name(), entry.id());
            failures.remove(consumer.name());
            return true;
        } finally {
            stillness.readLock().unlock();
        }
    }

    /** Whether the lease lasts for one entry more. */
    private boolean holds(String consumer) {
        return leases.getOrDefault(consumer, Instant.EPOCH).minus(LEASE.dividedBy(2)).isAfter(Instant.now());
    }

    private void pause(String consumer, OutboxEntry entry, Throwable e) {
        LOG.warn("{} could not handle outbox entry {} ({}), tried again in {} s", consumer, entry.id(), entry.topic(), pause(consumer).toSeconds(), e);
    }

    /** Longer with each failure, ten minutes at most. */
    private Duration pause(String consumer) {
        int count = failures.getOrDefault(consumer, new Failure(0, Instant.EPOCH)).count() + 1;
        Duration pause = Duration.ofSeconds(1L << Math.min(count, 9));
        Duration bounded = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
        failures.put(consumer, new Failure(count, Instant.now().plus(bounded)));
        return bounded;
    }

    /** True when this node may serve the consumer for the next {@link #LEASE}; a consumer seen first starts from now. */
    private boolean lease(String consumer) throws SQLException {
        boolean mine = rows.lease(consumer, node, LEASE, KEPT);
        leases.put(consumer, mine ? Instant.now().plus(LEASE) : Instant.EPOCH);
        return mine;
    }

    private void purge() {
        settled.clear();
        try {
            rows.purge(Instant.now().minus(KEPT));
        } catch (SQLException e) {
            LOG.warn("Old outbox rows were not deleted: {}", e.getMessage());
        }
    }

    /** For tests: the consumers known. */
    Set<String> names() {
        return lanes.keySet();
    }

    @Override
    public void close() {
        thread.shutdownNow();
        workers.shutdownNow();
        try {
            thread.awaitTermination(5, TimeUnit.SECONDS);
            workers.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
