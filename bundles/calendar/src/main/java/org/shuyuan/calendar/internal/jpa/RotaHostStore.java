package org.shuyuan.calendar.internal.jpa;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.tx.Jpa;
import org.shuyuan.api.tx.Sql;
import org.shuyuan.calendar.internal.PlanItem;
import org.shuyuan.calendar.internal.Reach;

/** Speakers of rotas as hosts of dates whose event names none, and in whose calendar such a date stands therefore. Thread-safe. */
@Component(service = RotaHostStore.class)
public final class RotaHostStore {

    /** A date of which the rota says, or may say, who hosts it. @param host as it stands */
    public record Hosted(UUID occurrence, UUID event, LocalDateTime recurrence, PlanItem.Who host) {}

    private static final String COLUMNS = "select o.id, o.event_id, o.recurrence_id, o.host_id, o.host_name from calendar_occurrence o";

    private final Jpa jpa;

    @Activate
    public RotaHostStore(@Reference(target = "(shuyuan.module=calendar)") Jpa jpa) {
        this.jpa = jpa;
    }

    /** Where the rota's speaker is host, and the dates of its turns that have no host at all. What the event or another rota says is not among them. */
    public List<Hosted> of(UUID rota) {
        return jpa.read(em -> Stream.concat(Sql.list(em, COLUMNS + " where o.host_rota_id = ?", List.of(rota), RotaHostStore::read).stream(),
                Sql.list(em, COLUMNS + " join calendar_rota_turn t on t.event_id = o.event_id and t.recurrence_id = o.recurrence_id where t.rota_id = ? and o.host_id is null"
                        + " and o.host_name is null and o.host_rota_id is null", List.of(rota), RotaHostStore::read).stream()).toList());
    }

    private static Hosted read(java.sql.ResultSet r) throws java.sql.SQLException {
        return new Hosted(r.getObject(1, UUID.class), r.getObject(2, UUID.class), r.getObject(3, LocalDateTime.class), new PlanItem.Who(Sql.uuid(r, 4), r.getString(5)));
    }

    /** Part of a transaction. @param host nobody: the date has none any more */
    public void write(UUID rota, Hosted date, PlanItem.Who host) {
        jpa.run(em -> {
            Sql.update(em, "update calendar_occurrence set host_id = ?, host_name = ?, host_rota_id = ? where id = ?", host.person(), host.words(),
                    host.equals(PlanItem.Who.NOBODY) ? null : rota, date.occurrence());
            @Nullable UUID before = date.host().person();
            if (before != null) {
                // whoever is called to it besides keeps it in the calendar
                Sql.update(em, "delete from calendar_reach where occurrence_id = ? and target = ? and bucket < " + Reach.OWNER
                        + " and not exists (select 1 from calendar_audience a where a.event_id = ? and a.target = ?)", date.occurrence(), before, date.event(), before);
            }
            if (host.person() != null) {
                Sql.update(em, "insert into calendar_reach (target, bucket, starts, occurrence_id, ends) select cast(? as uuid), min(r.bucket - case when r.bucket >= " + Reach.OWNER + " then "
                        + Reach.OWNER + " else 0 end), r.starts, r.occurrence_id, r.ends from calendar_reach r where r.occurrence_id = ? and not exists (select 1 from calendar_reach k"
                        + " where k.occurrence_id = r.occurrence_id and k.target = ? and k.bucket < " + Reach.OWNER + ") group by r.starts, r.occurrence_id, r.ends",
                        Objects.requireNonNull(host.person()), date.occurrence(), host.person());
            }
        });
    }
}
