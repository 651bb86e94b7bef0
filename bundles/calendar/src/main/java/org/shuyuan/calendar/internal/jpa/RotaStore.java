package org.shuyuan.calendar.internal.jpa;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.persistence.EntityManager;
import javax.persistence.OptimisticLockException;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.tx.Jpa;
import org.shuyuan.api.tx.Sql;
import org.shuyuan.calendar.internal.Rota;

/** Rotas with their members. Thread-safe. */
@Component(service = RotaStore.class)
public final class RotaStore {

    /** One page of rotas. */
    public record Page(List<Rota> items, long total) {}

    private static final String COLUMNS = "r.id, r.version, r.unit_id, r.name, r.over_what, r.event_id, r.kind_id, r.running, r.from_day, r.remind_days, r.ahead, r.changed_by, r.changed_at,"
            + " r.group_id";

    private final Jpa jpa;

    @Activate
    public RotaStore(@Reference(target = "(shuyuan.module=calendar)") Jpa jpa) {
        this.jpa = jpa;
    }

    public Optional<Rota> find(UUID id) {
        return get(List.of(id)).stream().findFirst();
    }

    public List<Rota> get(Collection<UUID> ids) {
        return jpa.read(em -> withMembers(em, Sql.in(em, "select " + COLUMNS + " from calendar_rota r where r.id in (:keys)", ids, RotaStore::rota)));
    }

    /** @param running null: all of them @param like as of {@code ListQuery.like}; null: all */
    public Page list(Collection<UUID> units, @Nullable Boolean running, @Nullable String like, String order, int offset, int size) {
        List<@Nullable Object> values = new ArrayList<>();
        values.add(units.toArray(UUID[]::new));
        String where = " from calendar_rota r where r.unit_id = any(cast(? as uuid array))";
        if (running != null) {
            where += " and r.running = ?";
            values.add(running);
        }
        if (like != null) {
            where += " and lower(r.name) like ? escape '!'";
            values.add(like);
        }
        String from = where;
        return jpa.read(em -> {
            List<Rota> items = withMembers(em, Sql.list(em, "select " + COLUMNS + from + " order by " + order + " offset " + offset + " rows fetch first " + size + " rows only", values,
                    RotaStore::rota));
            return new Page(items, Sql.list(em, "select count(*)" + from, values, r -> r.getLong(1)).get(0));
        });
    }

    /** Those that this event's dates are for: by itself, or by unit and kind. */
    public List<UUID> serving(UUID event, UUID unit, Collection<UUID> kinds) {
        return jpa.read(em -> {
            List<UUID> found = new ArrayList<>(Sql.list(em, "select id from calendar_rota where event_id = ?", List.of(event), r -> r.getObject(1, UUID.class)));
            for (UUID kind : kinds) {
                found.addAll(Sql.list(em, "select id from calendar_rota where unit_id = ? and kind_id = ?", List.of(unit, kind), r -> r.getObject(1, UUID.class)));
            }
            return found.stream().distinct().sorted().toList();
        });
    }

    /** Those that may have turns at events of a unit. */
    public List<UUID> ofUnit(UUID unit) {
        return jpa.read(em -> Sql.list(em, "select r.id from calendar_rota r where (r.unit_id = ?"
                + " or r.event_id in (select e.id from calendar_event e where e.unit_id = ?)) order by r.id",
                List.of(unit, unit), r -> r.getObject(1, UUID.class)));
    }

    public List<UUID> running() {
        return jpa.read(em -> Sql.list(em, "select id from calendar_rota where running order by id", List.of(), r -> r.getObject(1, UUID.class)));
    }

    /** Those on whose list a person or unit is. */
    public List<UUID> having(UUID member) {
        return jpa.read(em -> Sql.list(em, "select rota_id from calendar_rota_member where member_id = ? order by rota_id", List.of(member), r -> r.getObject(1, UUID.class)));
    }

    /** Locks the rota's row till the transaction ends: who comes second waits, and then finds what the first has done. */
    public void claim(UUID id) {
        jpa.run(em -> Sql.update(em, "update calendar_rota set name = name where id = ?", id));
    }

    public Rota add(Rota rota) {
        jpa.run(em -> {
            Sql.update(em, "insert into calendar_rota (id, unit_id, name, over_what, event_id, kind_id, running, from_day, remind_days, ahead, changed_by, changed_at, group_id, version)"
                    + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)", rota.id(), rota.unit(), rota.name(), rota.over().word(), rota.event(), rota.kind(), rota.running(), rota.from(),
                    rota.remindDays(), rota.ahead(), rota.trace().changedBy(), rota.trace().changedAt(), rota.group());
            members(em, rota);
        });
        return find(rota.id()).orElseThrow();
    }

    /** What it is over and serves stays. @throws OptimisticLockException it is gone, or another version than {@code rota.version()} */
    public Rota change(Rota rota) {
        jpa.run(em -> {
            once(rota, Sql.update(em, "update calendar_rota set name = ?, running = ?, from_day = ?, remind_days = ?, ahead = ?, changed_by = ?, changed_at = ?, group_id = ?,"
                    + " version = version + 1 where id = ? and version = ?", rota.name(), rota.running(), rota.from(), rota.remindDays(), rota.ahead(), rota.trace().changedBy(),
                    rota.trace().changedAt(), rota.group(), rota.id(), rota.version()));
            Sql.update(em, "delete from calendar_rota_member where rota_id = ?", rota.id());
            members(em, rota);
        });
        return find(rota.id()).orElseThrow();
    }

    /** @throws OptimisticLockException as {@link #change} */
    public void remove(Rota rota) {
        jpa.run(em -> once(rota, Sql.update(em, "delete from calendar_rota where id = ? and version = ?", rota.id(), rota.version())));
    }

    private static void once(Rota rota, int written) {
        if (written == 0) {
            throw new OptimisticLockException("rota " + rota.id());
        }
    }

    private static void members(EntityManager em, Rota rota) {
        Sql.batch(em, "insert into calendar_rota_member (rota_id, member_id, place_in, level_at, joined_on) values (?, ?, ?, ?, ?)", rota.members(),
                m -> new Object[] {rota.id(), m.id(), rota.members().indexOf(m), m.level(), m.joined()});
    }

    private static List<Rota> withMembers(EntityManager em, List<Rota> rotas) {
        Map<UUID, List<Rota.Member>> members = new HashMap<>();
        Set<UUID> ids = rotas.stream().map(Rota::id).collect(Collectors.toSet());
        Sql.in(em, "select rota_id, member_id, level_at, joined_on from calendar_rota_member where rota_id in (:keys) order by rota_id, place_in", ids, r -> members
                .computeIfAbsent(r.getObject(1, UUID.class), rota -> new ArrayList<>()).add(new Rota.Member(r.getObject(2, UUID.class), r.getInt(3), Objects.requireNonNull(Sql.day(r, 4)))));
        return rotas.stream().map(r -> r.with(r.running(), members.getOrDefault(r.id(), List.of()), r.trace())).toList();
    }

    private static Rota rota(ResultSet r) throws SQLException {
        Instant changed = Objects.requireNonNull(Sql.instant(r, 13));
        return new Rota(r.getObject(1, UUID.class), r.getInt(2), r.getObject(3, UUID.class), r.getString(4), Rota.Over.valueOf(r.getString(5).toUpperCase(Locale.ROOT)), Sql.uuid(r, 6),
                Sql.uuid(r, 7), r.getBoolean(8), Objects.requireNonNull(Sql.day(r, 9)), r.getInt(10), r.getInt(11), List.of(), new Rota.Trace(r.getString(12), changed), Sql.uuid(r, 14));
    }
}
