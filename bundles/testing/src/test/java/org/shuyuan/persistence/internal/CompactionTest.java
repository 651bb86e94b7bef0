package org.shuyuan.persistence.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompactionTest {

    private static final long MB = 1 << 20;

    @TempDir
    Path folder;

    @Test
    void aPauseIsWorthItWhenTheFileHasGrownByMuchMoreThanItHolds() {
        assertThat(Compaction.grown(2 * MB, 100 * MB)).isFalse();
        assertThat(Compaction.grown(2 * MB, 200 * MB)).isTrue();
        assertThat(Compaction.grown(900 * MB, 1_500 * MB)).isFalse();
        assertThat(Compaction.grown(0, 0)).isFalse();
    }

    @Test
    void whatManyWritesLeftBehindIsGivenBackWhenTheDatabaseIsClosed() throws Exception {
        String url = "jdbc:h2:file:" + folder.resolve("shuyuan") + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE";
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(1);
        try (HikariDataSource pool = new HikariDataSource(config)) {
            try (Connection c = pool.getConnection(); Statement s = c.createStatement()) {
                s.execute("create table note (id int primary key, text varchar(20000))");
                for (int i = 0; i < 2_000; i++) {
                    s.execute("merge into note values (" + i % 10 + ", '" + String.valueOf((char) ('a' + i % 26)).repeat(20_000) + "')");
                }
            }
            assertThat(Compaction.size(url)).isGreaterThan(32 * MB);
            Compaction.beforeClose(url, pool);
        }
        assertThat(Compaction.size(url)).isLessThan(MB);
    }

    @Test
    void anotherDatabaseHasNoSuchFile() {
        assertThat(Compaction.size("jdbc:postgresql://127.0.0.1/shuyuan")).isZero();
    }
}
