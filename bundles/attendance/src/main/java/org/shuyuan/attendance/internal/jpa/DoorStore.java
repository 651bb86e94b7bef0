package org.shuyuan.attendance.internal.jpa;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.tx.Jpa;
import org.shuyuan.api.tx.Sql;
import org.shuyuan.attendance.internal.Door;

/** Doors of gatherings and who signed in there. Thread-safe. */
@Component(service = DoorStore.class)
public final class DoorStore {

    private static final String COLUMNS = "d.gathering_id, d.secret, d.opens, d.closes, d.late_after, d.addresses, d.stopped";

    /** @param device digest of what the device is known by */
    public record SignIn(UUID gathering, UUID person, String device, String address, Instant at) {}

    private final Jpa jpa;

    @Activate
    public DoorStore(@Reference(target = "(shuyuan.module=attendance)") Jpa jpa) {
        this.jpa = jpa;
    }

    public Optional<Door> find(UUID gathering) {
        return jpa.read(em -> Sql.list(em, "select " + COLUMNS + " from attendance_door d where d.gathering_id = ?", List.of(gathering), DoorStore::door).stream().findFirst());
    }

    /** The one that was opened last at a unit: the next is likely to be like it. */
    public Optional<Door> last(UUID unit) {
        return jpa.read(em -> Sql.list(em, "select " + COLUMNS + " from attendance_door d join attendance_gathering g on g.id = d.gathering_id where g.unit_id = ? order by d.opens desc"
                + " fetch first 1 rows only", List.of(unit), DoorStore::door).stream().findFirst());
    }

    public void put(Door door) {
        jpa.run(em -> {
            int changed = Sql.update(em, "update attendance_door set secret = ?, opens = ?, closes = ?, late_after = ?, addresses = ?, stopped = ? where gathering_id = ?", door.secret(), door.opens(),
                    door.closes(), door.lateAfter(), door.addresses(), door.stopped(), door.gathering());
            if (changed == 0) {
                Sql.update(em, "insert into attendance_door (secret, opens, closes, late_after, addresses, stopped, gathering_id) values (?, ?, ?, ?, ?, ?, ?)", door.secret(), door.opens(),
                        door.closes(), door.lateAfter(), door.addresses(), door.stopped(), door.gathering());
            }
        });
    }

    public Optional<SignIn> of(UUID gathering, UUID person) {
        return jpa.read(em -> Sql.list(em, "select gathering_id, person_id, device, address, signed_at from attendance_sign_in where gathering_id = ? and person_id = ?",
                List.of(gathering, person), DoorStore::signIn).stream().findFirst());
    }

    /** In the order they came. */
    public List<SignIn> all(UUID gathering) {
        return jpa.read(em -> Sql.list(em, "select gathering_id, person_id, device, address, signed_at from attendance_sign_in where gathering_id = ? order by signed_at, person_id",
                List.of(gathering), DoorStore::signIn));
    }

    /** What these people and devices did at other gatherings. */
    public List<SignIn> before(UUID gathering, Collection<UUID> people, Collection<String> devices) {
        return jpa.read(em -> {
            List<SignIn> found = new java.util.ArrayList<>(Sql.in(em, "select gathering_id, person_id, device, address, signed_at from attendance_sign_in where person_id in (:keys)", people,
                    DoorStore::signIn));
            found.addAll(Sql.in(em, "select gathering_id, person_id, device, address, signed_at from attendance_sign_in where device in (:keys)", devices, DoorStore::signIn));
            return found.stream().distinct().filter(s -> !s.gathering().equals(gathering)).toList();
        });
    }

    /** @throws javax.persistence.PersistenceException the person has signed in, or the device is somebody else's there */
    public void add(SignIn one) {
        jpa.run(em -> Sql.update(em, "insert into attendance_sign_in (gathering_id, person_id, device, address, signed_at) values (?, ?, ?, ?, ?)", one.gathering(), one.person(), one.device(),
                one.address(), one.at()));
    }

    /** Nobody has signed in there. */
    public void clear(UUID gathering) {
        jpa.run(em -> Sql.update(em, "delete from attendance_sign_in where gathering_id = ?", gathering));
    }

    private static Door door(ResultSet r) throws SQLException {
        return new Door(r.getObject(1, UUID.class), r.getString(2), at(r, 3), at(r, 4), at(r, 5), r.getString(6), r.getBoolean(7));
    }

    private static SignIn signIn(ResultSet r) throws SQLException {
        return new SignIn(r.getObject(1, UUID.class), r.getObject(2, UUID.class), r.getString(3), r.getString(4), at(r, 5));
    }

    private static Instant at(ResultSet r, int column) throws SQLException {
        return Objects.requireNonNull(Sql.instant(r, column));
    }
}
