package org.shuyuan.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.persistence.internal.SharedTransactions;

/** Nobody writes while a backup is put back, and a database that went away is found again. */
class DoorsTest {

    @Test
    void closedDoorsWaitForThoseInsideAndRefuseThoseOutside() throws Exception {
        try (ModuleDatabase db = ModuleDatabase.of("persistence", Database.H2)) {
            SharedTransactions transactions = (SharedTransactions) db.transactions();
            CountDownLatch inside = new CountDownLatch(1);
            CountDownLatch leave = new CountDownLatch(1);
            var threads = Executors.newSingleThreadExecutor();
            var work = threads.submit(() -> {
                transactions.run(() -> {
                    inside.countDown();
                    leave.await();
                });
                return null;
            });
            inside.await();
            assertThatThrownBy(() -> transactions.closeDoors(20)).isInstanceOf(Problem.class).hasMessage("persistence.busy");
            leave.countDown();
            transactions.closeDoors(10_000);
            work.get(10, TimeUnit.SECONDS);
            assertThatThrownBy(() -> transactions.run(() -> {})).isInstanceOf(Problem.class).hasMessage("persistence.maintenance");
            transactions.openDoors();
            transactions.run(() -> db.outbox().add("probe.added", "{}"));
            assertThat(db.count("persistence_outbox")).isEqualTo(1);
            threads.shutdown();
        }
    }

    @Test
    void connectionsThatWereCutAreReplaced() throws SQLException {
        try (ModuleDatabase db = ModuleDatabase.of("persistence", Database.POSTGRESQL)) {
            db.transactions().run(() -> db.outbox().add("probe.added", "{}"));
            try (Connection c = Database.server().getPostgresDatabase().getConnection(); Statement s = c.createStatement()) {
                s.execute("select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname like 'test%'");
            }
            // the first may still get a connection that nobody knows to be dead; nothing is half-written then
            int stored = 1;
            for (int i = 0; i < 10; i++) {
                try {
                    db.transactions().run(() -> db.outbox().add("probe.added", "{}"));
                    stored++;
                } catch (RuntimeException cut) {
                    assertThat(i).isLessThan(9);
                }
            }
            assertThat(stored).isGreaterThan(1);
            assertThat(db.count("persistence_outbox")).isEqualTo(stored);
        }
    }
}
