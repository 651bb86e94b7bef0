package org.shuyuan.attendance.internal.jpa;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntFunction;
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
     * @param held at gatherings of these units; null: wherever it was held
     * @param of of those who belonged to one of these units on the day; null for all
     * @param from the first moment of a start
     * @param to the first moment no longer
     * @param kind word of a kind; null for all
     * @param people only theirs; null for all
     */
    public record Period(@Nullable Collection<UUID> held, @Nullable Collection<UUID> of, Instant from, Instant to, @Nullable String kind, @Nullable Collection<UUID> people) {}

    /**
     * Which of them are evidence.
     *
     * @param of of those who belonged to one of these units on the day, or with a null among them to none; null for all
     * @param states with a null among them also those without a mark; null for all
     * @param madeUp only what was made up for
     * @param gathering only of this one; null for all
     */
    public record Some(@Nullable Collection<@Nullable UUID> of, @Nullable Collection<@Nullable State> states, boolean madeUp, @Nullable UUID gathering) {

        public static final Some ALL = new Some(null, null, false, null);
    }

    /** How many marks of a person, or of those of a unit, have a state; null: not marked. @param madeUp how many of them were made up for */
    public record Count(@Nullable UUID of, @Nullable State state, int number, int madeUp) {}

    /** The same of the gatherings of a kind that begin at a moment. */
    public record Gathered(String kind, Instant start, @Nullable State state, int number, int madeUp) {}

    /** The same of one gathering. */
    public record Held(UUID gathering, String title, Instant start, UUID unit) {}

    /** One mark as evidence. @param makeUp word of what became of make-up study; null: there is none @param taken false: the roll was not taken yet, so that it counts nowhere */
    public record Line(UUID gathering, String title, Instant start, UUID unit, UUID person, @Nullable State state, @Nullable String reason, @Nullable Integer minutes,
            @Nullable String makeUp, boolean taken) {}

    /** @param minutes that count @param since start of the first gathering there is; null: there is none */
    public record Spent(long minutes, @Nullable Instant since) {}

    /** One page of evidence. */
    public record Page(List<Line> items, long total) {}

    /** One row a mark at most. */
    static final String MADE_UP = " left join attendance_make_up u on u.gathering_id = m.gathering_id and u.person_id = m.person_id and u.state <> 'dropped'";
    static final String ACCEPTED = "count(case when u.state = 'accepted' then 1 end)";

    private static final String TAKEN = "not g.cancelled and g.starts >= ? and g.starts < ? and g.settled_at is not null";
    /** Observers are seen as evidence and in no figure's base. */
    private static final String COUNTED = "m.source <> 'left-out' and (m.expected or m.state = 'observer')";
    private static final String UNITS = " = any(cast(? as uuid array))";
    private static final String MARKS = " from attendance_gathering g join attendance_mark m on m.gathering_id = g.id";

    private static final String LINE = "g.id, g.title, g.starts, g.unit_id, m.person_id, m.state, m.reason, m.minutes, u.state, g.settled_at";

    private static final String WHOSE = " where m.person_id = any(cast(? as uuid array)) and g.starts >= ? and g.starts < ? and not g.cancelled and m.source <> 'left-out'";
    private static final String ANYWHERE = MARKS + MADE_UP + WHOSE;
    private static final String THERE = "m.state in ('present', 'late', 'left-early', 'observer')";
    private static final String NEWEST = " order by g.starts desc, g.id, m.person_id";
    private static final Instant EVER = Instant.parse("1900-01-01T00:00:00Z");
    private static final Instant ALWAYS = Instant.parse("2999-01-01T00:00:00Z");

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
        Sifted sifted = new Sifted(period);
        String where = where(period, sifted, values);
        Map<List<@Nullable Object>, Count> all = new LinkedHashMap<>();
        jpa.run(em -> Sql.list(em, "select " + key + ", m.state, count(*), " + ACCEPTED + sifted.column() + MARKS + MADE_UP + where + " group by " + key + ", m.state" + sifted.column(), values,
                r -> sifted.keeps(r, 5) ? Optional.of(new Count(Sql.uuid(r, 1), State.of(r.getString(2)).orElse(null), r.getInt(3), r.getInt(4))) : Optional.<Count>empty())
                .forEach(row -> row.ifPresent(c -> all.merge(Arrays.asList(c.of(), c.state()), c, (x, y) -> new Count(x.of(), x.state(), x.number() + y.number(), x.madeUp() + y.madeUp())))));
        return List.copyOf(all.values());
    }

    public List<Gathered> byStart(Period period) {
        List<@Nullable Object> values = new ArrayList<>();
        Sifted sifted = new Sifted(period);
        String where = where(period, sifted, values);
        Map<List<@Nullable Object>, Gathered> all = new LinkedHashMap<>();
        jpa.run(em -> Sql.list(em, "select g.kind, g.starts, m.state, count(*), " + ACCEPTED + sifted.column() + MARKS + MADE_UP + where
                + " group by g.kind, g.starts, m.state" + sifted.column(), values,
                r -> sifted.keeps(r, 6) ? Optional.of(new Gathered(r.getString(1), instant(r, 2), State.of(r.getString(3)).orElse(null), r.getInt(4), r.getInt(5))) : Optional.<Gathered>empty())
                .forEach(row -> row.ifPresent(g -> all.merge(Arrays.asList(g.kind(), g.start(), g.state()), g,
                        (x, y) -> new Gathered(x.kind(), x.start(), x.state(), x.number() + y.number(), x.madeUp() + y.madeUp())))));
        return List.copyOf(all.values());
    }

    public List<Count> byGathering(Period period) {
        return counts("g.id", period);
    }

    /** What these gatherings are. */
    public List<Held> held(Collection<UUID> gatherings) {
        return jpa.read(em -> Sql.list(em, "select id, title, starts, unit_id from attendance_gathering where id" + UNITS, List.of((Object) gatherings.toArray(UUID[]::new)),
                r -> new Held(r.getObject(1, UUID.class), r.getString(2), instant(r, 3), r.getObject(4, UUID.class))));
    }

    /** To which units those belonged who count; with null where somebody belonged to none. */
    public Set<@Nullable UUID> units(Period period) {
        List<@Nullable Object> values = new ArrayList<>();
        Sifted sifted = new Sifted(period);
        String where = where(period, sifted, values);
        Set<@Nullable UUID> units = new HashSet<>();
        jpa.run(em -> Sql.list(em, "select distinct m.unit_id" + MARKS + where, values, r -> sifted.keeps(r, 1) ? Optional.of(Optional.ofNullable(Sql.uuid(r, 1))) : Optional.<Optional<UUID>>empty())
                .forEach(row -> row.ifPresent(unit -> units.add(unit.orElse(null)))));
        return units;
    }

    /** How many rolls there are to count, without counting their marks. */
    public int gatherings(Period period) {
        List<@Nullable Object> values = new ArrayList<>();
        String held = held(period, values);
        List<@Nullable Object> marks = new ArrayList<>();
        String counted = COUNTED + whose(period, null, marks);
        values.addAll(marks);
        return jpa.read(em -> Sql.list(em, "select count(*) from attendance_gathering g where " + held + " and exists (select 1 from attendance_mark m where m.gathering_id = g.id and "
                + counted + ")", values, r -> r.getInt(1)).get(0));
    }

    /** How many gatherings of units are over whose roll nobody took: they count nowhere. */
    public int untaken(Collection<UUID> units, Instant from, Instant to, @Nullable String kind) {
        List<Object> values = new ArrayList<>(List.of(from, to, units.toArray(UUID[]::new)));
        if (kind != null) {
            values.add(kind);
        }
        return jpa.read(em -> Sql.list(em, "select count(*) from attendance_gathering g where not g.cancelled and g.settled_at is null and g.closed_at is null and g.ends <= current_timestamp"
                + " and g.starts >= ? and g.starts < ? and g.unit_id" + UNITS + (kind == null ? "" : " and g.kind = ?"), values, r -> r.getInt(1)).get(0));
    }

    /** The newest first. */
    public Page evidence(Period period, Some some, int offset, int size) {
        // hundreds of thousands of rows are counted in a second and sorted in many: only those of the gatherings that the page is of are put in order
        List<@Nullable Object> values = new ArrayList<>();
        Sifted sifted = new Sifted(period, some);
        String counted = where(period, sifted, values) + of(some, sifted, values);
        List<@Nullable Object> all = new ArrayList<>();
        String listed = where(period, null, all) + of(some, null, all);
        return jpa.read(em -> {
            Map<UUID, Integer> rows = new LinkedHashMap<>();
            Sql.list(em, "select g.id, count(*)" + sifted.column() + MARKS + (some.madeUp() ? MADE_UP : "") + counted + " group by g.id, g.starts" + sifted.column()
                    + " order by g.starts desc, g.id", values, r -> sifted.keeps(r, 3) ? Optional.of(Map.entry(r.getObject(1, UUID.class), r.getInt(2))) : Optional.<Map.Entry<UUID, Integer>>empty())
                    .forEach(row -> row.ifPresent(one -> rows.merge(one.getKey(), one.getValue(), Integer::sum)));
            long total = 0;
            int before = 0;
            List<UUID> window = new ArrayList<>();
            for (Map.Entry<UUID, Integer> one : rows.entrySet()) {
                if (total + one.getValue() <= offset) {
                    before += one.getValue();
                } else if (total < (long) offset + size) {
                    window.add(one.getKey());
                }
                total += one.getValue();
            }
            all.add(window.toArray(UUID[]::new));
            return new Page(window.isEmpty() ? List.of() : Sql.list(em, "select " + LINE + MARKS + MADE_UP + listed + " and g.id" + UNITS + NEWEST + " offset " + (offset - before)
                    + " rows fetch next " + size + " rows only", all, FigureStore::line), total);
        });
    }

    private static String of(Some some, @Nullable Sifted sifted, List<@Nullable Object> values) {
        StringBuilder where = new StringBuilder();
        if (some.of() != null && (sifted == null || !sifted.sifts())) {
            where.append(among("m.unit_id", "uuid", some.of(), UUID[]::new, values));
        }
        if (some.states() != null) {
            where.append(among("m.state", "varchar", some.states().stream().map(s -> s == null ? null : s.word()).toList(), String[]::new, values));
        }
        if (some.gathering() != null) {
            where.append(" and g.id = ?");
            values.add(some.gathering());
        }
        if (some.madeUp()) {
            where.append(" and u.state = 'accepted' and m.state in ('absent', 'on-leave', 'late', 'left-early')");
        }
        return where.toString();
    }

    /** One of these; with a null among them, or none at all. */
    private static <T> String among(String column, String type, Collection<@Nullable T> some, IntFunction<T[]> array, List<@Nullable Object> values) {
        values.add(some.stream().filter(Objects::nonNull).toArray(array));
        return " and (" + column + " = any(cast(? as " + type + " array))" + (some.stream().anyMatch(Objects::isNull) ? " or " + column + " is null)" : ")");
    }

    /** What became of people anywhere in the portal, the newest first. */
    public List<Line> ofPeople(Collection<UUID> people, Instant from, Instant to, int limit) {
        return jpa.read(em -> Sql.list(em, "select " + LINE + ANYWHERE + NEWEST + " fetch first " + limit + " rows only", List.of(people.toArray(UUID[]::new), from, to), FigureStore::line));
    }

    /** At which units' gatherings these people were. */
    public List<UUID> where(Collection<UUID> people, Instant from, Instant to) {
        return jpa.read(em -> Sql.list(em, "select distinct g.unit_id" + MARKS + WHOSE + " and " + THERE, List.of(people.toArray(UUID[]::new), from, to), r -> r.getObject(1, UUID.class)));
    }

    /** Where these people were, at gatherings of these units, and the one person anywhere; the newest first. */
    public List<Line> attended(Collection<UUID> people, Instant from, Instant to, Collection<UUID> units, @Nullable UUID self, int limit) {
        List<Object> values = new ArrayList<>(List.of(people.toArray(UUID[]::new), from, to, units.toArray(UUID[]::new)));
        if (self != null) {
            values.add(self);
        }
        return jpa.read(em -> Sql.list(em, "select " + LINE + ANYWHERE + " and " + THERE + " and (g.unit_id" + UNITS + (self == null ? ")" : " or m.person_id = ?)") + NEWEST + " fetch first " + limit
                + " rows only", values, FigureStore::line));
    }

    /** What became of one person anywhere, the newest first. @param missed only where they were absent, late or left early */
    public Page ofPerson(UUID person, Instant from, Instant to, boolean missed, int offset, int size) {
        List<Object> values = List.of(new UUID[] {person}, from, to);
        String where = ANYWHERE + (missed ? " and m.state in ('absent', 'late', 'left-early')" : "");
        return jpa.read(em -> new Page(Sql.list(em, "select " + LINE + where + NEWEST + " offset " + offset + " rows fetch next " + size + " rows only", values, FigureStore::line),
                Sql.list(em, "select count(*)" + where, values, r -> r.getLong(1)).get(0)));
    }

    /** Likewise at these gatherings. */
    public List<Line> ofPerson(UUID person, Collection<UUID> gatherings) {
        return jpa.read(em -> Sql.list(em, "select " + LINE + ANYWHERE + " and g.id" + UNITS + NEWEST, List.of(new UUID[] {person}, EVER, ALWAYS, gatherings.toArray(UUID[]::new)), FigureStore::line));
    }

    /** How many minutes of one person count, and when the first gathering was. */
    public Spent spent(UUID person, Instant from, Instant to) {
        return jpa.read(em -> new Spent(Sql.list(em, "select coalesce(sum(m.minutes), 0)" + ANYWHERE, List.of(new UUID[] {person}, from, to), r -> r.getLong(1)).get(0),
                Sql.list(em, "select min(g.starts)" + ANYWHERE, List.of(new UUID[] {person}, EVER, ALWAYS), r -> Optional.ofNullable(Sql.instant(r, 1))).get(0).orElse(null)));
    }

    public long countOf(UUID person) {
        return jpa.read(em -> Sql.list(em, "select count(*) from attendance_mark where person_id = ?", List.of(person), r -> r.getLong(1)).get(0));
    }

    /**
     * Holds marks against units once they are grouped, where there are many of those: the database goes through a list of some hundred for each of hundreds of thousands of rows, and each
     * group has but few units.
     */
    private static final class Sifted {

        private static final int LISTED = 16;
        private final @Nullable Set<@Nullable UUID> units;

        Sifted(Period period) {
            this(period, Some.ALL);
        }

        Sifted(Period period, Some some) {
            Set<@Nullable UUID> kept = period.of() == null ? null : new HashSet<>(period.of());
            if (some.of() != null) {
                Set<@Nullable UUID> wanted = new HashSet<>(some.of());
                if (kept != null) {
                    wanted.retainAll(kept);
                }
                kept = wanted;
            }
            int most = Math.max(period.of() == null ? 0 : period.of().size(), some.of() == null ? 0 : some.of().size());
            units = most > LISTED ? kept : null;
        }

        boolean sifts() {
            return units != null;
        }

        String column() {
            return sifts() ? ", m.unit_id" : "";
        }

        boolean keeps(ResultSet r, int column) throws SQLException {
            return units == null || units.contains(Sql.uuid(r, column));
        }
    }

    private static String where(Period period, @Nullable Sifted sifted, List<@Nullable Object> values) {
        return " where " + held(period, values) + " and " + COUNTED + whose(period, sifted, values);
    }

    private static String held(Period period, List<@Nullable Object> values) {
        StringBuilder where = new StringBuilder(TAKEN);
        values.add(period.from());
        values.add(period.to());
        if (period.held() != null) {
            where.append(" and g.unit_id").append(UNITS);
            values.add(period.held().toArray(UUID[]::new));
        }
        if (period.kind() != null) {
            where.append(" and g.kind = ?");
            values.add(period.kind());
        }
        return where.toString();
    }

    private static String whose(Period period, @Nullable Sifted sifted, List<@Nullable Object> values) {
        StringBuilder where = new StringBuilder();
        if (period.of() != null && (sifted == null || !sifted.sifts())) {
            where.append(" and m.unit_id").append(UNITS);
            values.add(period.of().toArray(UUID[]::new));
        }
        if (period.people() != null) {
            where.append(" and m.person_id").append(UNITS);
            values.add(period.people().toArray(UUID[]::new));
        }
        return where.toString();
    }

    private static Line line(ResultSet r) throws SQLException {
        int minutes = r.getInt(8);
        @Nullable Integer counted = r.wasNull() ? null : minutes;
        return new Line(r.getObject(1, UUID.class), r.getString(2), instant(r, 3), r.getObject(4, UUID.class), r.getObject(5, UUID.class), State.of(r.getString(6)).orElse(null),
                r.getString(7), counted, r.getString(9), r.getObject(10) != null);
    }

    private static Instant instant(ResultSet r, int column) throws SQLException {
        return Objects.requireNonNull(Sql.instant(r, column));
    }
}
