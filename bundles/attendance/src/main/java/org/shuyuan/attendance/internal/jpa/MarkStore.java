package org.shuyuan.attendance.internal.jpa;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.tx.Jpa;
import org.shuyuan.api.tx.Sql;
import org.shuyuan.attendance.internal.Mark;
import org.shuyuan.attendance.internal.State;

/** The rows of rolls. Thread-safe. */
@Component(service = MarkStore.class)
public final class MarkStore {

    private static final String COLUMNS = "gathering_id, person_id, unit_id, source, expected, state, reason, note, minutes, way, marked_at, marked_by";

    /** How many of a gathering's roll have a state; null as state: not marked. @param madeUp how many of them made up for it */
    public record Count(UUID gathering, boolean expected, @Nullable State state, int people, int madeUp) {}

    private final Jpa jpa;

    @Activate
    public MarkStore(@Reference(target = "(shuyuan.module=attendance)") Jpa jpa) {
        this.jpa = jpa;
    }

    /** The roll, with those who were left out. */
    public List<Mark> of(UUID gathering) {
        return jpa.read(em -> Sql.list(em, "select " + COLUMNS + " from attendance_mark where gathering_id = ? order by person_id", List.of(gathering), MarkStore::read));
    }

    /** Of some people; for update, so that two who mark the same person come one after the other. */
    public Map<UUID, Mark> locked(UUID gathering, Collection<UUID> people) {
        Map<UUID, Mark> found = new HashMap<>();
        // in one order, whoever asks
        List<UUID> all = people.stream().sorted().distinct().toList();
        jpa.run(em -> {
            for (UUID person : all) {
                Sql.list(em, "select " + COLUMNS + " from attendance_mark where gathering_id = ? and person_id = ? for update", List.of(gathering, person), MarkStore::read)
                        .forEach(mark -> found.put(person, mark));
            }
        });
        return found;
    }

    /** Locks the gathering's row until the transaction ends: its roll is changed as a whole. */
    public void lock(UUID gathering) {
        jpa.run(em -> Sql.list(em, "select id from attendance_gathering where id = ? for update", List.of(gathering), r -> r.getObject(1, UUID.class)));
    }

    /** By hand or code: what only leave has marked says nothing of the gathering itself, unless somebody is to make it up or objects. */
    public boolean anyMarked(UUID gathering) {
        return jpa.read(em -> !Sql.list(em, "select 1 from attendance_mark where gathering_id = ?"
                + " and (state is not null and coalesce(way, '') <> 'leave' or source <> 'audience'"
                + " or exists (select 1 from attendance_make_up u where u.gathering_id = attendance_mark.gathering_id)"
                + " or exists (select 1 from attendance_objection o where o.gathering_id = attendance_mark.gathering_id)) limit 1", List.of(gathering), r -> 1).isEmpty());
    }

    public List<Count> counts(Collection<UUID> gatherings) {
        return jpa.read(em -> Sql.in(em, "select m.gathering_id, m.expected, m.state, count(*), " + FigureStore.ACCEPTED + " from attendance_mark m" + FigureStore.MADE_UP
                + " where m.source <> 'left-out' and m.gathering_id in (:keys) group by m.gathering_id, m.expected, m.state", gatherings,
                r -> new Count(r.getObject(1, UUID.class), r.getBoolean(2), State.of(r.getString(3)).orElse(null), r.getInt(4), r.getInt(5))));
    }

    public void add(Collection<Mark> marks) {
        jpa.run(em -> Sql.batch(em, "insert into attendance_mark (source, expected, state, reason, note, minutes, way, marked_at, marked_by, unit_id, gathering_id, person_id)"
                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", marks, MarkStore::values));
    }

    public void change(Collection<Mark> marks) {
        jpa.run(em -> Sql.batch(em, "update attendance_mark set source = ?, expected = ?, state = ?, reason = ?, note = ?, minutes = ?, way = ?, marked_at = ?, marked_by = ?, unit_id = ?"
                + " where gathering_id = ? and person_id = ?", marks, MarkStore::values));
    }

    public void remove(Collection<Mark> marks) {
        jpa.run(em -> Sql.batch(em, "delete from attendance_mark where gathering_id = ? and person_id = ?", marks, m -> new Object[] {m.gathering(), m.person()}));
    }

    private static @Nullable Object[] values(Mark m) {
        return new @Nullable Object[] {word(m.source()), m.expected(), m.state() == null ? null : m.state().word(), m.reason(), m.note(), m.minutes(),
            m.way() == null ? null : word(m.way()), m.at(), m.by(), m.unit(), m.gathering(), m.person()};
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Mark read(ResultSet r) throws SQLException {
        @Nullable String way = r.getString(10);
        int minutes = r.getInt(9);
        @Nullable Integer counted = r.wasNull() ? null : minutes;
        return new Mark(r.getObject(1, UUID.class), r.getObject(2, UUID.class), Sql.uuid(r, 3), Mark.Source.valueOf(upper(r.getString(4))), r.getBoolean(5), State.of(r.getString(6)).orElse(null),
                r.getString(7), r.getString(8), counted, way == null ? null : Mark.Way.valueOf(upper(way)), Sql.instant(r, 11), r.getString(12));
    }

    private static String upper(String word) {
        return word.toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
