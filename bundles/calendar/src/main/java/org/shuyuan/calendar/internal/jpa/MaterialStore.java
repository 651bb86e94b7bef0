package org.shuyuan.calendar.internal.jpa;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.files.FileType;
import org.shuyuan.api.tx.Jpa;
import org.shuyuan.api.tx.Sql;
import org.shuyuan.calendar.internal.Material;

/** What is read and shown at events. Thread-safe. */
@Component(service = MaterialStore.class)
public final class MaterialStore {

    private static final String COLUMNS = "select id, event_id, recurrence, title, address, type, file, size, added_by, added_at, account from calendar_material where ";

    private final Jpa jpa;

    @Activate
    public MaterialStore(@Reference(target = "(shuyuan.module=calendar)") Jpa jpa) {
        this.jpa = jpa;
    }

    /** In the order they were added. */
    public List<Material> of(UUID event) {
        return jpa.read(em -> Sql.list(em, COLUMNS + "event_id = ? order by added_at, id", List.of(event), MaterialStore::material));
    }

    public Optional<Material> find(UUID id) {
        return jpa.read(em -> Sql.list(em, COLUMNS + "id = ?", List.of(id), MaterialStore::material).stream().findFirst());
    }

    /** Locks the event's row until the transaction ends: of two that are added at once the second sees the first. */
    public void lock(UUID event) {
        jpa.run(em -> Sql.list(em, "select id from calendar_event where id = ? for update", List.of(event), r -> 1));
    }

    public void add(Material m) {
        Material.@Nullable Kept file = m.file();
        jpa.run(em -> Sql.update(em, "insert into calendar_material (id, event_id, recurrence, title, address, type, file, size, added_by, added_at, account) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                m.id(), m.event(), m.recurrence(), m.title(), m.address(), file == null ? null : file.type().word(),
                        file == null ? null : file.id(), file == null ? null : file.size(), m.addedBy(), m.addedAt(), m.account()));
    }

    public void remove(UUID id) {
        jpa.run(em -> Sql.update(em, "delete from calendar_material where id = ?", id));
    }

    private static Material material(ResultSet r) throws SQLException {
        String type = r.getString(6);
        return new Material(r.getObject(1, UUID.class), r.getObject(2, UUID.class), r.getObject(3, LocalDateTime.class), r.getString(4), r.getString(5),
                type == null ? null : new Material.Kept(r.getString(7), FileType.of(type), r.getLong(8)), r.getString(9), r.getObject(11, UUID.class), Objects.requireNonNull(Sql.instant(r, 10)));
    }
}
