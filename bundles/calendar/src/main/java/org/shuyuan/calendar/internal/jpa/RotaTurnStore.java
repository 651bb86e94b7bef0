package org.shuyuan.calendar.internal.jpa;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
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
import org.shuyuan.calendar.internal.PlanItem;
import org.shuyuan.calendar.internal.Rota;
import org.shuyuan.calendar.internal.RotaTurn;

/** The turns of rotas. Thread-safe. */
@Component(service = RotaTurnStore.class)
public final class RotaTurnStore {

    /** Who said that they cannot take a turn. */
    public record Decline(UUID turn, UUID member, @Nullable String reason, Instant at) {}

    private static final String COLUMNS = "t.id, t.version, t.rota_id, t.event_id, t.recurrence_id, t.starts_at, t.all_day, t.zone, t.title, t.due_id, t.instead_of, t.speaker_id, t.speaker_name,"
            + " t.topic, t.mark, t.state, t.credited_id, t.credited_name, t.credited_to, t.confirmed_by, t.confirmed_at";

    private final Jpa jpa;

    @Activate
    public RotaTurnStore(@Reference(target = "(shuyuan.module=calendar)") Jpa jpa) {
        this.jpa = jpa;
    }

    /** All of these rotas, by start. */
    public List<RotaTurn> of(Collection<UUID> rotas) {
        return jpa.read(em -> Sql.in(em, "select " + COLUMNS + " from calendar_rota_turn t where t.rota_id in (:keys) order by t.starts_at, t.id", rotas, RotaTurnStore::turn));
    }

    public Optional<RotaTurn> find(UUID id) {
        return jpa.read(em -> Sql.list(em, "select " + COLUMNS + " from calendar_rota_turn t where t.id = ?", List.of(id), RotaTurnStore::turn).stream().findFirst());
    }

    /** What stands of an event's dates in any rota. */
    public List<RotaTurn> ofEvent(UUID event) {
        return jpa.read(em -> Sql.list(em, "select " + COLUMNS + " from calendar_rota_turn t where t.event_id = ? and t.state <> 'cancelled' order by t.starts_at, t.id", List.of(event),
                RotaTurnStore::turn));
    }

    /** Those to come of people and departments, the soonest first. */
    public List<RotaTurn> ahead(Collection<UUID> whose, Instant after, int most) {
        UUID[] ids = whose.toArray(UUID[]::new);
        return jpa.read(em -> Sql.list(em, "select " + COLUMNS + " from calendar_rota_turn t where t.state = 'planned' and t.starts_at > ?"
                + " and (t.due_id = any(cast(? as uuid array)) or t.speaker_id = any(cast(? as uuid array))) order by t.starts_at, t.id fetch first " + most + " rows only",
                List.of(after, ids, ids), RotaTurnStore::turn));
    }

    /** Who spoke, confirmed: the newest first. @param people at least one */
    public List<RotaTurn> spoken(Collection<UUID> people, Instant from, Instant to, int limit) {
        return jpa.read(em -> Sql.list(em, "select " + COLUMNS + " from calendar_rota_turn t where t.state = 'held' and t.starts_at >= ? and t.starts_at < ?"
                + " and t.credited_id = any(cast(? as uuid array)) order by t.starts_at desc, t.id fetch first " + limit + " rows only", List.of(from, to, people.toArray(UUID[]::new)),
                RotaTurnStore::turn));
    }

    /** Where a person is due, speaks, spoke, or somebody stood in for them: the newest first. */
    public List<RotaTurn> naming(UUID person, int limit) {
        return jpa.read(em -> Sql.list(em, "select " + COLUMNS + " from calendar_rota_turn t where ? in (t.due_id, t.speaker_id, t.credited_id, t.instead_of)"
                + " order by t.starts_at desc, t.id fetch first " + limit + " rows only", List.of(person), RotaTurnStore::turn));
    }

    /** Whether a person was named to speak, also from outside the list. */
    public boolean speaks(UUID rota, UUID person) {
        return !jpa.read(em -> Sql.list(em, "select 1 from calendar_rota_turn where rota_id = ? and speaker_id = ? fetch first 1 rows only", List.of(rota, person), r -> 1)).isEmpty();
    }

    /** The dates of the rota's event or kind from a moment on, at most so many. */
    public List<RotaTurn.Date> dates(Rota rota, Instant from, Instant until, boolean last, int most) {
        String which = rota.event() != null ? "o.event_id = ?" : "o.kind_id = ? and o.unit_id = ?";
        List<@Nullable Object> values = new ArrayList<>();
        values.add(rota.event() != null ? rota.event() : rota.kind());
        if (rota.event() == null) {
            values.add(rota.unit());
        }
        values.add(from);
        values.add(until);
        return jpa.read(em -> Sql.list(em, "select o.event_id, o.recurrence_id, o.starts_at, o.all_day, o.zone, o.title from calendar_occurrence o where " + which
                + " and o.starts_at >= ? and o.starts_at < ? order by o.starts_at" + (last ? " desc" : "") + ", o.id fetch first " + most + " rows only", values,
                r -> new RotaTurn.Date(r.getObject(1, UUID.class), r.getObject(2, LocalDateTime.class), Objects.requireNonNull(Sql.instant(r, 3)), r.getBoolean(4), ZoneId.of(r.getString(5)),
                        r.getString(6))));
    }

    /** When these events were changed last; without those that never were since they were added. */
    public Map<UUID, Instant> changed(Collection<UUID> events) {
        Map<UUID, Instant> changed = new HashMap<>();
        jpa.run(em -> Sql.in(em, "select id, changed_at from calendar_event where changed_at > created_at and id in (:keys)", events,
                r -> changed.put(r.getObject(1, UUID.class), Objects.requireNonNull(Sql.instant(r, 2)))));
        return changed;
    }

    public void add(RotaTurn t) {
        jpa.run(em -> Sql.update(em, "insert into calendar_rota_turn (id, rota_id, event_id, recurrence_id, starts_at, all_day, zone, title, due_id, mark, state, version)"
                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)", t.id(), t.rota(), t.date().event(), t.date().recurrence(), t.date().starts(), t.date().allDay(), t.date().zone().getId(),
                t.date().title(), t.due(), t.mark().word(), t.state().word()));
    }

    /** @throws OptimisticLockException it is gone, or another version than {@code t.version()} */
    public RotaTurn change(RotaTurn t) {
        RotaTurn.Held held = t.held();
        PlanItem.Who spoke = held == null ? PlanItem.Who.NOBODY : held.who();
        jpa.run(em -> {
            if (Sql.update(em, "update calendar_rota_turn set starts_at = ?, all_day = ?, zone = ?, title = ?, due_id = ?, instead_of = ?, speaker_id = ?, speaker_name = ?, topic = ?, mark = ?,"
                    + " state = ?, credited_id = ?, credited_name = ?, credited_to = ?, confirmed_by = ?, confirmed_at = ?, version = version + 1 where id = ? and version = ?",
                    t.date().starts(), t.date().allDay(), t.date().zone().getId(), t.date().title(), t.due(), t.instead(), t.speaker().person(), t.speaker().words(), t.topic(),
                    t.mark().word(), t.state().word(), spoke.person(), spoke.words(), held == null ? null : held.member(), held == null ? null : held.confirmedBy(),
                    held == null ? null : held.confirmedAt(), t.id(), t.version()) == 0) {
                throw new OptimisticLockException("turn " + t.id());
            }
        });
        return find(t.id()).orElseThrow();
    }

    /** Whoever was reminded of the turn is reminded anew: its date lies elsewhere. */
    public void unremind(RotaTurn turn) {
        jpa.run(em -> Sql.update(em, "delete from calendar_rota_reminded where turn_id = ?", turn.id()));
    }

    public void remove(RotaTurn turn) {
        jpa.run(em -> Sql.update(em, "delete from calendar_rota_turn where id = ?", turn.id()));
    }

    public List<Decline> declines(Collection<UUID> rotas) {
        return jpa.read(em -> Sql.in(em, "select d.turn_id, d.member_id, d.reason, d.declined_at from calendar_rota_decline d join calendar_rota_turn t on t.id = d.turn_id"
                + " where t.rota_id in (:keys) order by d.declined_at, d.member_id", rotas,
                r -> new Decline(r.getObject(1, UUID.class), r.getObject(2, UUID.class), r.getString(3), Objects.requireNonNull(Sql.instant(r, 4)))));
    }

    /** What a person said they cannot. */
    public List<Decline> declinesOf(UUID person) {
        return jpa.read(em -> Sql.list(em, "select turn_id, member_id, reason, declined_at from calendar_rota_decline where member_id = ? order by declined_at desc fetch first 500 rows only",
                List.of(person), r -> new Decline(r.getObject(1, UUID.class), r.getObject(2, UUID.class), r.getString(3), Objects.requireNonNull(Sql.instant(r, 4)))));
    }

    public void decline(Decline d) {
        jpa.run(em -> {
            Sql.update(em, "delete from calendar_rota_decline where turn_id = ? and member_id = ?", d.turn(), d.member());
            Sql.update(em, "insert into calendar_rota_decline (turn_id, member_id, reason, declined_at) values (?, ?, ?, ?)", d.turn(), d.member(), d.reason(), d.at());
        });
    }

    /** They take it after all. */
    public void forgive(UUID turn, UUID member) {
        jpa.run(em -> Sql.update(em, "delete from calendar_rota_decline where turn_id = ? and member_id = ?", turn, member));
    }

    private static RotaTurn turn(ResultSet r) throws SQLException {
        RotaTurn.Date date = new RotaTurn.Date(r.getObject(4, UUID.class), r.getObject(5, LocalDateTime.class), Objects.requireNonNull(Sql.instant(r, 6)), r.getBoolean(7),
                ZoneId.of(r.getString(8)), r.getString(9));
        RotaTurn.State state = RotaTurn.State.valueOf(r.getString(16).toUpperCase(Locale.ROOT));
        boolean said = state == RotaTurn.State.HELD || state == RotaTurn.State.MISSED;
        return new RotaTurn(r.getObject(1, UUID.class), r.getInt(2), r.getObject(3, UUID.class), date, Sql.uuid(r, 10), Sql.uuid(r, 11), new PlanItem.Who(Sql.uuid(r, 12), r.getString(13)),
                r.getString(14), RotaTurn.Mark.valueOf(r.getString(15).toUpperCase(Locale.ROOT)), state,
                said ? new RotaTurn.Held(new PlanItem.Who(Sql.uuid(r, 17), r.getString(18)), Sql.uuid(r, 19), r.getString(20), Sql.instant(r, 21)) : null);
    }
}
