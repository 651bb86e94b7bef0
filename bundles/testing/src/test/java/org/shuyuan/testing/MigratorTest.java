package org.shuyuan.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.io.TempDir;
import org.shuyuan.persistence.internal.Migrator;
import org.shuyuan.persistence.internal.Scripts;
import org.shuyuan.persistence.internal.backup.ScriptShelf;

class MigratorTest {

    /** The view that reads another comes before it by its name, and the table is made anew by H2 after both. */
    private static final String VIEW_ON_VIEW = "create table thing_a (id bigint primary key); create view thing_v_z (id) as select id from thing_a;"
            + "create view thing_v_a (id) as select id from thing_v_z; alter table thing_a add column more integer";

    @TempDir
    Path folder;

    private void script(String name, String sql) throws IOException {
        Path dir = Files.createDirectories(folder.resolve("db/migration"));
        Files.writeString(dir.resolve(name), sql);
    }

    private static void execute(DataSource db, String sql) throws SQLException {
        try (Connection c = db.getConnection(); Statement s = c.createStatement()) {
            s.execute(sql);
        }
    }

    @BothDatabases
    void aScriptThatFailsHalfWayLeavesTheTablesAsTheyWere(Database database) throws Exception {
        // given a module with data
        DataSource db = database.fresh();
        Migrator migrator = new Migrator(db, Migrator.vendor(db), folder.resolve("undo"));
        script("V1__thing.sql", "create table thing_a (id bigint primary key, name varchar(20));");
        migrator.migrate("thing", Scripts.of(folder, "x"));
        execute(db, "insert into thing_a values (1, '一')");

        // when a newer script fails in its second statement
        script("V2__broken.sql", "alter table thing_a add column more integer; create table thing_b (id bigint); insert into nowhere values (1);");
        assertThatThrownBy(() -> migrator.migrate("thing", Scripts.of(folder, "x"))).isInstanceOf(Migrator.MigrationFailed.class)
                .hasMessageContaining("nowhere");

        // then the old tables and rows stand, and the mended script runs
        execute(db, "insert into thing_a (id, name) values (2, '二')");
        script("V2__broken.sql", "alter table thing_a add column more integer; create table thing_b (id bigint);");
        assertThat(migrator.migrate("thing", Scripts.of(folder, "x"))).isEqualTo(1);
        execute(db, "insert into thing_b select id from thing_a where more is null");
    }

    @BothDatabases
    void whichScriptsWouldRunIsKnownFromTheHistoryOfThatDatabase(Database database) throws Exception {
        DataSource db = database.fresh();
        Migrator migrator = new Migrator(db, Migrator.vendor(db), folder.resolve("undo"));
        List<String> paths = List.of("db/migration/V1__thing.sql", "db/migration/V2__more.sql", "db/migration-h2/V2__more.sql",
                "db/migration-postgresql/V2__more.sql", "db/migration-oracle/V3__no.sql");
        String own = "db/migration-" + Migrator.vendor(db) + "/V2__more.sql";
        assertThat(migrator.pending("thing", paths)).as("before there is any history").containsExactly("db/migration/V1__thing.sql", own);

        script("V1__thing.sql", "create table thing_a (id bigint primary key);");
        migrator.migrate("thing", Scripts.of(folder, "x"));

        assertThat(migrator.pending("thing", paths)).containsExactly(own);
        assertThat(migrator.pending("other", paths)).hasSize(2);
    }

    @BothDatabases
    void viewsTooAreAsTheyWereAfterAScriptThatFails(Database database) throws Exception {
        DataSource db = database.fresh();
        Migrator migrator = new Migrator(db, Migrator.vendor(db), folder.resolve("undo"));
        script("V1__thing.sql", "create table thing_a (id bigint primary key, above bigint);"
                + "create view thing_v_a (id) as select id from thing_a;"
                + "create view thing_v_within (id, above) as with recursive w (id, above) as (select id, id from thing_a union all"
                + " select w.id, a.above from w join thing_a a on a.id = w.above where a.above is not null) select id, above from w;");
        migrator.migrate("thing", Scripts.of(folder, "x"));
        execute(db, "insert into thing_a values (1, null), (2, 1)");
        script("V2__broken.sql", "alter table thing_a add column more integer; create view thing_v_b (id) as select id from thing_a; insert into nowhere values (1);");
        assertThatThrownBy(() -> migrator.migrate("thing", Scripts.of(folder, "x"))).isInstanceOf(Migrator.MigrationFailed.class);

        execute(db, "insert into thing_a (id, above) select id + 10, above from thing_v_within where id = 2 and above = 1");
        script("V2__broken.sql", "alter table thing_a add column more integer; create view thing_v_b (id) as select id from thing_a;");
        assertThat(migrator.migrate("thing", Scripts.of(folder, "x"))).isEqualTo(1);
        execute(db, "insert into thing_a (id) select id + 100 from thing_v_b where id in (select id from thing_v_a)");
    }

    @BothDatabases
    void viewsAreReadableAfterAScriptThatFailsAlsoWhereTheirTableIsYoungerThanTheyAre(Database database) throws Exception {
        // given a view on a view, and a table that was changed after both
        DataSource db = database.fresh();
        Migrator migrator = new Migrator(db, Migrator.vendor(db), folder.resolve("undo"));
        script("V1__thing.sql", VIEW_ON_VIEW);
        migrator.migrate("thing", Scripts.of(folder, "x"));

        script("V2__broken.sql", "insert into nowhere values (1);");
        assertThatThrownBy(() -> migrator.migrate("thing", Scripts.of(folder, "x"))).isInstanceOf(Migrator.MigrationFailed.class);

        execute(db, "insert into thing_a (id) select id + 1 from thing_v_a");
    }

    @BothDatabases
    void viewsAreReadableInACopyAlsoWhereTheirTableIsYoungerThanTheyAre(Database database) throws Exception {
        DataSource copy = database.holding("views", db -> {
            try {
                for (String statement : VIEW_ON_VIEW.split(";")) {
                    execute(db, statement);
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });

        execute(copy, "insert into thing_a (id) select id + 1 from thing_v_a");
    }

    @BothDatabases
    void theHistoryTellsWhetherEveryScriptRan(Database database) throws Exception {
        DataSource db = database.fresh();
        Migrator migrator = new Migrator(db, Migrator.vendor(db), folder.resolve("undo"));
        script("V1__thing.sql", "create table thing_a (id bigint primary key);");
        assertThat(migrator.ran("thing", Scripts.of(folder, "x"))).as("before there is a history").isFalse();
        migrator.migrate("thing", Scripts.of(folder, "x"));
        assertThat(migrator.ran("thing", Scripts.of(folder, "x"))).isTrue();

        script("V2__more.sql", "alter table thing_a add column more integer;");
        assertThat(migrator.ran("thing", Scripts.of(folder, "x"))).as("one more script").isFalse();
        migrator.migrate("thing", Scripts.of(folder, "x"));
        assertThat(migrator.ran("thing", Scripts.of(folder, "x"))).isTrue();
        execute(db, "update \"thing_schema_history\" set \"success\" = false where \"version\" = '2'");
        assertThat(migrator.ran("thing", Scripts.of(folder, "x"))).as("one did not run whole").isFalse();
    }

    @BothDatabases
    void theShelfKnowsWhichScriptsMadeTheTables(Database database) throws Exception {
        DataSource db = database.fresh();
        new Migrator(db, Migrator.vendor(db), folder.resolve("undo")).migrate("persistence", Scripts.of(Path.of("..", "persistence", "src", "main", "resources"), Migrator.vendor(db)));
        ScriptShelf shelf = new ScriptShelf(db);
        script("V1__thing.sql", "create table thing_a (id bigint primary key);");
        assertThat(shelf.holds("thing", Scripts.texts(folder))).as("nothing is kept yet").isFalse();
        shelf.keep("thing", Scripts.texts(folder));
        assertThat(shelf.holds("thing", Scripts.texts(folder))).isTrue();
        assertThat(shelf.holds("other", Scripts.texts(folder))).as("those of another module").isFalse();

        script("V1__thing.sql", "create table thing_a (id bigint primary key, name varchar(20));");
        assertThat(shelf.holds("thing", Scripts.texts(folder))).as("a text that was changed").isFalse();
        shelf.keep("thing", Scripts.texts(folder));
        script("V2__more.sql", "alter table thing_a add column more integer;");
        assertThat(shelf.holds("thing", Scripts.texts(folder))).as("one more").isFalse();
        shelf.keep("thing", Scripts.texts(folder));
        Files.delete(folder.resolve("db/migration/V2__more.sql"));
        assertThat(shelf.holds("thing", Scripts.texts(folder))).as("one less").isFalse();
    }

    @BothDatabases
    void aModuleMayOnlyMakeTablesOfItsName(Database database) throws Exception {
        DataSource db = database.fresh();
        Migrator migrator = new Migrator(db, Migrator.vendor(db), folder.resolve("undo"));
        script("V1__foreign.sql", "create table other_a (id bigint);");
        assertThatThrownBy(() -> migrator.migrate("thing", Scripts.of(folder, "x"))).hasMessageContaining("thing_*").hasMessageContaining("other_a");
    }

    @BothDatabases
    void viewsSequencesAndTypesBearItsNameAsWell(Database database) throws Exception {
        DataSource db = database.fresh();
        Migrator migrator = new Migrator(db, Migrator.vendor(db), folder.resolve("undo"));
        for (String foreign : List.of("create view other_v as select 1 as one", "create or replace view other_v as select 1 as one", "create materialized view other_v as select 1 as one",
                "drop view if exists other_v", "create sequence if not exists other_s", "alter sequence other_s restart with 5",
                "create type other_t as enum ('a')", "create domain other_d as integer")) {
            script("V1__foreign.sql", foreign);
            assertThatThrownBy(() -> migrator.migrate("thing", Scripts.of(folder, "x"))).as(foreign).hasMessageContaining("thing_*").hasMessageContaining("other_");
        }
        script("V1__foreign.sql", "create table thing_a (id bigint, kind integer); create view thing_v as select id from thing_a; create sequence thing_s; drop view thing_v;"
                + "alter table thing_a alter column kind set data type bigint; comment on column thing_a.kind is 'of what type other_things are'");
        assertThat(migrator.migrate("thing", Scripts.of(folder, "x"))).isEqualTo(1);
    }

    @BothDatabases
    void modulesThatStartTogetherDoNotTakeEachOthersTablesForTheirOwn(Database database) throws Exception {
        DataSource db = database.fresh();
        Migrator migrator = new Migrator(db, Migrator.vendor(db), folder.resolve("undo"));
        var threads = java.util.concurrent.Executors.newFixedThreadPool(4);
        var all = new java.util.ArrayList<java.util.concurrent.Future<Integer>>();
        for (String module : java.util.List.of("one", "two", "three", "four")) {
            Path own = folder.resolve(module);
            Files.writeString(Files.createDirectories(own.resolve("db/migration")).resolve("V1__a.sql"),
                    "-- not create table other_a\ncreate table " + module + "_a (id bigint); create table if not exists " + module + "_b (id bigint);");
            all.add(threads.submit(() -> migrator.migrate(module, Scripts.of(own, "x"))));
        }
        for (var one : all) {
            assertThat(one.get(60, java.util.concurrent.TimeUnit.SECONDS)).isEqualTo(1);
        }
        threads.shutdown();
    }
}
