package org.shuyuan.persistence.internal.backup;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.persistence.internal.Migrator;
import org.shuyuan.persistence.internal.Scripts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes archives and reads them back. A service inside this bundle. Thread-safe; one restore at a time. */
public final class Backups {

    /** What a restore needs of the rest of the bundle. */
    public interface House {

        /** Runs the work while nobody else writes and the portal answers 503. */
        void alone(Work work) throws Exception;

        /** Gives back disk space that the database holds without need, in a pause of some seconds. */
        default void packIfGrown() throws Exception {
            // another database does it by itself
        }

        /** Closes everything that rests on the database and opens it again, soon, on another thread. */
        void reopen();
    }

    /** What is done alone. */
    @FunctionalInterface
    public interface Work {
        void run() throws Exception;
    }

    private static final Logger LOG = LoggerFactory.getLogger(Backups.class);
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);

    private final DataSource pool;
    private final String vendor;
    private final String product;
    private final Path data;
    private final House house;

    /** @param data the data folder, with {@code files/} and {@code backups/} in it */
    public Backups(DataSource pool, String vendor, String product, Path data, House house) {
        this.pool = pool;
        this.vendor = vendor;
        this.product = product;
        this.data = data;
        this.house = house;
    }

    /** Where archives and what is on its way are kept, readable by the portal's user only. */
    public Path folder() {
        return data.resolve("backups");
    }

    /**
     * Writes an archive of everything while the portal runs; the file appears whole or not at all.
     *
     * @throws Problem 507 {@code persistence.backup-failed}: disk full, folder not writable, database away
     */
    public Manifest write(Path target) {
        Path part = target.resolveSibling("." + target.getFileName() + ".part");
        try {
            Files.createDirectories(target.toAbsolutePath().getParent());
            Manifest manifest;
            try (FileOutputStream file = new FileOutputStream(part.toFile())) {
                manifest = write(new BufferedOutputStream(file, 1 << 16));
                file.getFD().sync();
            }
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return manifest;
        } catch (IOException | SQLException e) {
            LOG.warn("No backup was written to {}: {}", target, e.toString());
            throw new Problem(507, "persistence.backup-failed").with("detail", detail(e));
        } finally {
            delete(part);
        }
    }

    /** Writes down that there is such an archive, for those who must not act without one. Only the last counts. */
    void remember(Instant taken) {
        try (Connection c = pool.getConnection();
                // a moment of the future is of a clock that was wrong then, and would stand for a backup for ever
                PreparedStatement forget = c.prepareStatement("delete from persistence_backup_taken where taken_at < ? or taken_at > ?");
                PreparedStatement add = c.prepareStatement("insert into persistence_backup_taken (taken_at) select ? where not exists (select 1 from persistence_backup_taken where taken_at >= ?)")) {
            Timestamp at = Timestamp.from(taken.truncatedTo(ChronoUnit.MILLIS));
            forget.setTimestamp(1, at);
            forget.setTimestamp(2, Timestamp.from(Instant.now().plus(CLOCKS_DIFFER)));
            forget.executeUpdate();
            add.setTimestamp(1, at);
            add.setTimestamp(2, at);
            add.executeUpdate();
        } catch (SQLException e) {
            LOG.warn("The backup of {} is whole, but could not be written down: {}", taken, e.getMessage());
        }
    }

    Manifest write(OutputStream out) throws SQLException, IOException {
        try (Connection c = pool.getConnection()) {
            int isolation = c.getTransactionIsolation();
            try {
                Manifest manifest = ArchiveWriter.write(c, vendor, product, data.resolve("files"), out);
                out.flush();
                return manifest;
            } finally {
                c.setAutoCommit(true);
                c.setTransactionIsolation(isolation);
            }
        }
    }

    /**
     * Verifies the archive, then puts its rows and files in the place of those there are. Whatever fails, the old rows stand.
     *
     * @param afterwards run when the rows are there, before the portal opens again
     * @throws Problem 422 for an archive that is damaged or newer than this portal; 409 {@code persistence.busy}; 422
     *     {@code persistence.restore-failed}
     */
    public Manifest restore(Path file, Consumer<Manifest> afterwards) {
        try (Archive archive = Archive.open(file)) {
            archive.verify();
            house.alone(() -> {
                makeMissingTables(archive);
                archive.copyFiles(data.resolve("files"));
                new Loader(pool, vendor).load(archive);
                // what a migration was to be taken back to is not what was restored
                try (DirectoryStream<Path> left = Files.newDirectoryStream(Files.createDirectories(data.resolve("db")), "undo-*.sql")) {
                    left.forEach(Backups::delete);
                }
            });
            try {
                afterwards.accept(archive.manifest());
            } finally {
                house.reopen();
            }
            LOG.info("Restored the backup of {} written by {}", archive.manifest().at(), archive.manifest().product());
            return archive.manifest();
        } catch (Problem e) {
            throw e;
        } catch (Exception e) {
            // the driver's own message quotes whole rows, which do not belong into a log
            LOG.error("The backup was not restored, all data is as it was: {}", detail(e));
            LOG.debug("Restore", e);
            throw new Problem(422, "persistence.restore-failed").with("detail", detail(e));
        }
    }

    /** Modules that are not installed here yet, or were withdrawn there, get their tables from the scripts in the archive. */
    private void makeMissingTables(Archive archive) throws SQLException, IOException, Migrator.MigrationFailed {
        Set<String> here;
        try (Connection c = pool.getConnection()) {
            here = Shape.modules(c);
        }
        Set<String> missing = new TreeSet<>(archive.manifest().modules().keySet());
        missing.removeAll(here);
        for (String module : missing) {
            if (!module.matches("[a-z][a-z0-9]{0,40}")) {
                throw Archive.damaged(Manifest.NAME);
            }
            Path scripts = Files.createTempDirectory("shuyuan-scripts");
            try {
                ScriptShelf.unpack(archive, module, scripts);
                new Migrator(pool, vendor, data.resolve("db")).migrate(module, Scripts.of(scripts, vendor));
            } finally {
                try (Stream<Path> all = Files.walk(scripts)) {
                    all.sorted(Comparator.reverseOrder()).forEach(Backups::delete);
                }
            }
        }
    }

    /** At the start: what a killed process left on its way holds everything the portal knows, and nobody wants it any more. */
    public void tidy() {
        if (Files.isDirectory(folder())) {
            try (DirectoryStream<Path> left = Files.newDirectoryStream(folder(), ".{download,incoming,shuyuan}-*")) {
                left.forEach(Backups::delete);
            } catch (IOException e) {
                LOG.warn("{} could not be tidied: {}", folder(), e.toString());
            }
        }
    }

    /** At night, when nobody minds a pause. */
    void packIfGrown() {
        try {
            house.packIfGrown();
        } catch (Exception e) {
            LOG.warn("The database's file was not packed, tried again tomorrow: {}", detail(e));
        }
    }

    static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("Not deleted: {}", file, e);
        }
    }

    /** The innermost reason, short. */
    static String detail(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String text = cause.getMessage() == null ? "" : cause.getMessage().lines().findFirst().orElse("");
        return text.length() > 200 ? text.substring(0, 200) : text;
    }
}
