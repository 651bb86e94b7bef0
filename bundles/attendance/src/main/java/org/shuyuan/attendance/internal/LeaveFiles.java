package org.shuyuan.attendance.internal;

import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Access;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.files.FileType;
import org.shuyuan.api.files.Files;
import org.shuyuan.api.files.OwnFiles;
import org.shuyuan.api.id.Ids;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.tx.Transactions;
import org.shuyuan.attendance.internal.jpa.LeaveFileStore;

/**
 * Files with leave, such as a doctor's note: seen by who asked and by who decides, and by nobody else. Thread-safe.
 */
@Component(service = LeaveFiles.class)
public final class LeaveFiles {

    public static final long LARGEST = 10L << 20;
    static final int MOST = 3;
    private static final Set<FileType> ALLOWED = Set.of(FileType.PDF, FileType.JPG, FileType.PNG, FileType.DOCX);

    private final LeaveFileStore store;
    private final LeaveService leaves;
    private final OwnFiles files;
    private final Access access;
    private final Audit audit;
    private final Watch watch;
    private final Transactions transactions;

    @Activate
    public LeaveFiles(@Reference LeaveFileStore store, @Reference LeaveService leaves, @Reference Files files, @Reference Access access, @Reference Audit audit, @Reference Watch watch,
            @Reference Transactions transactions) {
        this.store = store;
        this.leaves = leaves;
        this.files = new OwnFiles(files);
        this.access = access;
        this.audit = audit;
        this.watch = watch;
        this.transactions = transactions;
    }

    /** By leave. Asks no permission: whoever may see the leave may know what is with it. */
    public Map<UUID, List<LeaveFile>> of(Collection<UUID> some) {
        return store.of(some);
    }

    /**
     * Adds a file to leave that was not refused or taken back; who wrote it down for somebody else may too.
     *
     * @param content at most {@link #LARGEST}
     * @throws Problem 404 {@code attendance.no-such-leave}; 409 {@code attendance.leave-decided}, {@code attendance.too-many-files}; 413 {@code files.too-large};
     *     415 {@code files.type}
     */
    public LeaveFile add(Caller caller, UUID id, String name, InputStream content) {
        Leave leave = leaves.find(caller, id);
        if (leave.status() != Leave.Status.ASKED && leave.status() != Leave.Status.APPROVED) {
            throw Problem.conflict("attendance.leave-decided");
        }
        room(id);
        OwnFiles.Kept kept = files.put(content, name, LARGEST, ALLOWED);
        LeaveFile file = new LeaveFile(Ids.next(), id, kept.type().named(name), kept.type(), kept.id(), kept.size(), watch.clock().instant());
        try {
            transactions.run(() -> {
                store.lock(id);
                room(id);
                store.add(file);
                written(caller, leave, "add-leave-file", null, snapshot(file));
            });
        } catch (RuntimeException notTaken) {
            files.remove(file.file());
            throw notTaken;
        }
        return file;
    }

    private void room(UUID leave) {
        if (store.of(List.of(leave)).getOrDefault(leave, List.of()).size() >= MOST) {
            throw Problem.conflict("attendance.too-many-files").with("max", MOST);
        }
    }

    /** @throws Problem 404 {@code attendance.no-such-leave}, {@code attendance.no-such-file} */
    public LeaveFile find(Caller caller, UUID leave, UUID id) {
        leaves.find(caller, leave);
        return store.find(id).filter(f -> f.leave().equals(leave)).orElseThrow(() -> Problem.notFound("attendance.no-such-file"));
    }

    /** Its bytes; the caller closes it, and has found it. */
    public InputStream open(LeaveFile file) throws IOException {
        return files.open(file.file());
    }

    /** The person takes a file back, until it was decided. @throws Problem 404; 409 {@code attendance.leave-decided} */
    public void remove(Caller caller, UUID leaveId, UUID id) {
        Leave leave = leaves.find(caller, leaveId);
        if (!leave.person().equals(caller.person())) {
            access.require(caller, Permissions.APPROVE, leave.unit());
        }
        LeaveFile file = find(caller, leaveId, id);
        if (leave.status() != Leave.Status.ASKED) {
            throw Problem.conflict("attendance.leave-decided");
        }
        transactions.run(() -> {
            store.remove(id);
            written(caller, leave, "remove-leave-file", snapshot(file), null);
            transactions.afterCommit(() -> files.remove(file.file()));
        });
    }

    /** Somebody is anonymised: with the rows goes what they name. Part of the caller's transaction. */
    void drop(UUID person) {
        store.ofPerson(person).forEach(file -> {
            store.remove(file.id());
            transactions.afterCommit(() -> files.remove(file.file()));
        });
    }

    /** Its kind and size: a name may tell of an illness. */
    private static Map<String, Object> snapshot(LeaveFile file) {
        return Map.of("file", file.id().toString(), "type", file.type().word(), "size", file.size());
    }

    private void written(Caller caller, Leave leave, String action, @Nullable Object before, @Nullable Object after) {
        audit.write(caller, leave.unit(), "attendance." + action, new Audit.Subject("attendance.leave", leave.id().toString(), leave.from().toString().substring(0, 10)), before, after);
        watch.changed(leave);
    }
}
