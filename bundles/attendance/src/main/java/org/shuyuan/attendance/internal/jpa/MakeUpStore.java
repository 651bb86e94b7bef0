package org.shuyuan.attendance.internal.jpa;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
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
import org.shuyuan.attendance.internal.MakeUp;
import org.shuyuan.attendance.internal.State;

/** Made-up study, with the gatherings it is for. Thread-safe. */
@Component(service = MakeUpStore.class)
public final class MakeUpStore {

    private static final List<String> NAMES = List.of("id", "version", "gathering_id", "person_id", "task", "due", "offered", "state", "assigned_at", "assigned_by", "done_on", "minutes", "note",
            "handed_in_at", "decided_at", "decided_by", "answer");
    private static final String LINE = "select u." + String.join(", u.", NAMES) + ", g.title, g.starts, g.unit_id, m.state";
    private static final String FROM = " from attendance_make_up u join attendance_gathering g on g.id = u.gathering_id"
            + " left join attendance_mark m on m.gathering_id = u.gathering_id and m.person_id = u.person_id";
    private static final String OVERDUE = "u.state in ('assigned', 'sent-back') and u.due < ?";

    /** One, with its gathering. @param unit the gathering's @param mark what the person is marked as there now; null: nothing */
    public record Line(MakeUp makeUp, String title, Instant start, UUID unit, @Nullable State mark) {}

    /** One page. @param counts how many there are by word of state, and {@code overdue}, whatever state was asked for */
    public record Page(List<Line> items, long total, Map<String, Integer> counts) {}

    /**
     * How a list is narrowed and ordered.
     *
     * @param status null for all
     * @param overdue only those that were to be handed in before today
     * @param like what a gathering's title or the task is like, lower case with {@code !} as escape; null for all
     * @param today where it is asked
     * @param order SQL over {@code u} and {@code g}
     */
    public record Query(MakeUp.@Nullable Status status, boolean overdue, @Nullable String like, LocalDate today, String order, int offset, int size) {}

    /** A gathering somebody did not attend in full, and does not make up for yet. */
    public record Missed(UUID gathering, UUID unit, State state) {}

    private final Jpa jpa;

    @Activate
    public MakeUpStore(@Reference(target = "(shuyuan.module=attendance)") Jpa jpa) {
        this.jpa = jpa;
    }

    public Optional<Line> find(UUID id) {
        return jpa.read(em -> Sql.list(em, LINE + FROM + " where u.id = ?", List.of(id), MakeUpStore::line).stream().findFirst());
    }

    /** Of a gathering, by person. */
    public Map<UUID, MakeUp> at(UUID gathering) {
        Map<UUID, MakeUp> found = new HashMap<>();
        jpa.read(em -> Sql.list(em, LINE + FROM + " where u.gathering_id = ?", List.of(gathering), MakeUpStore::line)).forEach(l -> found.put(l.makeUp().person(), l.makeUp()));
        return found;
    }

    /** Those of a person, what waits for them first. */
    public List<Line> of(UUID person, int most) {
        return jpa.read(em -> Sql.list(em, LINE + FROM + " where u.person_id = ? order by case when u.state in ('assigned', 'sent-back') then 0 else 1 end, g.starts desc, u.id fetch first " + most
                + " rows only", List.of(person), MakeUpStore::line));
    }

    /** Those that wait for the learner, were due before the day, and of which not everything was said, the longest due first. */
    public List<Line> toRemind(LocalDate day, int most) {
        return jpa.read(em -> Sql.list(em, LINE + FROM + " where u.state in ('assigned', 'sent-back') and u.due < ? and u.reminded < 2 and g.cancelled = false order by u.due, u.id fetch first " + most
                + " rows only", List.of(day), MakeUpStore::line));
    }

    /** Notes what the learner is reminded of. @return false when that was said before, or it waits for the learner no more */
    public boolean remind(UUID id, int what) {
        return jpa.write(em -> Sql.update(em, "update attendance_make_up set reminded = ? where id = ? and reminded < ? and state in ('assigned', 'sent-back')", what, id, what)) == 1;
    }

    /** What a person has missed since, the newest first. */
    public List<Missed> missed(UUID person, Instant since, int most) {
        return jpa.read(em -> Sql.list(em, "select g.id, g.unit_id, m.state from attendance_mark m join attendance_gathering g on g.id = m.gathering_id"
                + " where m.person_id = ? and m.expected and m.source <> 'left-out' and m.state in ('absent', 'on-leave', 'late', 'left-early') and not g.cancelled and g.settled_at is not null"
                + " and g.starts >= ? and not exists (select 1 from attendance_make_up u where u.gathering_id = g.id and u.person_id = m.person_id and u.state <> 'dropped')"
                + " order by g.starts desc, g.id fetch first " + most + " rows only", List.of(person, since),
                r -> new Missed(r.getObject(1, UUID.class), r.getObject(2, UUID.class), State.of(r.getString(3)).orElseThrow())));
    }

    /** At gatherings of units. */
    public Page list(Collection<UUID> units, Query query) {
        List<@Nullable Object> values = new ArrayList<>();
        values.add(units.toArray(UUID[]::new));
        String where = FROM + " where g.unit_id = any(cast(? as uuid array))";
        if (query.like() != null) {
            where += " and (lower(g.title) like ? escape '!' or lower(u.task) like ? escape '!')";
            values.add(query.like());
            values.add(query.like());
        }
        String all = where;
        List<@Nullable Object> counted = new ArrayList<>(values);
        counted.add(0, query.today());
        if (query.status() != null) {
            where += " and u.state = ?";
            values.add(query.status().word());
        }
        if (query.overdue()) {
            where += " and " + OVERDUE;
            values.add(query.today());
        }
        String some = where;
        return jpa.read(em -> {
            Map<String, Integer> counts = new LinkedHashMap<>();
            Sql.list(em, "select u.state, count(*), count(case when " + OVERDUE + " then 1 end)" + all + " group by u.state", counted, r -> {
                counts.put(r.getString(1), r.getInt(2));
                return counts.merge("overdue", r.getInt(3), Integer::sum);
            });
            return new Page(Sql.list(em, LINE + some + " order by " + query.order() + " offset " + query.offset() + " rows fetch next " + query.size() + " rows only", values, MakeUpStore::line),
                    Sql.list(em, "select count(*)" + some, values, r -> r.getLong(1)).get(0), counts);
        });
    }

    public void add(Collection<MakeUp> all) {
        jpa.run(em -> Sql.batch(em, "insert into attendance_make_up (" + String.join(", ", NAMES) + ") values (" + String.join(", ", java.util.Collections.nCopies(NAMES.size(), "?")) + ")", all,
                u -> new @Nullable Object[] {u.id(), 1, u.gathering(), u.person(), u.task(), u.due(), u.offered(), u.status().word(), u.assignedAt(), u.assignedBy(), u.doneOn(), u.minutes(),
                    u.note(), u.handedInAt(), u.decidedAt(), u.decidedBy(), u.answer()}));
    }

    /** @return as it is stored @throws OptimisticLockException another version is stored */
    public Line change(MakeUp u) {
        jpa.run(em -> {
            if (Sql.update(em, "update attendance_make_up set task = ?, due = ?, offered = ?, state = ?, assigned_at = ?, assigned_by = ?, done_on = ?, minutes = ?, note = ?, handed_in_at = ?,"
                    + " decided_at = ?, decided_by = ?, answer = ?, version = version + 1 where id = ? and version = ?", u.task(), u.due(), u.offered(), u.status().word(), u.assignedAt(),
                    u.assignedBy(), u.doneOn(), u.minutes(), u.note(), u.handedInAt(), u.decidedAt(), u.decidedBy(), u.answer(), u.id(), u.version()) == 0) {
                throw new OptimisticLockException("make-up " + u.id());
            }
        });
        return find(u.id()).orElseThrow();
    }

    private static Line line(ResultSet r) throws SQLException {
        int spent = r.getInt(12);
        @Nullable Integer minutes = r.wasNull() ? null : spent;
        MakeUp makeUp = new MakeUp(r.getObject(1, UUID.class), r.getInt(2), r.getObject(3, UUID.class), r.getObject(4, UUID.class), r.getString(5), r.getObject(6, LocalDate.class), r.getBoolean(7),
                MakeUp.Status.valueOf(r.getString(8).toUpperCase(Locale.ROOT).replace('-', '_')), Sql.instant(r, 9), r.getString(10), r.getObject(11, LocalDate.class), minutes, r.getString(13),
                Sql.instant(r, 14), Sql.instant(r, 15), r.getString(16), r.getString(17));
        return new Line(makeUp, r.getString(18), Objects.requireNonNull(Sql.instant(r, 19)), r.getObject(20, UUID.class), State.of(r.getString(21)).orElse(null));
    }
}
