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
import java.util.UUID;
import javax.persistence.EntityManager;
import javax.persistence.OptimisticLockException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.tx.Jpa;
import org.shuyuan.api.tx.Sql;
import org.shuyuan.calendar.internal.Obligation;
import org.shuyuan.calendar.internal.Period;

/** Obligations with those they are for, and who was told. Thread-safe. */
@Component(service = ObligationStore.class)
public final class ObligationStore {

    /** Whom it was told about, for which period. @param link of the notice */
    public record Told(UUID obligation, UUID whom, String period, String link, Instant at) {}

    private static final String COLUMNS = "select b.id, b.version, b.unit_id, b.title, b.kind_id, b.how_many, b.every, b.over_what, b.from_day, b.until_day, b.lead_days, b.retired_on, b.changed_by,"
            + " b.changed_at from calendar_obligation b";
    private static final String ORDER = " order by b.kind_id, b.id";

    private final Jpa jpa;

    @Activate
    public ObligationStore(@Reference(target = "(shuyuan.module=calendar)") Jpa jpa) {
        this.jpa = jpa;
    }

    public List<Obligation> of(Collection<UUID> units) {
        return jpa.read(em -> whole(em, Sql.in(em, COLUMNS + " where b.unit_id in (:keys)" + ORDER, units, ObligationStore::read)));
    }

    public Optional<Obligation> find(UUID id) {
        return jpa.read(em -> whole(em, Sql.list(em, COLUMNS + " where b.id = ?", List.of(id), ObligationStore::read)).stream().findFirst());
    }

    /** All of the portal that are in force. */
    public List<Obligation> running() {
        return jpa.read(em -> whole(em, Sql.list(em, COLUMNS + " where b.retired_on is null" + ORDER, List.of(), ObligationStore::read)));
    }

    /** Those that name a person, or a group the person is in, as speakers; also retired ones. */
    public List<Obligation> ofSpeakers(Collection<UUID> ids) {
        return jpa.read(em -> whole(em, Sql.in(em, COLUMNS + " where b.over_what in ('members', 'people') and b.id in (select t.obligation_id from calendar_obligation_target t"
                + " where t.target_id in (:keys))" + ORDER, ids, ObligationStore::read)).stream().distinct().toList());
    }

    public boolean uses(UUID kind) {
        return jpa.read(em -> !Sql.list(em, "select id from calendar_obligation where kind_id = ? fetch first 1 rows only", List.of(kind), r -> r.getObject(1, UUID.class)).isEmpty());
    }

    public void add(Collection<Obligation> added) {
        jpa.run(em -> {
            Sql.batch(em, "insert into calendar_obligation (id, unit_id, title, kind_id, how_many, every, over_what, from_day, until_day, lead_days, retired_on, changed_by, changed_at, version)"
                    + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)", added, b -> new Object[] {b.id(), b.unit(), b.title(), b.kind(), b.count(), b.every().word(), b.over().word(), b.from(),
                        b.until(), b.lead(), b.retired(), b.trace().changedBy(), b.trace().changedAt()});
            added.forEach(b -> targets(em, b));
        });
    }

    /** @throws OptimisticLockException it is gone, or another version than {@code b.version()} */
    public void change(Obligation b) {
        jpa.run(em -> {
            once(b, Sql.update(em, "update calendar_obligation set title = ?, kind_id = ?, how_many = ?, every = ?, over_what = ?, from_day = ?, until_day = ?, lead_days = ?, retired_on = ?,"
                    + " changed_by = ?, changed_at = ?, version = version + 1 where id = ? and version = ?", b.title(), b.kind(), b.count(), b.every().word(), b.over().word(), b.from(), b.until(),
                    b.lead(), b.retired(), b.trace().changedBy(), b.trace().changedAt(), b.id(), b.version()));
            Sql.update(em, "delete from calendar_obligation_target where obligation_id = ?", b.id());
            targets(em, b);
        });
    }

    /** @throws OptimisticLockException as {@link #change} */
    public void remove(Obligation b) {
        jpa.run(em -> once(b, Sql.update(em, "delete from calendar_obligation where id = ? and version = ?", b.id(), b.version())));
    }

    /** What was told and is not settled yet. */
    public List<Told> told() {
        return jpa.read(em -> Sql.list(em, "select obligation_id, whom, period, link, told_at from calendar_obligation_told where settled_at is null", List.of(), r -> new Told(
                r.getObject(1, UUID.class), r.getObject(2, UUID.class), r.getString(3), r.getString(4), Objects.requireNonNull(Sql.instant(r, 5)))));
    }

    /** Notes it, anew where it had been settled before somebody looked. @param seen when it was seen to be due @return false: it was told before, and is not settled, or was since */
    public boolean tell(Told told, Instant seen) {
        String key = " where obligation_id = ? and whom = ? and period = ?";
        return jpa.write(em -> Sql.update(em, "update calendar_obligation_told set link = ?, told_at = ?, settled_at = null" + key + " and settled_at <= ?", told.link(), told.at(),
                told.obligation(), told.whom(), told.period(), seen) == 1
                || Sql.list(em, "select 1 from calendar_obligation_told" + key, List.of(told.obligation(), told.whom(), told.period()), r -> 1).isEmpty()
                && Sql.update(em, "insert into calendar_obligation_told (obligation_id, whom, period, link, told_at) values (?, ?, ?, ?, ?)", told.obligation(), told.whom(), told.period(),
                        told.link(), told.at()) == 1);
    }

    /** @return false: another was first */
    public boolean settle(Told told, Instant at) {
        return jpa.write(em -> Sql.update(em, "update calendar_obligation_told set settled_at = ? where obligation_id = ? and whom = ? and period = ? and settled_at is null", at,
                told.obligation(), told.whom(), told.period())) == 1;
    }

    private static void once(Obligation b, int written) {
        if (written == 0) {
            throw new OptimisticLockException("obligation " + b.id());
        }
    }

    private static void targets(EntityManager em, Obligation b) {
        Sql.batch(em, "insert into calendar_obligation_target (obligation_id, target_id, place_in) values (?, ?, ?)", b.targets(), t -> new Object[] {b.id(), t, b.targets().indexOf(t)});
    }

    private static List<Obligation> whole(EntityManager em, List<Obligation> bare) {
        Map<UUID, List<UUID>> targets = new HashMap<>();
        Sql.in(em, "select obligation_id, target_id from calendar_obligation_target where obligation_id in (:keys) order by obligation_id, place_in",
                bare.stream().filter(b -> b.over() != Obligation.Over.UNIT && b.over() != Obligation.Over.BELOW).map(Obligation::id).distinct().toList(),
                r -> targets.computeIfAbsent(r.getObject(1, UUID.class), id -> new ArrayList<>()).add(r.getObject(2, UUID.class)));
        return bare.stream().map(b -> new Obligation(b.id(), b.version(), b.unit(), b.title(), b.kind(), b.count(), b.every(), b.over(), targets.getOrDefault(b.id(), List.of()), b.from(),
                b.until(), b.lead(), b.retired(), b.trace())).toList();
    }

    private static Obligation read(ResultSet r) throws SQLException {
        return new Obligation(r.getObject(1, UUID.class), r.getInt(2), r.getObject(3, UUID.class), r.getString(4), r.getObject(5, UUID.class), r.getInt(6),
                Period.Every.valueOf(r.getString(7).toUpperCase(Locale.ROOT).replace('-', '_')), Obligation.Over.valueOf(r.getString(8).toUpperCase(Locale.ROOT)), List.of(),
                Objects.requireNonNull(Sql.day(r, 9)), Sql.day(r, 10), r.getInt(11), Sql.day(r, 12), new Obligation.Trace(r.getString(13), Objects.requireNonNull(Sql.instant(r, 14))));
    }
}
