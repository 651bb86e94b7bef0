package org.shuyuan.attendance.internal.jpa;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import javax.persistence.OptimisticLockException;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.attendance.Gatherings;
import org.shuyuan.api.tx.Jpa;
import org.shuyuan.api.tx.Sql;
import org.shuyuan.attendance.internal.Leave;

/** Leave that was asked for, and the gatherings it reaches. Thread-safe. */
@Component(service = LeaveStore.class)
public final class LeaveStore {

    private static final String COLUMNS = "id, version, person_id, unit_id, reason, note, starts, ends, state, asked_at, decided_at, decided_by, answer";

    /** One page. */
    public record Page(List<Leave> items, long total) {}

    /** A gathering in a leave's time at which the person is on the roll. */
    public record Met(UUID gathering, boolean closed) {}

    /** Somebody on a roll, not marked, who has leave then. */
    public record Away(UUID person, String reason, @Nullable String by) {}

    private final Jpa jpa;

    @Activate
    public LeaveStore(@Reference(target = "(shuyuan.module=attendance)") Jpa jpa) {
        this.jpa = jpa;
    }

    public Optional<Leave> find(UUID id) {
        return jpa.read(em -> Sql.list(em, "select " + COLUMNS + " from attendance_leave where id = ?", List.of(id), LeaveStore::leave).stream().findFirst());
    }

    /** The newest first. */
    public List<Leave> of(UUID person, int most) {
        return jpa.read(em -> Sql.list(em, "select " + COLUMNS + " from attendance_leave where person_id = ? order by starts desc, id fetch first " + most + " rows only", List.of(person),
                LeaveStore::leave));
    }

    /** Holds the person's row until the transaction ends. @return false where there is none yet */
    public boolean hold(UUID person) {
        return jpa.read(em -> !Sql.list(em, "select person_id from attendance_leave_asker where person_id = ? for update", List.of(person), r -> 1).isEmpty());
    }

    /** The row to hold. @throws javax.persistence.PersistenceException another was faster */
    public void begin(UUID person) {
        jpa.run(em -> Sql.update(em, "insert into attendance_leave_asker (person_id) values (?)", person));
    }

    /** Asked for or approved, and at the same time, if only in part. */
    public boolean overlaps(UUID person, Instant from, Instant to) {
        return jpa.read(em -> !Sql.list(em, "select 1 from attendance_leave where person_id = ? and state in ('asked', 'approved') and starts < ? and ends > ?", List.of(person, to, from),
                r -> 1).isEmpty());
    }

    /** What was asked for at units, what waits first, then by time. @param status null for all */
    public Page list(Collection<UUID> units, Leave.@Nullable Status status, int offset, int size) {
        List<Object> values = new ArrayList<>();
        values.add(units.toArray(UUID[]::new));
        String where = " from attendance_leave where unit_id = any(cast(? as uuid array))";
        if (status != null) {
            where += " and state = ?";
            values.add(status.word());
        }
        String all = where;
        return jpa.read(em -> new Page(Sql.list(em, "select " + COLUMNS + all + " order by case when state = 'asked' then 0 else 1 end, starts desc, id offset " + offset + " rows fetch next " + size
                + " rows only", values, LeaveStore::leave), Sql.list(em, "select count(*)" + all, values, r -> r.getLong(1)).get(0)));
    }

    public void add(Leave leave) {
        jpa.run(em -> Sql.update(em, "insert into attendance_leave (" + COLUMNS + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", leave.id(), 1, leave.person(), leave.unit(), leave.reason(),
                leave.note(), leave.from(), leave.to(), leave.status().word(), leave.askedAt(), leave.decidedAt(), leave.decidedBy(), leave.answer()));
    }

    /** What became of it. @return as it is stored @throws OptimisticLockException another version is stored */
    public Leave change(Leave leave) {
        jpa.run(em -> {
            if (Sql.update(em, "update attendance_leave set state = ?, decided_at = ?, decided_by = ?, answer = ?, version = version + 1 where id = ? and version = ?", leave.status().word(),
                    leave.decidedAt(), leave.decidedBy(), leave.answer(), leave.id(), leave.version()) == 0) {
                throw new OptimisticLockException("leave " + leave.id());
            }
        });
        return find(leave.id()).orElseThrow();
    }

    /** The gatherings that it excuses from, in the order of ids, so that whoever locks them does so in one order. */
    public List<Met> met(Leave leave) {
        return met(leave, true);
    }

    /** Those that it touches at all: what it excused from once may be less of them now. In the order of ids. */
    public List<Met> touched(Leave leave) {
        return met(leave, false);
    }

    private List<Met> met(Leave leave, boolean excused) {
        return jpa.read(em -> Sql.list(em, "select g.id, g.closed_at is not null, g.starts, g.ends from attendance_gathering g join attendance_mark m on m.gathering_id = g.id where m.person_id = ?"
                + " and m.source <> 'left-out' and m.expected and not g.cancelled and g.starts < ? and g.ends > ? order by g.id", List.of(leave.person(), leave.to(), leave.from()),
                r -> excused && !Leave.excuses(Leave.within(leave.from(), leave.to(), at(r, 3), at(r, 4)), at(r, 3), at(r, 4)) ? Optional.<Met>empty()
                        : Optional.of(new Met(r.getObject(1, UUID.class), r.getBoolean(2)))).stream().flatMap(Optional::stream).toList());
    }

    /** Approved leave of people that touches a time, by its beginning. */
    public List<Gatherings.Away> approved(Collection<UUID> people, Instant from, Instant to) {
        return jpa.read(em -> Sql.list(em, "select person_id, starts, ends from attendance_leave where person_id = any(cast(? as uuid array)) and state = 'approved' and starts < ? and ends > ?"
                + " order by starts, person_id", List.of(people.toArray(UUID[]::new), to, from), r -> new Gatherings.Away(r.getObject(1, UUID.class), at(r, 2), at(r, 3))));
    }

    /** Who of a roll has leave that excuses, and is not marked; several of one person count together. */
    public List<Away> away(UUID gathering) {
        Map<UUID, Away> first = new LinkedHashMap<>();
        Map<UUID, Duration> all = new LinkedHashMap<>();
        List<Instant> held = new ArrayList<>();
        jpa.run(em -> Sql.list(em, "select m.person_id, l.reason, l.decided_by, l.starts, l.ends, g.starts, g.ends from attendance_mark m join attendance_gathering g on g.id = m.gathering_id"
                + " join attendance_leave l on l.person_id = m.person_id and l.state = 'approved' and l.starts < g.ends and l.ends > g.starts"
                + " where g.id = ? and m.expected and m.state is null and m.source <> 'left-out' order by m.person_id, l.starts", List.of(gathering), r -> {
                    UUID person = r.getObject(1, UUID.class);
                    held.clear();
                    held.addAll(List.of(at(r, 6), at(r, 7)));
                    first.putIfAbsent(person, new Away(person, r.getString(2), r.getString(3)));
                    return all.merge(person, Leave.within(at(r, 4), at(r, 5), at(r, 6), at(r, 7)), Duration::plus);
                }));
        return first.values().stream().filter(away -> Leave.excuses(Objects.requireNonNull(all.get(away.person())), held.get(0), held.get(1))).toList();
    }

    /** Who of a roll is marked by leave that is no longer at its time, or only for less than half of it: the gathering was moved. */
    public List<UUID> noLonger(UUID gathering) {
        Map<UUID, Duration> all = new LinkedHashMap<>();
        List<Instant> held = new ArrayList<>();
        jpa.run(em -> Sql.list(em, "select m.person_id, l.starts, l.ends, g.starts, g.ends from attendance_mark m join attendance_gathering g on g.id = m.gathering_id"
                + " left join attendance_leave l on l.person_id = m.person_id and l.state = 'approved' and l.starts < g.ends and l.ends > g.starts"
                + " where g.id = ? and m.way = 'leave' order by m.person_id", List.of(gathering), r -> {
                    held.clear();
                    held.addAll(List.of(at(r, 4), at(r, 5)));
                    Duration within = Sql.instant(r, 2) == null ? Duration.ZERO : Leave.within(at(r, 2), at(r, 3), at(r, 4), at(r, 5));
                    return all.merge(r.getObject(1, UUID.class), within, Duration::plus);
                }));
        return all.entrySet().stream().filter(one -> !Leave.excuses(one.getValue(), held.get(0), held.get(1))).map(Map.Entry::getKey).toList();
    }

    private static Leave leave(ResultSet r) throws SQLException {
        return new Leave(r.getObject(1, UUID.class), r.getInt(2), r.getObject(3, UUID.class), r.getObject(4, UUID.class), r.getString(5), r.getString(6), at(r, 7), at(r, 8),
                Leave.Status.valueOf(r.getString(9).toUpperCase(Locale.ROOT)), at(r, 10), Sql.instant(r, 11), r.getString(12), r.getString(13));
    }

    private static Instant at(ResultSet r, int column) throws SQLException {
        return Objects.requireNonNull(Sql.instant(r, column));
    }
}
