package org.shuyuan.persistence.internal.backup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Access;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.directory.Units;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.tx.Transactions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who may back up and restore, and the trail of it. An archive holds everything, so the permission is needed at every root. */
@Component(service = BackupService.class)
public class BackupService {

    static final String BACKUP = "persistence.backup";
    static final String RESTORE = "persistence.restore";
    private static final Logger LOG = LoggerFactory.getLogger(BackupService.class);
    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final Backups backups;
    private final Transactions transactions;
    private final Access access;
    private final Audit audit;
    private final Units units;

    @Activate
    public BackupService(@Reference Backups backups, @Reference Transactions transactions, @Reference Access access,
            @Reference Audit audit, @Reference Units units) {
        this.backups = backups;
        this.transactions = transactions;
        this.access = access;
        this.audit = audit;
        this.units = units;
    }

    /** {@code shuyuan-20261123T013000Z.zip}. */
    static String name(Instant at) {
        return "shuyuan-" + NAME.format(at) + ".zip";
    }

    /** An archive on its way to the caller. @param at when it was written */
    record Download(Path file, Instant at) {}

    /** Writes an archive the caller takes away: a file that the taker deletes, and of which it says when it has {@link #arrived}. */
    Download backup(Caller caller) {
        require(caller, BACKUP);
        Path file = backups.folder().resolve(".download-" + UUID.randomUUID() + ".zip");
        Manifest manifest = backups.write(file);
        Instant at = Instant.parse(manifest.at());
        note(caller, BACKUP, name(at), manifest);
        return new Download(file, at);
    }

    /** All of it was sent: only now there is a backup. */
    void arrived(Download download) {
        backups.remember(download.at());
    }

    /** The nightly archive, which stays. */
    Path backupTo(Caller job, Path file) {
        Manifest manifest = backups.write(file);
        note(job, BACKUP, file.getFileName().toString(), manifest);
        backups.remember(Instant.parse(manifest.at()));
        return file;
    }

    void packIfGrown() {
        backups.packIfGrown();
    }

    Path folder() {
        return backups.folder();
    }

    /**
     * Restores what the caller sends.
     *
     * @throws Problem 507 {@code persistence.backup-failed} when it does not fit on the disk
     */
    Manifest restore(Caller caller, InputStream content) {
        require(caller, RESTORE);
        Path file = backups.folder().resolve(".incoming-" + UUID.randomUUID() + ".zip");
        try {
            Files.createDirectories(backups.folder());
            Files.copy(content, file);
            return backups.restore(file, manifest -> noteSafely(caller, manifest));
        } catch (IOException e) {
            throw new Problem(507, "persistence.backup-failed").with("detail", Backups.detail(e));
        } finally {
            Backups.delete(file);
        }
    }

    private void require(Caller caller, String permission) {
        List<Unit> roots = units.roots();
        if (roots.isEmpty() && caller.kind() != Caller.Kind.CONSOLE) {
            // an empty portal has nobody yet who could hold a permission: only the machine's own console
            throw Problem.forbidden("access.forbidden");
        }
        roots.forEach(root -> access.require(caller, permission, root.id()));
    }

    private void note(Caller caller, String action, String name, Manifest manifest) {
        long rows = manifest.tables().stream().mapToLong(Manifest.Table::rows).sum();
        transactions.run(() -> audit.write(caller, null, action, new Audit.Subject("persistence.archive", manifest.at(), name), null,
                Map.of("at", manifest.at(), "product", manifest.product(), "tables", manifest.tables().size(), "rows", rows)));
    }

    /** The rows are restored whether or not the trail can be written. */
    private void noteSafely(Caller caller, Manifest manifest) {
        try {
            note(caller, RESTORE, name(Instant.parse(manifest.at())), manifest);
        } catch (RuntimeException e) {
            LOG.error("{} restored the backup of {}, but the trail could not be written", caller.name(), manifest.at(), e);
        }
    }
}
