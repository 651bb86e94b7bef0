package org.shuyuan.persistence.internal.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.persistence.internal.Migrator;
import org.shuyuan.persistence.internal.Scripts;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;
import org.shuyuan.testing.ModuleDatabase;

class BackupTest {

    private static final String SCRIPT = """
            create table rich_tree (
              id uuid primary key, parent uuid references rich_tree (id), name varchar(40) not null, "order" integer);
            create table rich_leaf (
              id bigint generated always as identity primary key, tree uuid not null references rich_tree (id),
              at timestamp with time zone, local timestamp, born date, clock time, yes boolean, small smallint,
              amount numeric(20,6), ratio double precision, note text, raw bytea, extra json);
            """;

    @TempDir
    Path folder;

    /** A portal with its own database and data folder. */
    private final class Portal implements Backups.House, AutoCloseable {
        final ModuleDatabase db;
        final Path data;
        final Backups backups;
        final AtomicInteger reopened = new AtomicInteger();

        Portal(String name, Database database) throws Exception {
            db = ModuleDatabase.of("persistence", database);
            data = Files.createDirectories(folder.resolve(name));
            backups = new Backups(db.pool(), Migrator.vendor(db.pool()), "0.1.0", data, this);
        }

        Portal with(String script) throws Exception {
            Path scripts = Files.createTempDirectory(folder, "scripts");
            Files.writeString(Files.createDirectories(scripts.resolve("db/migration")).resolve("V1__rich.sql"), script);
            new Migrator(db.pool(), Migrator.vendor(db.pool()), folder.resolve("undo")).migrate("rich", Scripts.of(scripts, "none"));
            new ScriptShelf(db.pool()).keep("rich", Map.of(new Scripts.Place("db/migration", "V1__rich.sql"), script));
            return this;
        }

        Portal filled() throws Exception {
            try (Connection c = db.pool().getConnection(); Statement s = c.createStatement()) {
                // the child's id is the lower one, so it comes before its parent
                s.execute("insert into rich_tree values ('ffffffff-0000-7000-8000-000000000001', null, '总行 — \"根\"\n换行', 1)");
                s.execute("insert into rich_tree values ('00000000-0000-7000-8000-000000000002', 'ffffffff-0000-7000-8000-000000000001', '支行', null)");
                s.execute("insert into rich_leaf (tree, at, local, born, clock, yes, small, amount, ratio, note, extra) values"
                        + " ('00000000-0000-7000-8000-000000000002', timestamp with time zone '2026-11-23 01:02:03.123456+08:00',"
                        + " timestamp '2026-11-23 14:30:00', date '1899-12-31', time '23:59:59', true, -7, 12345678901234.567891, 0.1,"
                        + " 'Ω 𠮷 '' \\ ', json '{\"a\":[1,null]}')");
                s.execute("insert into rich_leaf (tree) values ('ffffffff-0000-7000-8000-000000000001')");
                try (PreparedStatement p = c.prepareStatement("update rich_leaf set raw = ? where note is not null")) {
                    p.setBytes(1, new byte[] {0, -1, 127, -128});
                    p.executeUpdate();
                }
            }
            Path file = Files.createDirectories(data.resolve("files/ab")).resolve("abcdef");
            Files.writeString(file, "附件");
            return this;
        }

        Path archive() {
            Path target = folder.resolve("archive-" + UUID.randomUUID() + ".zip");
            backups.write(target);
            return target;
        }

        @Override
        public void alone(Backups.Work work) throws Exception {
            work.run();
        }

        @Override
        public void reopen() {
            reopened.incrementAndGet();
        }

        @Override
        public void close() {
            db.close();
        }
    }

    /** Every row of every table as the archive has it, without what belongs to the outbox's own upkeep. */
    private static Map<String, List<String>> rows(Path archive) throws IOException {
        Map<String, List<String>> rows = new TreeMap<>();
        try (Archive opened = Archive.open(archive)) {
            opened.verify();
            for (Manifest.Table table : opened.manifest().tables()) {
                try (InputStream in = opened.open(Manifest.entry(table.name()))) {
                    rows.put(table.name(), new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().sorted().toList());
                }
            }
        }
        return rows;
    }

    private void carriesEverything(Database from, Database to) throws Exception {
        try (Portal source = new Portal("source", from).with(SCRIPT).filled(); Portal target = new Portal("target", to)) {
            source.db.transactions().run(() -> source.db.outbox().add("rich.added", "{\"n\":1}"));
            Path archive = source.archive();

            target.backups.restore(archive, manifest -> assertThat(target.reopened).hasValue(0));

            assertThat(target.reopened).hasValue(1);
            Map<String, List<String>> original = rows(archive);
            assertThat(original.get("rich_leaf")).hasSize(3);
            assertThat(original).hasSizeGreaterThan(5);
            assertThat(rows(target.archive())).isEqualTo(original);
            assertThat(target.data.resolve("files/ab/abcdef")).hasContent("附件");
            // numbers go on where they were
            try (Connection c = target.db.pool().getConnection(); Statement s = c.createStatement()) {
                s.execute("insert into rich_leaf (tree) values ('ffffffff-0000-7000-8000-000000000001')");
                try (ResultSet r = s.executeQuery("select max(id) from rich_leaf")) {
                    r.next();
                    assertThat(r.getLong(1)).isEqualTo(3);
                }
            }
        }
    }

    @Test
    void whatH2HeldPostgresqlHoldsAfterwards() throws Exception {
        carriesEverything(Database.H2, Database.POSTGRESQL);
    }

    @Test
    void whatPostgresqlHeldH2HoldsAfterwards() throws Exception {
        carriesEverything(Database.POSTGRESQL, Database.H2);
    }

    @BothDatabases
    void whatWasAddedAfterTheBackupIsGoneAfterTheRestore(Database database) throws Exception {
        try (Portal portal = new Portal("one", database).with(SCRIPT).filled()) {
            Path archive = portal.archive();
            Map<String, List<String>> before = rows(archive);
            try (Connection c = portal.db.pool().getConnection(); Statement s = c.createStatement()) {
                s.execute("insert into rich_leaf (tree) values ('ffffffff-0000-7000-8000-000000000001')");
                s.execute("update rich_tree set name = 'changed'");
            }
            portal.backups.restore(archive, manifest -> {});
            assertThat(rows(portal.archive())).isEqualTo(before);
        }
    }

    @BothDatabases
    void aDamagedArchiveIsRefusedAndNothingChanges(Database database) throws Exception {
        try (Portal portal = new Portal("one", database).with(SCRIPT).filled()) {
            Map<String, List<String>> before = rows(portal.archive());
            Path cut = portal.archive();
            try (RandomAccessFile file = new RandomAccessFile(cut.toFile(), "rw")) {
                file.setLength(file.length() / 2);
            }
            Path flipped = portal.archive();
            try (RandomAccessFile file = new RandomAccessFile(flipped.toFile(), "rw")) {
                file.seek(file.length() / 3);
                file.write(new byte[60]);
            }
            Path nonsense = Files.writeString(folder.resolve("nonsense.zip"), "花名册");
            for (Path bad : List.of(cut, flipped, nonsense)) {
                assertThatThrownBy(() -> portal.backups.restore(bad, manifest -> {})).as(bad.toString()).isInstanceOf(Problem.class)
                        .satisfies(e -> assertThat(((Problem) e).code()).isIn("persistence.archive-damaged", "persistence.restore-failed"));
            }
            assertThat(rows(portal.archive())).isEqualTo(before);
            assertThat(portal.reopened).hasValue(0);
        }
    }

    @Test
    void anArchiveWhoseScriptsDoMoreThanMakeTablesIsRefusedAndRunsNothing() throws Exception {
        Path planted = folder.resolve("planted.cfg");
        try (Portal source = new Portal("source", Database.H2).with(SCRIPT).filled(); Portal target = new Portal("target", Database.H2)) {
            new ScriptShelf(source.db.pool()).keep("rich", Map.of(new Scripts.Place("db/migration", "V1__rich.sql"), SCRIPT + "call file_write('unsigned = true', '" + planted + "');"));
            Path archive = source.archive();
            assertThatThrownBy(() -> target.backups.restore(archive, manifest -> { })).isInstanceOf(Problem.class).hasMessage("persistence.archive-damaged");
            assertThat(planted).doesNotExist();
            assertThat(target.reopened).hasValue(0);
        }
    }

    @BothDatabases
    void aRestoreThatFailsHalfWayLeavesTheOldRows(Database database) throws Exception {
        // given an archive whose leaves do not fit the newer table
        try (Portal old = new Portal("old", database).with(SCRIPT).filled();
                Portal strict = new Portal("strict", database).with(SCRIPT.replace("note text", "note varchar(3)"))) {
            try (Connection c = strict.db.pool().getConnection(); Statement s = c.createStatement()) {
                s.execute("insert into rich_tree values ('ffffffff-0000-7000-8000-000000000009', null, '原有', 1)");
            }
            Map<String, List<String>> before = rows(strict.archive());
            Path archive = old.archive();

            assertThatThrownBy(() -> strict.backups.restore(archive, manifest -> {})).isInstanceOf(Problem.class)
                    .hasMessage("persistence.restore-failed");

            assertThat(rows(strict.archive())).isEqualTo(before);
        }
    }

    @BothDatabases
    void anArchiveOfANewerModuleIsRefused(Database database) throws Exception {
        try (Portal newer = new Portal("newer", database).with(SCRIPT.replace("raw bytea", "raw bytea, added integer"));
                Portal older = new Portal("older", database).with(SCRIPT).filled()) {
            Path archive = newer.archive();
            assertThatThrownBy(() -> older.backups.restore(archive, manifest -> {})).isInstanceOf(Problem.class)
                    .hasMessage("persistence.archive-of-newer-module");
            assertThat(older.db.count("rich_leaf")).isEqualTo(2);
        }
    }

    @BothDatabases
    void anArchiveOfAnOlderModuleFitsIntoItsNewerTables(Database database) throws Exception {
        try (Portal older = new Portal("older", database).with(SCRIPT).filled();
                Portal newer = new Portal("newer", database).with(SCRIPT.replace("raw bytea", "raw bytea, added integer not null default 5"))) {
            newer.backups.restore(older.archive(), manifest -> {});
            try (Connection c = newer.db.pool().getConnection(); Statement s = c.createStatement();
                    ResultSet r = s.executeQuery("select sum(added) from rich_leaf")) {
                r.next();
                assertThat(r.getInt(1)).isEqualTo(10);
            }
        }
    }

    @BothDatabases
    void aBackupWhileOthersWriteIsOneMoment(Database database) throws Exception {
        try (Portal portal = new Portal("busy", database).with("create table rich_a (id bigint primary key); create table rich_z (id bigint primary key);")) {
            AtomicBoolean stop = new AtomicBoolean();
            var writer = Executors.newSingleThreadExecutor();
            var written = writer.submit(() -> {
                int n = 0;
                for (; !stop.get(); n++) {
                    try (Connection c = portal.db.pool().getConnection(); Statement s = c.createStatement()) {
                        c.setAutoCommit(false);
                        s.execute("insert into rich_a values (" + n + ")");
                        s.execute("insert into rich_z values (" + n + ")");
                        c.commit();
                    }
                }
                return n;
            });
            for (int i = 0; i < 10; i++) {
                Map<String, List<String>> rows = rows(portal.archive());
                assertThat(rows.get("rich_a")).isEqualTo(rows.get("rich_z"));
            }
            stop.set(true);
            writer.shutdown();
            assertThat(written.get()).isPositive();
        }
    }

    @BothDatabases
    void aFullDiskEndsInAClearProblemAndNoFile(Database database) throws Exception {
        try (Portal portal = new Portal("one", database).with(SCRIPT).filled()) {
            OutputStream full = new OutputStream() {
                @Override
                public void write(int b) throws IOException {
                    throw new IOException("No space left on device");
                }
            };
            assertThatThrownBy(() -> portal.backups.write(full)).isInstanceOf(IOException.class);
            Path noFolder = Files.writeString(folder.resolve("file"), "");
            assertThatThrownBy(() -> portal.backups.write(noFolder.resolve("x.zip"))).isInstanceOf(Problem.class)
                    .hasMessage("persistence.backup-failed");
            // and the connection went back to the pool as it came
            portal.db.transactions().run(() -> portal.db.outbox().add("rich.added", "{}"));
            assertThat(portal.archive()).exists();
            try (Stream<Path> left = Files.list(folder)) {
                assertThat(left).noneMatch(f -> f.toString().endsWith(".part"));
            }
        }
    }

    @Test
    void whatAKilledProcessLeftOnItsWayIsTakenAwayAtTheNextStart() throws Exception {
        try (Portal portal = new Portal("one", Database.H2)) {
            Path backups = Files.createDirectories(portal.data.resolve("backups"));
            for (String name : List.of(".incoming-1.zip", ".download-1.zip", ".shuyuan-20261101T024000Z.zip.part", "shuyuan-20261101T024000Z.zip", "own.zip")) {
                Files.writeString(backups.resolve(name), "");
            }
            portal.backups.tidy();
            try (Stream<Path> left = Files.list(backups)) {
                assertThat(left.map(f -> f.getFileName().toString())).containsExactlyInAnyOrder("shuyuan-20261101T024000Z.zip", "own.zip");
            }
        }
    }

    @Test
    void namesThatLeadOutOfTheFolderAreNotCarried() {
        assertThat(Stream.of("files/../x", "files//x", "/files/x", "files/a/../../b", "tables/a.txt", "files/.hidden", "files/x.part", "files/a\\b"))
                .noneMatch(Archive::carried);
        assertThat(Stream.of("files/ab/abcdef", "tables/calendar_event.jsonl")).allMatch(Archive::carried);
    }

    @BothDatabases
    void manyRowsGoOutAndComeBack(Database database) throws Exception {
        try (Portal portal = new Portal("many", database).with("create table rich_a (id bigint primary key, note varchar(200));")) {
            try (Connection c = portal.db.pool().getConnection(); PreparedStatement s = c.prepareStatement("insert into rich_a values (?, ?)")) {
                char[] text = new char[200];
                Arrays.fill(text, '书');
                for (int i = 0; i < 20_000; i++) {
                    s.setLong(1, i);
                    s.setString(2, new String(text));
                    s.addBatch();
                    if (i % 1000 == 999) {
                        s.executeBatch();
                    }
                }
            }
            Path archive = portal.archive();
            portal.backups.restore(archive, manifest -> {});
            assertThat(portal.db.count("rich_a")).isEqualTo(20_000);
            assertThat(Files.size(archive)).isLessThan(2_000_000);
        }
    }
}
