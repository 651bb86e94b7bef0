package org.shuyuan.attendance.internal.jpa;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.tx.Jpa;
import org.shuyuan.api.tx.Sql;
import org.shuyuan.attendance.internal.State;

/**
 * What figures are made of, each by one query over marks: of gatherings that took place and whose roll was taken, of people who were
 * expected. Thread-safe.
 */
@Component(service = FigureStore.class)
public final class FigureStore {

    /**
     * Which marks count.
     *
     * @param units whose gatherings
     * @param from the first moment of a start
     * @param to the first moment no longer
     * @param kind word of a kind; null for all
     * @param people only theirs; null for all
     */
    public record Period(Collection<UUID> units, Instant from, Instant to, @Nullable String kind, @Nullable Collection<UUID> people) {}

    /** How many marks of a person, or of those of a unit, have a state; null: not marked. @param madeUp how many of them were made up for */
    public record Count(@Nullable UUID of, @Nullable State state, int number, int madeUp) {}

    /** The same of the gatherings of a kind that begin at a moment. */
    public record Gathered(String kind, Instant start, @Nullable State state, int number, int madeUp) {}

    /** One mark as evidence. @param makeUp word of what became of make-up study; null: there is none */
    public record Line(UUID gathering, String title, Instant start, UUID unit, UUID person, @Nullable State state, @Nullable String reason, @Nullable Integer minutes,
            @Nullable String makeUp) {}

    /** One page of evidence. */
    public record Page(List<Line> items, long total) {}

    /** One row a mark at most. */
    static final String MADE_UP = " left join attendance_make_up u on u.gathering_id = m.gathering_id and u.person_id = m.person_id and u.state <> 'dropped'";
    static final String ACCEPTED = "count(case when u.state = 'accepted' then 1 end)";

    private static final String HELD = "g.unit_id = any(cast(? as uuid array)) and not g.cancelled and g.starts >= ? and g.starts < ? and g.settled_at is not null";
    private static final String LISTED = "m.source <> 'left-out'";
    private static final String FROM = " from attendance_gathering g join attendance_mark m on m.gathering_id = g.id" + MADE_UP + " where " + HELD + " and " + LISTED;
    /** Observers are seen as evidence and in no figure's base. */
    private static final String COUNTED = " and (m.expected or m.state = 'observer')";

    private static final String LINE = "g.id, g.title, g.starts, g.unit_id, m.person_id, m.state, m.reason, m.minutes, u.state";

    private final Jpa jpa;

    @Activate
    public FigureStore(@Reference(target = "(shuyuan.module=attendance)") Jpa jpa) {
        this.jpa = jpa;
    }

    public List<Count> byPerson(Period period) {
        return counts("m.person_id", period);
    }

    /** By the unit each person belonged to on the day. */
    public List<Count> byUnit(Period period) {
        return counts("m.unit_id", period);
    }

    private List<Count> counts(String key, Period period) {
        List<@Nullable Object> values = new ArrayList<>();
        String where = where(period, values);
        return jpa.read(em -> Sql.list(em, "select " + key + ", m.state, count(*), " + ACCEPTED + where + " group by " + key + ", m.state", values,
                r -> new Count(Sql.uuid(r, 1), State.of(r.getString(2)).orElse(null), r.getInt(3), r.getInt(4))));
    }

    public List<Gathered> byStart(Period period) {
        List<@Nullable Object> values = new ArrayList<>();
        String where = where(period, values);
        return jpa.read(em -> Sql.list(em, "select g.kind, g.starts, m.state, count(*), " + ACCEPTED + where + " group by g.kind, g.starts, m.state", values,
                r -> new Gathered(r.getString(1), instant(r, 2), State.of(r.getString(3)).orElse(null), r.getInt(4), r.getInt(5))));
    }

    /** How many rolls there are to count, without counting their marks. */
    public int gatherings(Period period) {
        List<@Nullable Object> values = new ArrayList<>(List.of(period.units().toArray(UUID[]::new), period.from(), period.to()));
        String kind = period.kind() == null ? "" : " and g.kind = ?";
        if (period.kind() != null) {
            values.add(period.kind());
        }
        return jpa.read(em -> Sql.list(em, "select count(*) from attendance_gathering g where " + HELD + kind + " and exists (select 1 from attendance_mark m where m.gathering_id = g.id and "
                + LISTED + COUNTED + ")", values, r -> r.getInt(1)).get(0));
    }

    /** @param of marks of those who belonged to one of these units on the day; null for all @param states null for all, also those without a mark @param madeUp only what was made up for */
    public Page evidence(Period period, @Nullable Collection<UUID> of, @Nullable Collection<State> states, boolean madeUp, int offset, int size) {
        List<@Nullable Object> values = new ArrayList<>();
        String where = where(period, values);
        if (of != null) {
            where += " and m.unit_id = any(cast(? as uuid array))";
            values.add(of.toArray(UUID[]::new));
        }
        if (states != null) {
            where += " and m.state = any(cast(? as varchar array))";
            values.add(states.stream().map(State::word).toArray(String[]::new));
        }
        if (madeUp) {
            where += " and u.state = 'accepted' and m.state in ('absent', 'on-leave', 'late', 'left-early')";
        }
        String all = where;
        String page = "select " + LINE + all + " order by g.starts desc, g.id, m.person_id offset " + offset + " rows fetch next " + size + " rows only";
        return jpa.read(em -> new Page(Sql.list(em, page, values, FigureStore::line), Sql.list(em, "select count(*)" + all, values, r -> r.getLong(1)).get(0)));
    }

    /** What became of people anywhere in the portal, the newest first. */
    public List<Line> ofPeople(Collection<UUID> people, Instant from, Instant to, int limit) {
        return jpa.read(em -> Sql.list(em, "select " + LINE + " from attendance_mark m join attendance_gathering g on g.id = m.gathering_id" + MADE_UP
                + " where m.person_id = any(cast(? as uuid array)) and g.starts >= ? and g.starts < ? and not g.cancelled and m.source <> 'left-out' order by g.starts desc, g.id"
                + " fetch first " + limit + " rows only", List.of(people.toArray(UUID[]::new), from, to), FigureStore::line));
    }

    public long countOf(UUID person) {
        return jpa.read(em -> Sql.list(em, "select count(*) from attendance_mark where person_id = ?", List.of(person), r -> r.getLong(1)).get(0));
    }

    private static String where(Period period, List<@Nullable Object> values) {
        StringBuilder where = new StringBuilder(FROM).append(COUNTED);
        values.add(period.units().toArray(UUID[]::new));
        values.add(period.from());
        values.add(period.to());
        if (period.kind() != null) {
            where.append(" and g.kind = ?");
            values.add(period.kind());
        }
        if (period.people() != null) {
            where.append(" and m.person_id = any(cast(? as uuid array))");
            values.add(period.people().toArray(UUID[]::new));
        }
        return where.toString();
    }

    private static Line line(ResultSet r) throws SQLException {
        int minutes = r.getInt(8);
        @Nullable Integer counted = r.wasNull() ? null : minutes;
        return new Line(r.getObject(1, UUID.class), r.getString(2), instant(r, 3), r.getObject(4, UUID.class), r.getObject(5, UUID.class), State.of(r.getString(6)).orElse(null),
                r.getString(7), counted, r.getString(9));
    }

    private static Instant instant(ResultSet r, int column) throws SQLException {
        return java.util.Objects.requireNonNull(Sql.instant(r, column));
    }
}
