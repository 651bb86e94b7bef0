package org.shuyuan.calendar.internal.jpa;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import javax.persistence.EntityManager;
import javax.persistence.PersistenceException;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.tx.Jpa;
import org.shuyuan.api.tx.Sql;
import org.shuyuan.calendar.internal.Occurrence;
import org.shuyuan.calendar.internal.Reach;
import org.shuyuan.calendar.internal.Reach.Target;

/**
 * Occurrences and in whose calendar they stand, by SQL on the persistence unit's own connection: a month is read many times a
 * second and written in batches, and needs no entities. Thread-safe.
 */
@Component(service = OccurrenceStore.class)
public final class OccurrenceStore {

    static final String COLUMNS = "o.id, o.event_id, o.recurrence_id, o.unit_id, o.kind_id, o.title, o.place, o.host_id, o.host_name,"
            + " o.all_day, o.repeats, o.zone, o.overridden";

    /** The windows come first and drive the index of calendar_reach: one short range for each. */
    private static final String REACHED = " from unnest(cast(? as uuid array), cast(? as smallint array), cast(? as bigint array)) as w(target, bucket, low)"
            + " join calendar_reach r on r.target = w.target and r.bucket = w.bucket and r.starts >= w.low and r.starts < ? and r.ends > ?";
    private static final String WITHIN = "select r.starts, r.ends, " + COLUMNS + REACHED + " join calendar_occurrence o on o.id = r.occurrence_id";

    /** One page of a list, and how many rows the whole list has. */
    public record Page(List<Occurrence> items, long total) {}

    /**
     * How a list is narrowed and ordered.
     *
     * @param like what title, place or a host's bare name is like, lower case with {@code !} as escape; null for all
     * @param hosts persons whose occurrences are found as well
     * @param order SQL over {@code o}
     */
    public record Narrowing(@Nullable String like, List<UUID> hosts, String order, int offset, int size) {}

    private final Jpa jpa;
    private final Map<String, ZoneId> zones = new ConcurrentHashMap<>();

    @Activate
    public OccurrenceStore(@Reference(target = "(shuyuan.module=calendar)") Jpa jpa) {
        this.jpa = jpa;
    }

    /**
     * What stands in these calendars and touches {@code [from, to)}, by start, each once.
     *
     * @param from seconds of the epoch
     * @param limit most that are answered
     */
    public List<Occurrence> within(Collection<Target> targets, long from, long to, @Nullable UUID kind, @Nullable Known known, int limit) {
        Windows windows = windows(targets, from);
        String more = conditions(kind, known);
        String sql = WITHIN + (more.isEmpty() ? "" : " where" + more.substring(" and".length())) + " order by r.starts, o.id";
        return jpa.read(em -> sql(em, sql, (c, s) -> {
            bind(c, s, windows, to, from);
            bind(c, s, 6, kind, known);
            List<Occurrence> found = new ArrayList<>(128);
            Set<UUID> seen = targets.size() == 1 ? Set.of() : new HashSet<>();
            try (ResultSet r = s.executeQuery()) {
                while (r.next() && found.size() < limit) {
                    UUID id = r.getObject(3, UUID.class);
                    if (targets.size() == 1 || seen.add(id)) {
                        found.add(row(r, id, r.getLong(1), r.getLong(2)));
                    }
                }
            }
            return found;
        }));
    }

    /** What is held at a place and touches {@code [from, to)}, by start: found by the place's name as it was written, whatever its case. */
    public List<Occurrence> at(String place, long from, long to, int limit) {
        String sql = "select o.starts_at, o.ends_at, " + COLUMNS + " from calendar_occurrence o where o.starts_at >= ? and o.starts_at < ? and o.ends_at > ? and lower(o.place) = ?"
                + " order by o.starts_at, o.id fetch first " + limit + " rows only";
        return jpa.read(em -> sql(em, sql, (c, s) -> {
            s.setObject(1, Instant.ofEpochSecond(from - Reach.SHORT).atOffset(ZoneOffset.UTC));
            s.setObject(2, Instant.ofEpochSecond(to).atOffset(ZoneOffset.UTC));
            s.setObject(3, Instant.ofEpochSecond(from).atOffset(ZoneOffset.UTC));
            s.setString(4, place.strip().toLowerCase(Locale.ROOT));
            return rows(s);
        }));
    }

    /** One page of what {@link #within} gives, searched and in any order. */
    public Page list(Collection<Target> targets, long from, long to, @Nullable UUID kind, @Nullable Known known, Narrowing narrowing) {
        Windows windows = windows(targets, from);
        String where = " from calendar_occurrence o where o.id in (select r.occurrence_id" + REACHED + ")" + conditions(kind, known)
                + (narrowing.like() == null ? "" : " and (lower(o.title) like ? escape '!' or lower(o.place) like ? escape '!'"
                        + " or lower(o.host_name) like ? escape '!' or o.host_id = any(cast(? as uuid array)))");
        String page = "select o.starts_at, o.ends_at, " + COLUMNS + where + " order by " + narrowing.order() + " offset " + narrowing.offset()
                + " rows fetch next " + narrowing.size() + " rows only";
        Binder<Connection> bind = (s, c) -> {
            bind(c, s, windows, to, from);
            int at = bind(c, s, 6, kind, known);
            if (narrowing.like() != null) {
                for (int i = 0; i < 3; i++) {
                    s.setString(at++, narrowing.like());
                }
                s.setArray(at, c.createArrayOf("uuid", narrowing.hosts().toArray()));
            }
        };
        return jpa.read(em -> {
            List<Occurrence> items = sql(em, page, (c, s) -> {
                bind.bind(s, c);
                return rows(s);
            });
            long total = sql(em, "select count(*)" + where, (c, s) -> {
                bind.bind(s, c);
                try (ResultSet r = s.executeQuery()) {
                    r.next();
                    return r.getLong(1);
                }
            });
            return new Page(items, total);
        });
    }

    /** Persons who host any of it. */
    public Set<UUID> hosts(Collection<Target> targets, long from, long to) {
        Windows windows = windows(targets, from);
        String sql = "select distinct o.host_id" + REACHED + " join calendar_occurrence o on o.id = r.occurrence_id where o.host_id is not null";
        return jpa.read(em -> sql(em, sql, (c, s) -> {
            bind(c, s, windows, to, from);
            Set<UUID> hosts = new HashSet<>();
            try (ResultSet r = s.executeQuery()) {
                while (r.next()) {
                    hosts.add(r.getObject(1, UUID.class));
                }
            }
            return hosts;
        }));
    }

    /**
     * What somebody may know who looks at another's calendar: all that is planned by some units, and what stands in other calendars than the
     * person's own.
     *
     * @param units that plan it
     * @param calendars for whose audience it is besides
     */
    public record Known(Collection<UUID> units, Collection<UUID> calendars) {}

    private static String conditions(@Nullable UUID kind, @Nullable Known known) {
        return (kind == null ? "" : " and o.kind_id = ?") + (known == null ? "" : " and (o.unit_id = any(cast(? as uuid array)) or exists (select 1 from calendar_reach k"
                + " where k.occurrence_id = o.id and k.bucket < " + Reach.OWNER + " and k.target = any(cast(? as uuid array))))");
    }

    /** @return where the next parameter stands */
    private static int bind(Connection c, PreparedStatement s, int first, @Nullable UUID kind, @Nullable Known known) throws SQLException {
        int at = first;
        if (kind != null) {
            s.setObject(at++, kind);
        }
        if (known != null) {
            s.setArray(at++, c.createArrayOf("uuid", known.units().toArray()));
            s.setArray(at++, c.createArrayOf("uuid", known.calendars().toArray()));
        }
        return at;
    }

    /** For each target and length the lowest start that may still touch the period. */
    private record Windows(UUID[] ids, Short[] buckets, Long[] lows) {}

    private static Windows windows(Collection<Target> targets, long from) {
        int windows = targets.size() * 2;
        UUID[] ids = new UUID[windows];
        Short[] buckets = new Short[windows];
        Long[] lows = new Long[windows];
        int i = 0;
        for (Target target : targets) {
            for (int length = 0; length <= Reach.LONG; length++, i++) {
                ids[i] = target.id();
                buckets[i] = (short) (target.role() + length);
                lows[i] = from - (length == Reach.LONG ? Reach.LONGEST : Reach.SHORT);
            }
        }
        return new Windows(ids, buckets, lows);
    }

    private static void bind(Connection c, PreparedStatement s, Windows windows, long to, long from) throws SQLException {
        s.setArray(1, c.createArrayOf("uuid", windows.ids()));
        s.setArray(2, c.createArrayOf("smallint", windows.buckets()));
        s.setArray(3, c.createArrayOf("bigint", windows.lows()));
        s.setLong(4, to);
        s.setLong(5, from);
    }

    /** Those that begin within a time and are of kinds of which attendance is taken, by start and id. @param after the last one seen; null: from the first */
    public List<Occurrence> ofRolls(Instant from, Instant to, @Nullable Occurrence after, int limit) {
        List<Object> values = new ArrayList<>(List.of(after == null ? from : Instant.ofEpochSecond(after.starts()), to));
        if (after != null) {
            values.add(Instant.ofEpochSecond(after.starts()));
            values.add(after.id());
        }
        return jpa.read(em -> Sql.list(em, "select o.starts_at, o.ends_at, " + COLUMNS + " from calendar_occurrence o join calendar_kind k on k.id = o.kind_id and k.roll"
                + " where o.starts_at >= ? and o.starts_at < ?" + (after == null ? "" : " and (o.starts_at > ? or o.id > ?)") + " order by o.starts_at, o.id fetch first " + limit
                + " rows only", values, this::read));
    }

    /** Those of one event from a time on, by start. */
    public List<Occurrence> ofEvent(UUID event, Instant from, int limit) {
        return jpa.read(em -> sql(em, "select o.starts_at, o.ends_at, " + COLUMNS
                + " from calendar_occurrence o where o.event_id = ? and o.ends_at > ? order by o.starts_at fetch first " + limit + " rows only", (c, s) -> {
                    s.setObject(1, event);
                    s.setObject(2, from.atOffset(ZoneOffset.UTC));
                    return rows(s);
                }));
    }

    /** The dates that items of plans became, by the items' lines; what does not take place any more is missing. */
    public Map<UUID, Occurrence> ofLines(Collection<UUID> lines) {
        Map<UUID, Occurrence> found = new HashMap<>();
        jpa.read(em -> Sql.in(em, "select o.starts_at, o.ends_at, " + COLUMNS + ", l.line_id from calendar_plan_event l join calendar_event e on e.id = l.event_id"
                + " join calendar_occurrence o on o.event_id = e.id and o.recurrence_id = coalesce(l.recurrence_id, e.starts) where l.line_id in (:keys)", lines,
                r -> found.put(r.getObject(16, UUID.class), read(r))));
        return found;
    }

    /** When one of an event's occurrences begins. */
    public Optional<Instant> start(UUID event, UUID occurrence) {
        return jpa.read(em -> Sql.list(em, "select starts_at from calendar_occurrence where event_id = ? and id = ?", List.of(event, occurrence), r -> Sql.instant(r, 1)).stream().findFirst());
    }

    private List<Occurrence> rows(PreparedStatement statement) throws SQLException {
        List<Occurrence> found = new ArrayList<>();
        try (ResultSet r = statement.executeQuery()) {
            while (r.next()) {
                found.add(read(r));
            }
        }
        return found;
    }

    /** Of a row that begins with start, end and {@link #COLUMNS}. */
    Occurrence read(ResultSet r) throws SQLException {
        return row(r, r.getObject(3, UUID.class), r.getTimestamp(1).getTime() / 1000, r.getTimestamp(2).getTime() / 1000);
    }

    private Occurrence row(ResultSet r, UUID id, long starts, long ends) throws SQLException {
        return new Occurrence(id, r.getObject(4, UUID.class), r.getObject(5, LocalDateTime.class), starts, ends, r.getObject(6, UUID.class),
                r.getObject(7, UUID.class), r.getString(8), r.getString(9), r.getObject(10, UUID.class), r.getString(11), r.getBoolean(12),
                r.getBoolean(13), zones.computeIfAbsent(r.getString(14), ZoneId::of), r.getBoolean(15));
    }

    /** Ids of an event's occurrences by recurrence id. */
    public Map<LocalDateTime, UUID> ids(UUID event) {
        return jpa.read(em -> sql(em, "select recurrence_id, id from calendar_occurrence where event_id = ?", (c, s) -> {
            s.setObject(1, event);
            Map<LocalDateTime, UUID> ids = new HashMap<>();
            try (ResultSet r = s.executeQuery()) {
                while (r.next()) {
                    ids.put(r.getObject(1, LocalDateTime.class), r.getObject(2, UUID.class));
                }
            }
            return ids;
        }));
    }

    /** Replaces all occurrences of the event by these; those whose id stays are changed, not made anew. */
    public void replace(UUID event, List<Occurrence> wanted, Function<Occurrence, List<Target>> targets) {
        Map<LocalDateTime, UUID> before = ids(event);
        Set<UUID> kept = new HashSet<>();
        wanted.forEach(o -> kept.add(o.id()));
        List<UUID> gone = before.values().stream().filter(id -> !kept.contains(id)).toList();
        Set<UUID> known = new HashSet<>(before.values());
        jpa.run(em -> {
            batch(em, "delete from calendar_reach where occurrence_id = ?", before.values(), (s, id) -> s.setObject(1, id));
            batch(em, "delete from calendar_occurrence where id = ?", gone, (s, id) -> s.setObject(1, id));
            batch(em, "update calendar_occurrence set event_id = ?, recurrence_id = ?, starts_at = ?, ends_at = ?, unit_id = ?, kind_id = ?, title = ?,"
                    + " place = ?, host_id = ?, host_name = ?, all_day = ?, repeats = ?, zone = ?, overridden = ?, host_rota_id = null where id = ?",
                    wanted.stream().filter(o -> known.contains(o.id())).toList(), OccurrenceStore::bind);
            insert(em, wanted.stream().filter(o -> !known.contains(o.id())).toList());
            reach(em, wanted, targets);
        });
    }

    /** Adds occurrences that were not there before. */
    public void append(List<Occurrence> added, Function<Occurrence, List<Target>> targets) {
        jpa.run(em -> {
            insert(em, added);
            reach(em, added, targets);
        });
    }

    private static void insert(EntityManager em, List<Occurrence> occurrences) {
        batch(em, "insert into calendar_occurrence (event_id, recurrence_id, starts_at, ends_at, unit_id, kind_id, title, place, host_id, host_name,"
                + " all_day, repeats, zone, overridden, id) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", occurrences, OccurrenceStore::bind);
    }

    private static void bind(PreparedStatement s, Occurrence o) throws SQLException {
        s.setObject(1, o.event());
        s.setObject(2, o.recurrence());
        s.setObject(3, Instant.ofEpochSecond(o.starts()).atOffset(ZoneOffset.UTC));
        s.setObject(4, Instant.ofEpochSecond(o.ends()).atOffset(ZoneOffset.UTC));
        s.setObject(5, o.unit());
        s.setObject(6, o.kind());
        s.setString(7, o.title());
        s.setString(8, o.place());
        s.setObject(9, o.host(), java.sql.Types.OTHER);
        s.setString(10, o.hostName());
        s.setBoolean(11, o.allDay());
        s.setBoolean(12, o.repeats());
        s.setString(13, o.zone().getId());
        s.setBoolean(14, o.overridden());
        s.setObject(15, o.id());
    }

    private record Standing(Target target, Occurrence occurrence) {}

    private static void reach(EntityManager em, List<Occurrence> occurrences, Function<Occurrence, List<Target>> targets) {
        List<Standing> all = occurrences.stream().flatMap(o -> targets.apply(o).stream().map(t -> new Standing(t, o))).toList();
        batch(em, "insert into calendar_reach (target, bucket, starts, occurrence_id, ends) values (?, ?, ?, ?, ?)", all, (s, one) -> {
            Occurrence o = one.occurrence();
            s.setObject(1, one.target().id());
            s.setInt(2, one.target().role() + (o.ends() - o.starts() > Reach.SHORT ? Reach.LONG : 0));
            s.setLong(3, o.starts());
            s.setObject(4, o.id());
            s.setLong(5, o.ends());
        });
    }

    private interface Work<T> {
        T with(Connection connection, PreparedStatement statement) throws SQLException;
    }

    private interface Binder<T> {
        void bind(PreparedStatement statement, T value) throws SQLException;
    }

    private static <T> T sql(EntityManager em, String sql, Work<T> work) {
        Connection connection = em.unwrap(Connection.class);
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            return work.with(connection, statement);
        } catch (SQLException e) {
            throw new PersistenceException(e);
        }
    }

    private static <T> void batch(EntityManager em, String sql, Collection<T> values, Binder<T> binder) {
        if (values.isEmpty()) {
            return;
        }
        sql(em, sql, (c, s) -> {
            int waiting = 0;
            for (T value : values) {
                binder.bind(s, value);
                s.addBatch();
                if (++waiting % 500 == 0) {
                    s.executeBatch();
                }
            }
            return s.executeBatch();
        });
    }
}
