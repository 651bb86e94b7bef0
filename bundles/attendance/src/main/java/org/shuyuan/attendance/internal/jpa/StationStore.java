package org.shuyuan.attendance.internal.jpa;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.tx.Jpa;
import org.shuyuan.api.tx.Sql;
import org.shuyuan.attendance.internal.Station;

/** Stations at doors, and the gatherings they are for. Thread-safe. */
@Component(service = StationStore.class)
public final class StationStore {

    private static final String COLUMNS = "id, unit_id, gathering_id, name, secret, grace, opened_at, opened_by, ends, closed_at, closed_by";

    /** One page. */
    public record Page(List<Station> items, long total) {}

    private final Jpa jpa;

    @Activate
    public StationStore(@Reference(target = "(shuyuan.module=attendance)") Jpa jpa) {
        this.jpa = jpa;
    }

    public Optional<Station> find(UUID id) {
        return jpa.read(em -> Sql.list(em, "select " + COLUMNS + " from attendance_station where id = ?", List.of(id), StationStore::station).stream().findFirst());
    }

    /** @param secret hash of it */
    public Optional<Station> of(String secret) {
        return jpa.read(em -> Sql.list(em, "select " + COLUMNS + " from attendance_station where secret = ?", List.of(secret), StationStore::station).stream().findFirst());
    }

    /** Those that are open of the units, the newest first. */
    public Page open(Collection<UUID> units, Instant now, int offset, int size) {
        String from = " from attendance_station where unit_id = any(cast(? as uuid array)) and closed_at is null and ends > ?";
        List<Object> values = new ArrayList<>();
        values.add(units.toArray(UUID[]::new));
        values.add(now);
        return jpa.read(em -> new Page(Sql.list(em, "select " + COLUMNS + from + " order by opened_at desc, id offset " + offset + " rows fetch next " + size + " rows only", values,
                StationStore::station), Sql.list(em, "select count(*)" + from, values, r -> r.getLong(1)).get(0)));
    }

    public void add(Station s) {
        jpa.run(em -> Sql.update(em, "insert into attendance_station (" + COLUMNS + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", s.id(), s.unit(), s.gathering(), s.name(), s.secret(), s.grace(),
                s.openedAt(), s.openedBy(), s.ends(), s.closedAt(), s.closedBy()));
    }

    /** @return whether it was open until now */
    public boolean close(Station s) {
        return jpa.write(em -> Sql.update(em, "update attendance_station set closed_at = ?, closed_by = ? where id = ? and closed_at is null", s.closedAt(), s.closedBy(), s.id()) > 0);
    }

    /** A station of one gathering ends with it, also when that is moved. */
    public void move(UUID gathering, Instant ends) {
        jpa.run(em -> Sql.update(em, "update attendance_station set ends = ? where gathering_id = ? and closed_at is null", ends, gathering));
    }

    /** The minutes of grace at the stations of a gathering, or of all of a day, by the name that stands beside the marks they made; the last one of a name counts. */
    public Map<String, Integer> grace(UUID gathering, Instant opened) {
        Map<String, Integer> all = new HashMap<>();
        jpa.run(em -> Sql.list(em, "select name, grace from attendance_station where gathering_id = ? or gathering_id is null and ends > ?"
                + " order by case when gathering_id is null then 0 else 1 end, opened_at", List.of(gathering, opened), r -> Map.entry(r.getString(1), r.getInt(2)))
                .forEach(one -> all.put(one.getKey(), one.getValue())));
        return all;
    }

    /** Gatherings of units that can be signed in to between two times, in the order of their start: not cancelled, their rolls not closed. */
    public List<UUID> gatherings(Collection<UUID> units, Instant endsAfter, Instant startsBefore) {
        List<Object> values = List.of(units.toArray(UUID[]::new), endsAfter, startsBefore);
        return jpa.read(em -> Sql.list(em, "select id from attendance_gathering where unit_id = any(cast(? as uuid array)) and ends > ? and starts <= ? and not cancelled and closed_at is null"
                + " order by starts, id fetch first 200 rows only", values, r -> r.getObject(1, UUID.class)));
    }

    private static Station station(ResultSet r) throws SQLException {
        return new Station(r.getObject(1, UUID.class), r.getObject(2, UUID.class), Sql.uuid(r, 3), r.getString(4), r.getString(5), r.getInt(6), at(r, 7), r.getString(8), at(r, 9),
                Sql.instant(r, 10), r.getString(11));
    }

    private static Instant at(ResultSet r, int column) throws SQLException {
        return Objects.requireNonNull(Sql.instant(r, column));
    }
}
