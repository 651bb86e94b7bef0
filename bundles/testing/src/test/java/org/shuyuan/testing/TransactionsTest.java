package org.shuyuan.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.shuyuan.api.outbox.OutboxConsumer;
import org.shuyuan.api.outbox.OutboxEntry;
import org.shuyuan.api.tx.TransactionFailed;
import org.shuyuan.persistence.internal.OutboxDispatcher;

class TransactionsTest {

    private static ModuleDatabase open(Database database) {
        return ModuleDatabase.of("probe", database, Path.of("src", "test", "resources"), 8);
    }

    private static UUID add(ModuleDatabase db, String text) {
        Note note = new Note();
        note.text = text;
        db.jpa().run(em -> em.persist(note));
        return note.id;
    }

    @BothDatabases
    void keepsEveryKindOfValueAndEveryNull(Database database) {
        try (ModuleDatabase db = open(database)) {
            Note full = new Note();
            full.text = "满";
            full.at = Instant.parse("2026-11-23T01:02:03Z");
            full.born = LocalDate.of(2026, 11, 23);
            full.local = LocalDateTime.of(2026, 11, 23, 14, 30);
            full.other = UUID.randomUUID();
            db.jpa().run(em -> em.persist(full));
            UUID empty = add(db, "空");

            Note read = db.jpa().read(em -> em.find(Note.class, full.id));
            assertThat(read).usingRecursiveComparison().isEqualTo(full);
            Note nothing = db.jpa().read(em -> em.find(Note.class, empty));
            assertThat(nothing.at).isNull();
            assertThat(nothing.other).isNull();
            List<UUID> found = db.jpa().read(em -> em
                    .createQuery("select n.id from Note n where n.other = :other or n.at < :at", UUID.class)
                    .setParameter("other", full.other).setParameter("at", Instant.EPOCH).getResultList());
            assertThat(found).containsExactly(full.id);
        }
    }

    @BothDatabases
    void storesEverythingOrNothing(Database database) {
        try (ModuleDatabase db = open(database)) {
            assertThatThrownBy(() -> db.transactions().run(() -> {
                add(db, "first");
                db.outbox().add("probe.added", "{}");
                throw new IllegalStateException("after both");
            })).hasMessage("after both");
            assertThat(db.count("probe_note")).isZero();
            assertThat(db.count("persistence_outbox")).isZero();
        }
    }

    @BothDatabases
    void aCaughtFailureStillFailsTheWhole(Database database) {
        try (ModuleDatabase db = open(database)) {
            assertThatThrownBy(() -> db.transactions().run(() -> {
                add(db, "first");
                assertThatThrownBy(() -> add(db, "x".repeat(21))).isInstanceOf(RuntimeException.class);
            })).isInstanceOf(TransactionFailed.class);
            assertThat(db.count("probe_note")).isZero();
        }
    }

    @BothDatabases
    void anAttemptUndoesOnlyItsPart(Database database) {
        try (ModuleDatabase db = open(database)) {
            List<String> after = new ArrayList<>();
            db.transactions().run(() -> {
                add(db, "kept");
                db.transactions().afterCommit(() -> after.add("kept"));
                assertThatThrownBy(() -> db.transactions().attempt(() -> {
                    add(db, "undone");
                    db.transactions().afterCommit(() -> after.add("undone"));
                    throw new IllegalStateException("part");
                })).hasMessage("part");
            });
            assertThat(db.count("probe_note")).isEqualTo(1);
            assertThat(after).containsExactly("kept");
        }
    }

    @BothDatabases
    void nothingIsSeenOutsideBeforeTheEnd(Database database) {
        try (ModuleDatabase db = open(database)) {
            db.transactions().run(() -> {
                UUID id = add(db, "hidden");
                Note own = db.jpa().read(em -> em.find(Note.class, id));
                assertThat(own.text).isEqualTo("hidden");
                assertThat(db.count("probe_note")).isZero();
            });
            assertThat(db.count("probe_note")).isEqualTo(1);
        }
    }

    @BothDatabases
    void aListenerWritesInTheSameCommitOrStopsIt(Database database) {
        try (ModuleDatabase db = open(database)) {
            AtomicInteger asked = new AtomicInteger();
            db.add(() -> {
                if (asked.incrementAndGet() == 2) {
                    throw new IllegalStateException("no");
                }
            });
            add(db, "first");
            assertThatThrownBy(() -> add(db, "second")).hasMessage("no");
            assertThat(db.count("probe_note")).isEqualTo(1);
        }
    }

    @BothDatabases
    void manyThreadsOnFewConnectionsNeitherLoseNorDouble(Database database) throws Exception {
        try (ModuleDatabase db = ModuleDatabase.of("probe", database, Path.of("src", "test", "resources"), 4)) {
            var threads = Executors.newFixedThreadPool(16);
            List<Future<Integer>> all = new ArrayList<>();
            for (int t = 0; t < 16; t++) {
                all.add(threads.submit(() -> {
                    int stored = 0;
                    for (int n = 0; n < 25; n++) {
                        boolean fails = n % 5 == 4;
                        try {
                            db.transactions().run(() -> {
                                add(db, "load");
                                db.outbox().add("probe.added", "{}");
                                if (fails) {
                                    throw new ArithmeticException();
                                }
                            });
                            stored++;
                        } catch (ArithmeticException wanted) {
                            continue;
                        }
                    }
                    return stored;
                }));
            }
            int stored = 0;
            for (Future<Integer> one : all) {
                stored += one.get(60, TimeUnit.SECONDS);
            }
            threads.shutdown();
            assertThat(stored).isEqualTo(16 * 20);
            assertThat(db.count("probe_note")).isEqualTo(stored);
            assertThat(db.count("persistence_outbox")).isEqualTo(stored);
        }
    }

    private record Recorder(String name, List<Long> seen, AtomicInteger failing) implements OutboxConsumer {

        @Override
        public Set<String> topics() {
            return Set.of("probe.*");
        }

        @Override
        public void accept(OutboxEntry entry) {
            if (failing.getAndDecrement() > 0) {
                throw new IllegalStateException("not yet");
            }
            seen.add(entry.id());
        }
    }

    @BothDatabases
    void theOutboxDeliversInOrderAndOnceWhenNobodyFails(Database database) {
        try (ModuleDatabase db = open(database); OutboxDispatcher other = new OutboxDispatcher(db.pool())) {
            Recorder recorder = new Recorder("probe.recorder", new CopyOnWriteArrayList<>(), new AtomicInteger());
            db.dispatcher().add(recorder);
            other.add(recorder);
            for (int i = 0; i < 250; i++) {
                db.transactions().run(() -> db.outbox().add("probe.added", "{}"));
            }
            other.round();
            db.dispatcher().round();
            other.round();
            assertThat(recorder.seen()).hasSize(250).isSorted().doesNotHaveDuplicates();
        }
    }

    @BothDatabases
    void aFailingConsumerGetsTheEntryAgainWhileOthersGoOn(Database database) {
        try (ModuleDatabase db = open(database)) {
            Recorder broken = new Recorder("probe.broken", new CopyOnWriteArrayList<>(), new AtomicInteger(1));
            Recorder sound = new Recorder("probe.sound", new CopyOnWriteArrayList<>(), new AtomicInteger());
            db.transactions().run(() -> db.outbox().add("probe.added", "{}"));
            db.dispatcher().close();
            try (OutboxDispatcher first = new OutboxDispatcher(db.pool())) {
                first.add(broken);
                first.add(sound);
                first.round();
                first.round();
            }
            assertThat(sound.seen()).hasSize(1);
            assertThat(broken.seen()).isEmpty();
            assertThat(db.count("persistence_outbox_done")).isEqualTo(1);
        }
    }

    @BothDatabases
    void aConsumerThatHangsKeepsNobodyElseWaiting(Database database) throws Exception {
        try (ModuleDatabase db = open(database)) {
            CountDownLatch hangs = new CountDownLatch(1);
            CountDownLatch mayGoOn = new CountDownLatch(1);
            CountDownLatch heard = new CountDownLatch(3);
            db.dispatcher().add(consumer("probe.hanging", () -> {
                hangs.countDown();
                mayGoOn.await();
            }));
            db.dispatcher().add(consumer("probe.sound", heard::countDown));
            db.dispatcher().start();
            db.transactions().run(() -> db.outbox().add("probe.added", "{}"));
            assertThat(hangs.await(30, TimeUnit.SECONDS)).isTrue();
            for (int i = 0; i < 2; i++) {
                db.transactions().run(() -> db.outbox().add("probe.added", "{}"));
            }
            assertThat(heard.await(30, TimeUnit.SECONDS)).isTrue();
            mayGoOn.countDown();
        }
    }

    /** What a consumer does with each entry. */
    private interface Work {
        void run() throws InterruptedException;
    }

    private static OutboxConsumer consumer(String name, Work work) {
        return new OutboxConsumer() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Set<String> topics() {
                return Set.of("probe.added");
            }

            @Override
            public void accept(OutboxEntry entry) {
                try {
                    work.run();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        };
    }

    @BothDatabases
    void anIdleOutboxWritesNothingAndAnEntryCommittedLateIsDeliveredStill(Database database) throws Exception {
        try (ModuleDatabase db = open(database)) {
            db.dispatcher().close();
            Recorder recorder = new Recorder("probe.recorder", new CopyOnWriteArrayList<>(), new AtomicInteger());
            try (OutboxDispatcher only = new OutboxDispatcher(db.pool())) {
                only.add(recorder);
                CountDownLatch written = new CountDownLatch(1);
                CountDownLatch later = new CountDownLatch(1);
                ExecutorService slow = Executors.newSingleThreadExecutor();
                Future<Boolean> commit = slow.submit(() -> db.transactions().call(() -> {
                    db.outbox().add("probe.added", "{}");
                    written.countDown();
                    return later.await(30, TimeUnit.SECONDS);
                }));
                written.await();
                db.transactions().run(() -> db.outbox().add("probe.added", "{}"));
                only.round();
                assertThat(recorder.seen()).hasSize(1);
                later.countDown();
                assertThat(commit.get(30, TimeUnit.SECONDS)).isTrue();
                slow.shutdown();
                only.round();
                assertThat(recorder.seen()).hasSize(2).doesNotHaveDuplicates().isSortedAccordingTo(Comparator.reverseOrder());
                Instant before = leasedUntil(db);
                only.round();
                assertThat(leasedUntil(db)).isEqualTo(before);
            }
        }
    }

    private static Instant leasedUntil(ModuleDatabase db) throws SQLException {
        try (Connection c = db.pool().getConnection(); ResultSet r = c.createStatement().executeQuery("select until from persistence_outbox_consumer")) {
            r.next();
            return r.getTimestamp(1).toInstant();
        }
    }
}
