package org.shuyuan.attendance.internal.jpa;

import java.sql.ResultSet;
import java.sql.SQLException;
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
import org.shuyuan.api.tx.Jpa;
import org.shuyuan.api.tx.Sql;
import org.shuyuan.attendance.internal.Objection;
import org.shuyuan.attendance.internal.State;

/** Objections to marks, with their gatherings. Thread-safe. */
@Component(service = ObjectionStore.class)
public final class ObjectionStore {

    private static final String COLUMNS = "id, version, gathering_id, person_id, was, wanted, why, state, asked_at, decided_at, decided_by, answer";
    private static final String LINE = "select o." + COLUMNS.replace(", ", ", o.") + ", g.title, g.starts, g.unit_id, m.state";
    private static final String FROM = " from attendance_objection o join attendance_gathering g on g.id = o.gathering_id"
            + " left join attendance_mark m on m.gathering_id = o.gathering_id and m.person_id = o.person_id";

    /** One, with its gathering. @param unit the gathering's @param mark what the person is marked as there now; null: nothing */
    public record Line(Objection objection, String title, Instant start, UUID unit, @Nullable State mark) {}

    /** One page. @param counts how many there are by word of state, whatever state was asked for */
    public record Page(List<Line> items, long total, Map<String, Integer> counts) {}

    /**
     * How a list is narrowed and ordered.
     *
     * @param status null for all
     * @param like what a gathering's title is like, lower case with {@code !} as escape; null for all
     * @param order SQL over {@code o} and {@code g}
     */
    public record Query(Objection.@Nullable Status status, @Nullable String like, String order, int offset, int size) {}

    /** A mark of somebody at a gathering that took place. @param since when its roll was closed, or else settled and over */
    public record Marked(UUID gathering, UUID unit, State state, Instant since) {}

    private final Jpa jpa;

    @Activate
    public ObjectionStore(@Reference(target = "(shuyuan.module=attendance)") Jpa jpa) {
        this.jpa = jpa;
    }

    public Optional<Line> find(UUID id) {
        return jpa.read(em -> Sql.list(em, LINE + FROM + " where o.id = ?", List.of(id), ObjectionStore::line).stream().findFirst());
    }

    /** Those of a person, the newest first. */
    public List<Line> of(UUID person, int most) {
        return jpa.read(em -> Sql.list(em, LINE + FROM + " where o.person_id = ? order by o.asked_at desc, o.id fetch first " + most + " rows only", List.of(person), ObjectionStore::line));
    }

    /** Of one person at one gathering, the newest first. */
    public List<Objection> at(UUID gathering, UUID person) {
        return jpa.read(em -> Sql.list(em, LINE + FROM + " where o.gathering_id = ? and o.person_id = ? order by o.asked_at desc, o.id", List.of(gathering, person), ObjectionStore::line))
                .stream().map(Line::objection).toList();
    }

    /** Marks of a person at gatherings whose roll was closed, or settled and the gathering over, since; the newest first. */
    public List<Marked> marked(UUID person, Instant since, int most) {
        return jpa.read(em -> Sql.list(em, "select g.id, g.unit_id, m.state, coalesce(g.closed_at, greatest(coalesce(g.settled_at, g.ends), g.ends)) from attendance_mark m"
                + " join attendance_gathering g on g.id = m.gathering_id where m.person_id = ? and m.expected and m.source <> 'left-out' and m.state is not null and not g.cancelled"
                + " and coalesce(g.closed_at, greatest(coalesce(g.settled_at, g.ends), g.ends)) >= ? order by g.starts desc, g.id fetch first " + most + " rows only",
                List.of(person, since), r -> new Marked(r.getObject(1, UUID.class), r.getObject(2, UUID.class), State.of(r.getString(3)).orElseThrow(), at(r, 4))));
    }

    /** At gatherings of units. */
    public Page list(Collection<UUID> units, Query query) {
        List<@Nullable Object> values = new ArrayList<>();
        values.add(units.toArray(UUID[]::new));
        String where = FROM + " where g.unit_id = any(cast(? as uuid array))";
        if (query.like() != null) {
            where += " and lower(g.title) like ? escape '!'";
            values.add(query.like());
        }
        String all = where;
        List<@Nullable Object> counted = List.copyOf(values);
        if (query.status() != null) {
            where += " and o.state = ?";
            values.add(query.status().word());
        }
        String some = where;
        return jpa.read(em -> {
            Map<String, Integer> counts = new LinkedHashMap<>();
            Sql.list(em, "select o.state, count(*)" + all + " group by o.state", counted, r -> counts.put(r.getString(1), r.getInt(2)));
            return new Page(Sql.list(em, LINE + some + " order by " + query.order() + " offset " + query.offset() + " rows fetch next " + query.size() + " rows only", values, ObjectionStore::line),
                    Sql.list(em, "select count(*)" + some, values, r -> r.getLong(1)).get(0), counts);
        });
    }

    public void add(Objection o) {
        jpa.run(em -> Sql.update(em, "insert into attendance_objection (" + COLUMNS + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", o.id(), 1, o.gathering(), o.person(), o.was().word(),
                o.wanted().word(), o.why(), o.status().word(), o.askedAt(), o.decidedAt(), o.decidedBy(), o.answer()));
    }

    /** What became of it. @return as it is stored @throws OptimisticLockException another version is stored */
    public Line change(Objection o) {
        jpa.run(em -> {
            if (Sql.update(em, "update attendance_objection set state = ?, decided_at = ?, decided_by = ?, answer = ?, version = version + 1 where id = ? and version = ?", o.status().word(),
                    o.decidedAt(), o.decidedBy(), o.answer(), o.id(), o.version()) == 0) {
                throw new OptimisticLockException("objection " + o.id());
            }
        });
        return find(o.id()).orElseThrow();
    }

    private static Line line(ResultSet r) throws SQLException {
        Objection objection = new Objection(r.getObject(1, UUID.class), r.getInt(2), r.getObject(3, UUID.class), r.getObject(4, UUID.class), State.of(r.getString(5)).orElseThrow(),
                State.of(r.getString(6)).orElseThrow(), r.getString(7), Objection.Status.valueOf(r.getString(8).toUpperCase(Locale.ROOT)), at(r, 9), Sql.instant(r, 10), r.getString(11),
                r.getString(12));
        return new Line(objection, r.getString(13), at(r, 14), r.getObject(15, UUID.class), State.of(r.getString(16)).orElse(null));
    }

    private static Instant at(ResultSet r, int column) throws SQLException {
        return Objects.requireNonNull(Sql.instant(r, column));
    }
}
