package org.shuyuan.attendance.internal.jpa;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.files.FileType;
import org.shuyuan.api.tx.Jpa;
import org.shuyuan.api.tx.Sql;
import org.shuyuan.attendance.internal.LeaveFile;

/** Which files are with leave. Thread-safe. */
@Component(service = LeaveFileStore.class)
public final class LeaveFileStore {

    private static final String COLUMNS = "f.id, f.leave_id, f.name, f.type, f.file, f.size, f.added_at";

    private final Jpa jpa;

    @Activate
    public LeaveFileStore(@Reference(target = "(shuyuan.module=attendance)") Jpa jpa) {
        this.jpa = jpa;
    }

    public Optional<LeaveFile> find(UUID id) {
        return jpa.read(em -> Sql.list(em, "select " + COLUMNS + " from attendance_leave_file f where f.id = ?", List.of(id), LeaveFileStore::file).stream().findFirst());
    }

    /** By leave, in the order they were added. */
    public Map<UUID, List<LeaveFile>> of(Collection<UUID> leaves) {
        return jpa.read(em -> Sql.in(em, "select " + COLUMNS + " from attendance_leave_file f where f.leave_id in (:keys) order by f.added_at, f.id", leaves, LeaveFileStore::file)).stream()
                .collect(Collectors.groupingBy(LeaveFile::leave));
    }

    public List<LeaveFile> ofPerson(UUID person) {
        return jpa.read(em -> Sql.list(em, "select " + COLUMNS + " from attendance_leave_file f join attendance_leave l on l.id = f.leave_id where l.person_id = ? order by f.added_at, f.id",
                List.of(person), LeaveFileStore::file));
    }

    /** Locks the leave's row until the transaction ends: of two that are added at once the second sees the first. */
    public void lock(UUID leave) {
        jpa.run(em -> Sql.list(em, "select id from attendance_leave where id = ? for update", List.of(leave), r -> 1));
    }

    public void add(LeaveFile f) {
        jpa.run(em -> Sql.update(em, "insert into attendance_leave_file (id, leave_id, name, type, file, size, added_at) values (?, ?, ?, ?, ?, ?, ?)", f.id(), f.leave(), f.name(), f.type().word(),
                f.file(), f.size(), f.addedAt()));
    }

    public void remove(UUID id) {
        jpa.run(em -> Sql.update(em, "delete from attendance_leave_file where id = ?", id));
    }

    private static LeaveFile file(ResultSet r) throws SQLException {
        return new LeaveFile(r.getObject(1, UUID.class), r.getObject(2, UUID.class), r.getString(3), FileType.of(r.getString(4)), r.getString(5), r.getLong(6),
                Objects.requireNonNull(Sql.instant(r, 7)));
    }
}
