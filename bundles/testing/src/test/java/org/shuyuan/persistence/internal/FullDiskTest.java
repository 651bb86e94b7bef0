package org.shuyuan.persistence.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** H2 on a disk that becomes full and gets room again, with the settings that the portal ships. */
class FullDiskTest {

    private static final int POOL = 3;

    @TempDir
    Path folder;

    private HikariDataSource pool;
    private SharedTransactions transactions;

    @BeforeEach
    void open() throws SQLException {
        FullDisk.FULL.set(false);
        FullDisk.register();
        JdbcDataSource h2 = new JdbcDataSource();
        h2.setURL("jdbc:h2:full:" + folder.resolve("shuyuan")
                + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE");
        HikariConfig config = new HikariConfig();
        config.setDataSource(h2);
        config.setMaximumPoolSize(POOL);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(1_000);
        config.setExceptionOverride(new ClosedDatabase());
        pool = new HikariDataSource(config);
        transactions = new SharedTransactions(pool, () -> false, List::of);
        try (Connection c = pool.getConnection(); Statement s = c.createStatement()) {
            s.execute("create table file (id int primary key, content varchar(200000)); create table trail (id int primary key)");
        }
    }

    @AfterEach
    void close() {
        FullDisk.FULL.set(false);
        pool.close();
    }

    /** A thing and the trail of it, large enough to need room at once. */
    private void add(int id) throws SQLException {
        transactions.run(() -> {
            try (Connection c = transactions.connection(); Statement s = c.createStatement()) {
                s.execute("insert into file values (" + id + ", '" + "书".repeat(150_000) + "')");
                s.execute("insert into trail values (" + id + ")");
            }
        });
    }

    private long count(String table) throws SQLException {
        try (Connection c = pool.getConnection(); Statement s = c.createStatement(); ResultSet r = s.executeQuery("select count(*) from " + table)) {
            r.next();
            return r.getLong(1);
        }
    }

    @Test
    void whatDidNotFitIsSaidToHaveFailedAndLeavesNothingAndWhatWasAcknowledgedStays() throws Exception {
        add(1);
        FullDisk.FULL.set(true);
        for (int id = 2; id < 5; id++) {
            int next = id;
            assertThatThrownBy(() -> add(next)).isInstanceOfAny(SQLException.class, RuntimeException.class);
        }

        FullDisk.FULL.set(false);
        int failed = 0;
        for (boolean stored = false; !stored; failed++) {
            try {
                add(5);
                stored = true;
            } catch (SQLException | RuntimeException closedBefore) {
                assertThat(failed).as("no more requests fail than connections were open").isLessThan(POOL);
            }
        }

        assertThat(count("file")).as("the first and the last").isEqualTo(2);
        assertThat(count("trail")).isEqualTo(2);
    }
}
