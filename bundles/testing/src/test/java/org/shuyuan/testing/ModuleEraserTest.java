package org.shuyuan.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.io.TempDir;
import org.shuyuan.persistence.internal.Migrator;
import org.shuyuan.persistence.internal.ModuleEraser;
import org.shuyuan.persistence.internal.Scripts;
import org.shuyuan.persistence.internal.backup.ScriptShelf;

class ModuleEraserTest {

    private static final String TABLES = "create table %1$s_book (id bigint generated always as identity primary key, title varchar(20));"
            + "create table %1$s_loan (id bigint primary key, book bigint references %1$s_book (id));"
            + "create view %1$s_v_lent (id) as select id from %1$s_loan; create view %1$s_v_late (id) as select id from %1$s_v_lent; create sequence %1$s_number;"
            + "insert into %1$s_book (title) values ('红楼梦'), ('西游记');";

    @TempDir
    Path folder;

    private Scripts script(String module) throws IOException {
        Path dir = Files.createDirectories(folder.resolve(module).resolve("db/migration"));
        Files.writeString(dir.resolve("V1__all.sql"), TABLES.formatted(module));
        return Scripts.of(folder.resolve(module), "x");
    }

    private static void execute(DataSource db, String sql) throws SQLException {
        try (Connection c = db.getConnection(); Statement s = c.createStatement()) {
            s.execute(sql);
        }
    }

    @BothDatabases
    void aModulesTablesGoForGoodAndNobodyElses(Database database) throws Exception {
        try (ModuleDatabase house = ModuleDatabase.of("persistence", database, Path.of("..", "persistence", "src", "main", "resources"), 4)) {
            DataSource db = house.pool();
            Migrator migrator = new Migrator(db, Migrator.vendor(db), folder.resolve("undo"));
            ModuleEraser eraser = new ModuleEraser(db, module -> false);
            migrator.migrate("reading", script("reading"));
            migrator.migrate("readings", script("readings"));
            new ScriptShelf(db).keep("reading", Map.of(new Scripts.Place("db/migration", "V1__all.sql"), "x"));
            assertThat(eraser.rows("reading")).containsExactly(Map.entry("reading_book", 2L), Map.entry("reading_loan", 0L));

            eraser.erase("reading");

            assertThat(eraser.rows("reading")).isEmpty();
            assertThat(migrator.pending("reading", java.util.List.of("db/migration/V1__all.sql"))).as("it begins anew").hasSize(1);
            assertThat(new ScriptShelf(db).holds("reading", Map.of())).isTrue();
            assertThat(eraser.rows("readings")).as("another module whose word begins alike").containsEntry("readings_book", 2L);
            eraser.erase("reading");
            assertThat(migrator.migrate("reading", script("reading"))).isEqualTo(1);
        }
    }

    @BothDatabases
    void whileAnotherModulesTableRefersToItsOwnNothingOfItGoes(Database database) throws Exception {
        try (ModuleDatabase house = ModuleDatabase.of("persistence", database, Path.of("..", "persistence", "src", "main", "resources"), 4)) {
            DataSource db = house.pool();
            ModuleEraser eraser = new ModuleEraser(db, module -> false);
            new Migrator(db, Migrator.vendor(db), folder.resolve("undo")).migrate("reading", script("reading"));
            execute(db, "create table circle_member (book bigint references reading_book (id))");
            assertThatThrownBy(() -> eraser.erase("reading")).isInstanceOf(IllegalStateException.class).hasMessageContaining("reading");
            assertThat(eraser.rows("reading")).containsEntry("reading_book", 2L);
        }
    }

    @BothDatabases
    void whatIsHereIsNotErased(Database database) throws Exception {
        try (ModuleDatabase house = ModuleDatabase.of("persistence", database, Path.of("..", "persistence", "src", "main", "resources"), 4)) {
            DataSource db = house.pool();
            new Migrator(db, Migrator.vendor(db), folder.resolve("undo")).migrate("reading", script("reading"));
            ModuleEraser eraser = new ModuleEraser(db, "reading"::equals);
            assertThatThrownBy(() -> eraser.erase("reading")).isInstanceOf(IllegalStateException.class);
            assertThat(eraser.rows("reading")).hasSize(2);
            assertThatThrownBy(() -> eraser.rows("reading\" or")).isInstanceOf(IllegalArgumentException.class);
            assertThat(eraser.lastBackup()).isEmpty();
        }
    }
}
