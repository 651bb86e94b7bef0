package org.shuyuan.directory.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.directory.internal.ImportService.Opened;
import org.shuyuan.directory.internal.jpa.JobStore;
import org.shuyuan.directory.internal.jpa.JobStore.Job;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;
import org.shuyuan.testing.FakeAudit;

/** An import is written behind the request: seen from any page, stopped in time, and all or nothing whatever happens. */
class ImportJobsTest {

    /** A trail in which the writing of people waits until it is let go. */
    private static final class Gate implements Audit {
        private final FakeAudit kept = new FakeAudit();
        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch open = new CountDownLatch(1);
        private volatile boolean fails;

        @Override
        public void write(Caller caller, @Nullable UUID unit, String action, Subject subject, @Nullable Object before, @Nullable Object after) {
            if (action.equals("directory.create-person")) {
                reached.countDown();
                try {
                    open.await(60, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                if (fails) {
                    throw new IllegalStateException("the disk is full");
                }
            }
            kept.write(caller, unit, action, subject, before, after);
        }

        @Override
        public List<Entry> about(String kind, String id, int limit) {
            return kept.about(kind, id, limit);
        }
    }

    private static Job ended(World w, UUID id) {
        long last = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (true) {
            Job job = w.jobs.job(w.secretary, id).orElseThrow();
            if (!job.state().equals(JobStore.RUNNING) || System.nanoTime() > last) {
                return job;
            }
            Thread.onSpinWait();
        }
    }

    private static void begin(World w, Opened opened) {
        w.jobs.start(w.secretary, opened.data().id(), opened.data().version(), opened.preview().digest());
    }

    @BothDatabases
    void itIsWrittenBehindTheRequestAndSeenWhileItRuns(Database database) throws InterruptedException {
        Gate gate = new Gate();
        try (World w = new World(database, gate)) {
            Opened opened = w.open("roster-bank.xlsx");
            UUID id = opened.data().id();
            begin(w, opened);
            assertThat(gate.reached.await(60, TimeUnit.SECONDS)).isTrue();
            Job job = w.jobs.job(w.secretary, id).orElseThrow();
            assertThat(job.phase()).isEqualTo("writing");
            assertThat(job.total()).isEqualTo(86);
            assertThat(w.imports.find(w.secretary, id).job()).as("whoever comes back to the page sees it").isNotNull();
            assertThatThrownBy(() -> begin(w, opened)).isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("directory.import-running"));
            assertThatThrownBy(() -> w.imports.drop(w.secretary, id, opened.data().version())).isInstanceOfSatisfying(Problem.class,
                    p -> assertThat(p.code()).isEqualTo("directory.import-running"));
            gate.open.countDown();
            assertThat(ended(w, id).state()).isEqualTo(JobStore.DONE);
            assertThat(w.db.count("directory_person")).isEqualTo(85);
            assertThat(w.imports.find(w.secretary, id).data().status()).isEqualTo("confirmed");
        }
    }

    @BothDatabases
    void itIsStoppedBeforeTheCommitAndNothingStays(Database database) throws InterruptedException {
        Gate gate = new Gate();
        try (World w = new World(database, gate)) {
            Opened opened = w.open("roster-bank.xlsx");
            UUID id = opened.data().id();
            begin(w, opened);
            assertThat(gate.reached.await(60, TimeUnit.SECONDS)).isTrue();
            w.access.grant(w.stranger, Permissions.READ, w.bank.id());
            assertThatThrownBy(() -> w.jobs.cancel(w.stranger, id)).isInstanceOfSatisfying(Problem.class, p -> assertThat(p.status()).isEqualTo(403));
            w.jobs.cancel(w.secretary, id);
            gate.open.countDown();
            assertThat(ended(w, id).state()).isEqualTo(JobStore.CANCELLED);
            assertThat(w.db.count("directory_person")).isZero();
            assertThat(w.db.count("directory_unit")).isEqualTo(1);
            assertThat(w.imports.find(w.secretary, id).data().open()).isTrue();
            assertThatThrownBy(() -> w.jobs.cancel(w.secretary, id)).isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("directory.import-not-running"));
            begin(w, opened);
            assertThat(ended(w, id).state()).as("it can be confirmed again").isEqualTo(JobStore.DONE);
        }
    }

    @BothDatabases
    void aFailureIsSaidAndNothingStays(Database database) {
        Gate gate = new Gate();
        gate.fails = true;
        gate.open.countDown();
        try (World w = new World(database, gate)) {
            Opened opened = w.open("roster-bank.xlsx");
            begin(w, opened);
            Job job = ended(w, opened.data().id());
            assertThat(job.state()).isEqualTo(JobStore.FAILED);
            assertThat(job.problem()).contains("directory.import-failed").doesNotContain("disk");
            assertThat(w.db.count("directory_person")).isZero();
        }
    }

    @BothDatabases
    void aJobWhoseNodeEndedCountsAsFailedAndCanBeBegunAgain(Database database) throws SQLException {
        try (World w = new World(database)) {
            Opened opened = w.open("roster-bank.xlsx");
            UUID id = opened.data().id();
            new JobStore(w.db.jpa()).begin(id, "secretary");
            assertThatThrownBy(() -> begin(w, opened)).isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("directory.import-running"));
            try (Connection connection = w.db.pool().getConnection(); Statement sql = connection.createStatement()) {
                sql.executeUpdate("update directory_import_job set beat_at = timestamp with time zone '2026-01-01 00:00:00+00'");
            }
            assertThat(w.jobs.job(w.secretary, id).orElseThrow().running()).isFalse();
            begin(w, opened);
            assertThat(ended(w, id).state()).isEqualTo(JobStore.DONE);
        }
    }

    @BothDatabases
    void whatWouldBeRefusedIsRefusedAtOnce(Database database) {
        try (World w = new World(database)) {
            Opened opened = w.open("roster-bank.xlsx");
            assertThatThrownBy(() -> w.jobs.start(w.secretary, opened.data().id(), opened.data().version(), "other")).isInstanceOfSatisfying(Problem.class,
                    p -> assertThat(p.code()).isEqualTo("directory.import-outdated"));
            assertThatThrownBy(() -> w.jobs.start(w.stranger, opened.data().id(), opened.data().version(), null)).isInstanceOfSatisfying(Problem.class,
                    p -> assertThat(p.status()).isEqualTo(404));
            assertThat(w.jobs.job(w.secretary, opened.data().id())).isEmpty();
        }
    }
}
