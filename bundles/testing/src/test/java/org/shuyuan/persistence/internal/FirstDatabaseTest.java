package org.shuyuan.persistence.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.h2.jdbcx.JdbcDataSource;
import org.h2.util.OsgiDataSourceFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.service.jdbc.DataSourceFactory;

/** A new portal begins with the distribution's empty database, under a password of its own; nothing that is there is touched. */
class FirstDatabaseTest {

    private static final String PASSWORD = "it's 48 digits";

    @TempDir
    Path folder;

    private final DataSourceFactory h2 = new OsgiDataSourceFactory(new org.h2.Driver());
    private String url;

    @BeforeEach
    void distribution() throws SQLException, IOException {
        Files.createDirectories(folder.resolve("home/template"));
        JdbcDataSource made = new JdbcDataSource();
        made.setURL("jdbc:h2:file:" + folder.resolve("home/template/shuyuan") + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE");
        made.setUser(FirstDatabase.OWNER);
        made.setPassword("");
        try (Connection c = made.getConnection(); Statement s = c.createStatement()) {
            s.execute("create table thing_a (id bigint)");
        }
        url = "jdbc:h2:file:" + folder.resolve("data/db/shuyuan") + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;WRITE_DELAY=0;TRACE_LEVEL_FILE=0";
    }

    private boolean lay(String user, Path home) {
        return FirstDatabase.lay(home, url, user, PASSWORD, h2);
    }

    private void enter(String password) throws SQLException {
        try (Connection c = DriverManager.getConnection(url + ";IFEXISTS=TRUE", FirstDatabase.OWNER, password); Statement s = c.createStatement()) {
            s.execute("insert into thing_a values (1)");
        }
    }

    @Test
    void aNewPortalHasTheTablesAndNobodyGetsInWithoutItsOwnPassword() throws Exception {
        assertThat(lay("shuyuan", folder.resolve("home"))).isTrue();

        enter(PASSWORD);
        assertThatThrownBy(() -> enter("")).isInstanceOf(SQLException.class).hasMessageContaining("password");
        try (var left = Files.list(folder.resolve("data/db"))) {
            assertThat(left).as("nothing is left on the way").containsExactly(folder.resolve("data/db/shuyuan.mv.db"));
        }
    }

    @Test
    void aDatabaseThatIsThereIsNotTouched() throws Exception {
        lay("shuyuan", folder.resolve("home"));
        byte[] before = Files.readAllBytes(folder.resolve("data/db/shuyuan.mv.db"));
        assertThat(lay("shuyuan", folder.resolve("home"))).isFalse();
        assertThat(Files.readAllBytes(folder.resolve("data/db/shuyuan.mv.db"))).isEqualTo(before);
    }

    @Test
    void whatACrashLeftOnTheWayIsReplaced() throws Exception {
        Files.createDirectories(folder.resolve("data/db"));
        Files.writeString(folder.resolve("data/db/first.mv.db"), "half of it");
        assertThat(lay("shuyuan", folder.resolve("home"))).isTrue();
        enter(PASSWORD);
    }

    @Test
    void whereTheTemplateDoesNotFitNothingIsMade() throws Exception {
        assertThat(lay("somebody", folder.resolve("home"))).as("another owner").isFalse();
        assertThat(lay("shuyuan", folder)).as("a distribution without a template").isFalse();
        Files.writeString(folder.resolve("home/template/shuyuan.mv.db"), "no database");
        assertThat(lay("shuyuan", folder.resolve("home"))).as("a damaged template").isFalse();
        assertThat(folder.resolve("data/db/shuyuan.mv.db")).doesNotExist();
        url = "jdbc:postgresql://127.0.0.1/shuyuan";
        assertThat(lay("shuyuan", folder.resolve("home"))).as("another database").isFalse();
    }
}
