package org.shuyuan.persistence.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shuyuan.testing.Database;
import org.shuyuan.testing.ModuleDatabase;

/** A migration of H2 that ended with its process. */
class MigrationUndoTest {

    private static final String MORE = "alter table thing_a add column more integer; create table thing_b (id bigint);";

    @TempDir
    Path folder;

    private ModuleDatabase db;

    /** Given a module of the first version, and a process that ended in the middle of the script of the second: what ran of it stands, and the history does not know of it. */
    @BeforeEach
    void killedInTheMiddle() throws Exception {
        db = ModuleDatabase.of("persistence", Database.H2);
        script("V1__thing.sql", "create table thing_a (id bigint primary key, name varchar(20)); create view thing_v_a (id) as select id from thing_a;");
        migrate();
        execute("insert into thing_a values (1, '一')");
        new MigrationUndo(db.pool(), folder.resolve("undo")).begin("thing", List.of("V2__more.sql"));
        execute("alter table thing_a add column more integer");
    }

    @AfterEach
    void close() {
        db.close();
    }

    private void script(String name, String sql) throws IOException {
        Files.writeString(Files.createDirectories(folder.resolve("db/migration")).resolve(name), sql);
    }

    private int migrate() throws Migrator.MigrationFailed {
        return new Migrator(db.pool(), "h2", folder.resolve("undo")).migrate("thing", Scripts.of(folder, "x"));
    }

    private void execute(String sql) throws SQLException {
        try (Connection c = db.pool().getConnection(); Statement s = c.createStatement()) {
            s.execute(sql);
        }
    }

    private void nothingIsLeft() {
        assertThat(folder.resolve("undo")).isEmptyDirectory();
    }

    @Test
    void theNextStartPutsTheTablesBackAndMigratesAnew() throws Exception {
        script("V2__more.sql", MORE);

        assertThat(migrate()).isEqualTo(1);

        execute("insert into thing_b select id from thing_v_a where id = (select count(*) from thing_a where name = '一')");
        assertThat(db.count("thing_b")).isEqualTo(1);
        nothingIsLeft();
    }

    @Test
    void nobodyTakesTheTablesForWholeWhileItIsThere() throws Exception {
        Migrator migrator = new Migrator(db.pool(), "h2", folder.resolve("undo"));
        assertThat(migrator.ran("thing", Scripts.of(folder, "x"))).as("all that the version before brought has run").isFalse();
        migrate();
        assertThat(migrator.ran("thing", Scripts.of(folder, "x"))).isTrue();
    }

    @Test
    void theVersionBeforeFindsItsTablesToo() throws Exception {
        assertThat(migrate()).isZero();

        execute("insert into thing_a values (2, '二')");
        assertThat(db.count("thing_a")).isEqualTo(2);
        nothingIsLeft();
    }

    @Test
    void oneThatAPowerCutBringsBackAfterTheMigrationTakesNothingThatWasWrittenSince() throws Exception {
        Path copy = Files.copy(folder.resolve("undo/undo-thing.sql"), folder.resolve("copy.sql"));
        script("V2__more.sql", MORE);
        migrate();
        execute("insert into thing_a values (2, '二', 2)");
        Files.move(copy, folder.resolve("undo/undo-thing.sql"));

        script("V3__yet.sql", "create table thing_c (id bigint);");
        assertThat(migrate()).isEqualTo(1);

        assertThat(db.count("thing_a")).isEqualTo(2);
        nothingIsLeft();
    }

    @Test
    void whatCannotBePutBackIsKeptForTheNextAttempt() throws Exception {
        Path undo = folder.resolve("undo/undo-thing.sql");
        String whole = Files.readString(undo);
        Files.writeString(undo, whole + "insert into nowhere values (1);");

        assertThatThrownBy(this::migrate).as("an empty module is not what anybody left").isInstanceOf(Migrator.MigrationFailed.class).hasMessageContaining(undo.toString());
        assertThat(undo).exists();

        Files.writeString(undo, whole);
        assertThat(migrate()).isZero();
        assertThat(db.count("thing_a")).isEqualTo(1);
        nothingIsLeft();
    }
}
