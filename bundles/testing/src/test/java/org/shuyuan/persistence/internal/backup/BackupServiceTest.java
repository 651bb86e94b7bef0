package org.shuyuan.persistence.internal.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.module.ModuleData;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.text.Language;
import org.shuyuan.persistence.internal.ModuleEraser;
import org.shuyuan.testing.Database;
import org.shuyuan.testing.FakeAccess;
import org.shuyuan.testing.FakeAudit;
import org.shuyuan.testing.FakeUnits;
import org.shuyuan.testing.ModuleDatabase;

class BackupServiceTest implements Backups.House {

    @TempDir
    Path data;

    private final FakeUnits units = new FakeUnits();
    private final FakeAccess access = new FakeAccess(units);
    private final FakeAudit audit = new FakeAudit();
    private final Caller administrator = FakeAccess.person("管理员");
    private ModuleDatabase db;
    private BackupService service;
    private boolean reopened;
    private int packed;

    @BeforeEach
    void open() {
        db = ModuleDatabase.of("persistence", Database.H2);
        service = new BackupService(new Backups(db.pool(), "h2", "0.1.0", data, this), db.transactions(), access, audit, units);
    }

    @AfterEach
    void close() {
        db.close();
    }

    @Override
    public void alone(Backups.Work work) throws Exception {
        work.run();
    }

    @Override
    public void reopen() {
        reopened = true;
    }

    @Override
    public void packIfGrown() {
        packed++;
    }

    private Unit permitted() {
        Unit root = units.add("总行", null);
        access.grant(administrator, "persistence.backup", root.id()).grant(administrator, "persistence.restore", root.id());
        return root;
    }

    @Test
    void whenTheLastBackupWasIsKnownToThoseWhoMustNotActWithoutOne() {
        permitted();
        ModuleData known = new ModuleEraser(db.pool(), module -> false);
        assertThat(known.lastBackup()).isEmpty();
        Instant before = Instant.now().minusSeconds(1);
        BackupService.Download cut = service.backup(administrator);
        assertThat(known.lastBackup()).as("on its way, and nobody has it yet").isEmpty();
        service.arrived(cut);
        service.arrived(service.backup(administrator));
        assertThat(known.lastBackup()).hasValueSatisfying(at -> assertThat(at).isBetween(before, Instant.now()));
        assertThat(db.count("persistence_backup_taken")).as("only the last counts").isEqualTo(1);
    }

    @Test
    void aBackupOfTheFutureIsOfAClockThatWasWrongAndCountsForNothing() {
        permitted();
        ModuleData known = new ModuleEraser(db.pool(), module -> false);
        BackupService.Download download = service.backup(administrator);
        service.arrived(new BackupService.Download(download.file(), Instant.now().plus(Duration.ofDays(1500))));
        assertThat(known.lastBackup()).isEmpty();
        service.arrived(download);
        assertThat(known.lastBackup()).as("with the clock set right").isPresent();
    }

    @Test
    void whoMayNeitherBacksUpNorRestores() {
        permitted();
        Caller member = FakeAccess.person("职员");
        assertThatThrownBy(() -> service.backup(member)).isInstanceOf(Problem.class).hasMessage("access.forbidden");
        assertThatThrownBy(() -> service.restore(member, InputStream.nullInputStream())).hasMessage("access.forbidden");
        assertThat(audit.actions()).isEmpty();
    }

    @Test
    void thePermissionIsNeededAtEveryRoot() {
        permitted();
        units.add("另一家", null);
        assertThatThrownBy(() -> service.backup(administrator)).hasMessage("access.forbidden");
    }

    @Test
    void anEmptyPortalAnswersOnlyItsOwnConsole() throws IOException {
        assertThatThrownBy(() -> service.backup(administrator)).hasMessage("access.forbidden");
        Caller console = new Caller(UUID.randomUUID(), null, "console", Caller.Kind.CONSOLE, Language.EN, "127.0.0.1");
        assertThat(service.backup(console).file()).exists();
    }

    @Test
    void aBackupAndItsRestoreAreInTheTrail() throws IOException {
        permitted();
        Path archive = service.backup(administrator).file();
        service.restore(administrator, Files.newInputStream(archive));
        assertThat(audit.actions()).containsExactly("persistence.backup", "persistence.restore");
        assertThat(reopened).isTrue();
    }

    @Test
    void anUploadThatIsNoArchiveIsRefusedAndNotKept() throws IOException {
        permitted();
        assertThatThrownBy(() -> service.restore(administrator, new ByteArrayInputStream(new byte[] {1, 2, 3})))
                .hasMessage("persistence.archive-damaged");
        try (Stream<Path> left = Files.list(data.resolve("backups"))) {
            assertThat(left).isEmpty();
        }
        assertThat(reopened).isFalse();
        assertThat(audit.actions()).isEmpty();
    }

    @Test
    void anUploadThatDoesNotFitOnTheDiskIsAClearProblem() {
        permitted();
        InputStream full = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("No space left on device");
            }
        };
        assertThatThrownBy(() -> service.restore(administrator, full)).isInstanceOf(Problem.class).hasMessage("persistence.backup-failed");
    }

    private void night(String at) throws InterruptedException {
        NightlyBackup job = new NightlyBackup("02:30", 14, service, db.dataSource(), Clock.fixed(Instant.parse(at), ZoneOffset.UTC));
        job.look();
        job.close();
    }

    private Stream<String> kept() throws IOException {
        try (Stream<Path> files = Files.list(data.resolve("backups"))) {
            return files.map(f -> f.getFileName().toString()).sorted().toList().stream();
        }
    }

    @Test
    void oneBackupIsWrittenADayAndFourteenDaysAreKept() throws Exception {
        night("2026-11-01T02:00:00Z");
        assertThat(data.resolve("backups")).doesNotExist();
        night("2026-11-01T02:40:00Z");
        night("2026-11-01T02:50:00Z");
        night("2026-11-10T09:00:00Z");
        assertThat(kept()).containsExactly("shuyuan-20261101T024000Z.zip", "shuyuan-20261110T090000Z.zip");
        night("2026-11-20T03:00:00Z");
        assertThat(kept()).containsExactly("shuyuan-20261110T090000Z.zip", "shuyuan-20261120T030000Z.zip");
        assertThat(audit.actions()).hasSize(3).containsOnly("persistence.backup");
    }

    /** Packing stops all work for some seconds. */
    @Test
    void theDatabaseIsPackedAtNightAndNotWhenABackupIsMadeUpForInTheDay() throws Exception {
        night("2026-11-01T02:40:00Z");
        assertThat(packed).isEqualTo(1);
        night("2026-11-02T10:20:00Z");
        assertThat(kept()).hasSize(2);
        assertThat(packed).isEqualTo(1);
    }

    @Test
    void whatSomebodyElsePutBesideTheNightlyBackupsStays() throws Exception {
        night("2026-11-01T02:40:00Z");
        java.nio.file.attribute.FileTime old = java.nio.file.attribute.FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));
        for (String name : new String[] {"before-the-move.zip", "shuyuan-copy.zip", "notes.txt"}) {
            Files.setLastModifiedTime(Files.writeString(data.resolve("backups").resolve(name), ""), old);
        }
        night("2026-12-01T02:40:00Z");
        assertThat(kept()).containsExactly("before-the-move.zip", "notes.txt", "shuyuan-20261201T024000Z.zip", "shuyuan-copy.zip");
    }

    @Test
    void aNightThatFailedIsTriedAgain() throws Exception {
        Path blocked = Files.writeString(data.resolve("backups"), "in the way");
        night("2026-11-01T02:40:00Z");
        Files.delete(blocked);
        night("2026-11-01T02:50:00Z");
        assertThat(kept()).containsExactly("shuyuan-20261101T025000Z.zip");
    }
}
