package org.shuyuan.calendar.internal.jpa;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import javax.persistence.EntityManager;
import javax.persistence.OptimisticLockException;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.tx.Jpa;
import org.shuyuan.api.tx.Sql;
import org.shuyuan.calendar.internal.Reminding;

/** How units remind, and what was said already. Thread-safe. */
@Component(service = ReminderStore.class)
public final class ReminderStore {

    /** What a unit says itself. @param version from 1 */
    public record Own(Reminding reminding, int version) {}

    /** A date ahead of which somebody may not have been reminded. @param version the event's @param who 0 its audience, 1 its host */
    public record Ahead(UUID occurrence, UUID event, long version, UUID unit, String title, @Nullable String place, @Nullable UUID host, boolean allDay, String zone, Instant starts, int who) {}

    private final Jpa jpa;

    @Activate
    public ReminderStore(@Reference(target = "(shuyuan.module=calendar)") Jpa jpa) {
        this.jpa = jpa;
    }

    public Map<UUID, Own> of(Collection<UUID> units) {
        Map<UUID, Own> found = new HashMap<>();
        jpa.run(em -> Sql.in(em, "select unit_id, audience_hours, host_hours, by_mail, version from calendar_reminder_rule where unit_id in (:keys)", units, r -> {
            found.put(r.getObject(1, UUID.class), new Own(new Reminding(r.getInt(2), r.getInt(3), r.getBoolean(4)), r.getInt(5)));
            return 1;
        }));
        return found;
    }

    /** @param version 0: there is none yet @param wanted null: none any more @throws OptimisticLockException another version is stored */
    public void put(UUID unit, int version, @Nullable Reminding wanted) {
        jpa.run(em -> {
            if (write(em, unit, version, wanted) == 0) {
                throw new OptimisticLockException("reminding " + unit);
            }
        });
    }

    private static int write(EntityManager em, UUID unit, int version, @Nullable Reminding wanted) {
        if (wanted == null) {
            return version == 0 ? 1 : Sql.update(em, "delete from calendar_reminder_rule where unit_id = ? and version = ?", unit, version);
        }
        if (version == 0) {
            return Sql.update(em, "insert into calendar_reminder_rule (unit_id, audience_hours, host_hours, by_mail, version) values (?, ?, ?, ?, 1)", unit, wanted.audienceHours(),
                    wanted.hostHours(), wanted.byMail());
        }
        return Sql.update(em, "update calendar_reminder_rule set audience_hours = ?, host_hours = ?, by_mail = ?, version = version + 1 where unit_id = ? and version = ?",
                wanted.audienceHours(), wanted.hostHours(), wanted.byMail(), unit, version);
    }

    /**
     * Dates that begin after one moment and not after another, the soonest first, with whom of them to look for: who was not looked for yet, or not since the event was changed, or not since a
     * moment. Speakers of rotas are reminded by their rota.
     */
    public List<Ahead> ahead(Instant after, Instant until, Instant looked, int most) {
        return jpa.read(em -> Sql.list(em, "select o.id, o.event_id, e.version, o.unit_id, o.title, o.place, o.host_id, o.all_day, o.zone, o.starts_at, w.who from calendar_occurrence o"
                + " join calendar_event e on e.id = o.event_id"
                + " join (select cast(0 as smallint) as who union all select cast(1 as smallint)) w on w.who = 0 or o.host_id is not null and o.host_rota_id is null"
                + " where o.starts_at > ? and o.starts_at <= ? and not exists (select 1 from calendar_reminded d where d.occurrence_id = o.id and d.starts_at = o.starts_at and d.who = w.who"
                + " and (d.event_version is null or d.event_version = e.version and d.reminded_at > ?))"
                + " order by o.starts_at, o.id, w.who fetch first " + most + " rows only", List.of(after, until, looked),
                ReminderStore::ahead));
    }

    private static Ahead ahead(ResultSet r) throws SQLException {
        return new Ahead(r.getObject(1, UUID.class), r.getObject(2, UUID.class), r.getLong(3), r.getObject(4, UUID.class), r.getString(5), r.getString(6), r.getObject(7, UUID.class),
                r.getBoolean(8), r.getString(9), Objects.requireNonNull(Sql.instant(r, 10)), r.getInt(11));
    }

    /** Who was told of that date at its time. */
    public Set<UUID> told(Ahead ahead) {
        return jpa.read(em -> new HashSet<>(Sql.list(em, "select person_id from calendar_reminded_person where occurrence_id = ? and starts_at = ? and who = ?",
                List.of(ahead.occurrence(), ahead.starts(), ahead.who()), r -> r.getObject(1, UUID.class))));
    }

    /** @param people who are told of it now @throws javax.persistence.PersistenceException one of them was before */
    public void tell(Ahead ahead, Collection<UUID> people) {
        jpa.run(em -> Sql.batch(em, "insert into calendar_reminded_person (occurrence_id, starts_at, who, person_id) values (?, ?, ?, ?)", people,
                person -> new Object[] {ahead.occurrence(), ahead.starts(), ahead.who(), person}));
    }

    /** It was seen who is to be told. */
    public void looked(Ahead ahead, Instant at) {
        jpa.run(em -> {
            if (Sql.update(em, "update calendar_reminded set reminded_at = ?, event_version = ? where occurrence_id = ? and starts_at = ? and who = ?", at, ahead.version(), ahead.occurrence(),
                    ahead.starts(), ahead.who()) == 0) {
                Sql.update(em, "insert into calendar_reminded (occurrence_id, starts_at, who, reminded_at, event_version) values (?, ?, ?, ?, ?)", ahead.occurrence(), ahead.starts(),
                        ahead.who(), at, ahead.version());
            }
        });
    }

    /** What was told of an event's dates at times that they have no more; one that comes back is told anew. Part of the transaction that moved them. */
    public void moved(UUID event) {
        jpa.run(em -> List.of("calendar_reminded", "calendar_reminded_person").forEach(table -> Sql.update(em, "delete from " + table
                + " where occurrence_id in (select m.id from calendar_occurrence m where m.event_id = ?) and not exists (select 1 from calendar_occurrence o where o.id = " + table
                + ".occurrence_id and o.starts_at = " + table + ".starts_at)", event)));
    }

    /** What began before that moment nobody is reminded of any more. */
    public void forget(Instant before) {
        jpa.run(em -> {
            Sql.update(em, "delete from calendar_reminded where starts_at < ?", before);
            Sql.update(em, "delete from calendar_reminded_person where starts_at < ?", before);
        });
    }
}
