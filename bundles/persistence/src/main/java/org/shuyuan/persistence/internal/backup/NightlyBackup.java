package org.shuyuan.persistence.internal.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.settings.UnknownKeys;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One backup a day, after the set time or as soon as the portal runs again; the old ones go. A row in the database lets one node
 * do it.
 */
@Component(service = NightlyBackup.class, immediate = true, configurationPid = "org.shuyuan.persistence.backup")
public class NightlyBackup {

    /** {@code etc/org.shuyuan.persistence.backup.cfg}. */
    public @interface Config {
        boolean enabled() default true;

        /** Local time of the machine, HH:MM. */
        String at() default "02:30";

        /** Days a nightly backup is kept, 1 to 3650. */
        int days() default 14;
    }

    private static final Logger LOG = LoggerFactory.getLogger(NightlyBackup.class);

    /** How long after the set time the portal may pause to pack the database: a backup that is made up for in the day stops nobody's work. */
    private static final Duration NIGHT = Duration.ofHours(2);

    /** What was begun so long ago and has left no backup was ended with the process that wrote it. */
    private static final Duration CUT_OFF = Duration.ofHours(2);

    private final BackupService service;
    private final DataSource database;
    private final Clock clock;
    private final LocalTime at;
    private final int days;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(r -> {
        Thread t = new Thread(r, "shuyuan-backup");
        t.setDaemon(true);
        return t;
    });

    @Activate
    public NightlyBackup(Config config, Map<String, Object> properties, @Reference BackupService service,
            @Reference(target = "(osgi.jndi.service.name=shuyuan.persistence)") DataSource database) {
        this(config.at(), config.days(), service, database, Clock.systemDefaultZone());
        Set<String> unknown = UnknownKeys.of(properties, Config.class);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("org.shuyuan.persistence.backup.cfg has settings that do not exist: " + String.join(", ", unknown)
                    + ". There is no nightly backup until the file is right");
        }
        if (config.enabled()) {
            // not in the first minutes, which belong to those who are waiting for the portal
            thread.scheduleWithFixedDelay(this::look, 15, 10, TimeUnit.MINUTES);
        }
    }

    NightlyBackup(String at, int days, BackupService service, DataSource database, Clock clock) {
        this.at = LocalTime.parse(at);
        if (days < 1 || days > 3650) {
            throw new IllegalArgumentException("days in org.shuyuan.persistence.backup.cfg must be 1 to 3650, not " + days);
        }
        this.days = days;
        this.service = service;
        this.database = database;
        this.clock = clock;
    }

    void look() {
        LocalDateTime now = LocalDateTime.now(clock);
        if (now.toLocalTime().isBefore(at)) {
            return;
        }
        LocalDate today = now.toLocalDate();
        try {
            if (!take(today)) {
                return;
            }
        } catch (SQLException e) {
            LOG.warn("No nightly backup yet, tried again in ten minutes: {}", e.getMessage());
            return;
        }
        try {
            Path file = service.backupTo(Caller.system("nightly backup"), service.folder().resolve(BackupService.name(clock.instant())));
            purge();
            LOG.info("Nightly backup written: {}", file);
            if (now.isBefore(today.atTime(at).plus(NIGHT))) {
                service.packIfGrown();
            }
        } catch (RuntimeException | IOException e) {
            LOG.error("The nightly backup failed, tried again in ten minutes. Check space and permissions of {}", service.folder(), e);
            giveBack(today);
        }
    }

    /** True for the one node that writes today's backup. */
    private boolean take(LocalDate today) throws SQLException {
        try (Connection c = database.getConnection();
                PreparedStatement takeOver = c.prepareStatement("update persistence_backup_day set started_at = ? where backup_day = ? and started_at < ?"
                        + " and not exists (select 1 from persistence_backup_taken where taken_at >= started_at)");
                PreparedStatement s = c.prepareStatement("insert into persistence_backup_day (backup_day, started_at) select ?, ?"
                        + " where not exists (select 1 from persistence_backup_day where backup_day = ?)")) {
            OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
            takeOver.setObject(1, now);
            takeOver.setObject(2, today);
            takeOver.setObject(3, now.minus(CUT_OFF));
            s.setObject(1, today);
            s.setObject(2, now);
            s.setObject(3, today);
            return takeOver.executeUpdate() == 1 || s.executeUpdate() == 1;
        } catch (SQLException e) {
            if (String.valueOf(e.getSQLState()).startsWith("23")) {
                return false;
            }
            throw e;
        }
    }

    private void giveBack(LocalDate today) {
        try (Connection c = database.getConnection();
                PreparedStatement s = c.prepareStatement("delete from persistence_backup_day where backup_day = ?")) {
            s.setObject(1, today);
            s.executeUpdate();
        } catch (SQLException e) {
            LOG.warn("Tomorrow's backup is the next: {}", e.getMessage());
        }
    }

    /** The newest always stays, however old. */
    private void purge() throws IOException {
        try (Stream<Path> all = Files.list(service.folder())) {
            List<Path> archives = all.filter(f -> f.getFileName().toString().matches("shuyuan-\\d{8}T\\d{6}Z\\.zip")).sorted().toList();
            String oldest = BackupService.name(LocalDate.now(clock).minusDays(days).atStartOfDay(ZoneId.systemDefault()).toInstant());
            for (Path archive : archives.subList(0, Math.max(0, archives.size() - 1))) {
                if (archive.getFileName().toString().compareTo(oldest) < 0) {
                    Backups.delete(archive);
                }
            }
        }
    }

    /** Waits for a backup under way: half of one would be lost otherwise. */
    @Deactivate
    public void close() throws InterruptedException {
        thread.shutdown();
        thread.awaitTermination(20, TimeUnit.SECONDS);
    }
}
