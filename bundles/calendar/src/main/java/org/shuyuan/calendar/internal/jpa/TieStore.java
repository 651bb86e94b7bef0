package org.shuyuan.calendar.internal.jpa;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import javax.persistence.EntityManager;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.tx.Jpa;
import org.shuyuan.api.tx.Sql;

/** What names single dates of an event by their recurrence ids: links of plan items, materials, turns of rotas. Every method is part of the transaction that changed the event. Thread-safe. */
@Component(service = TieStore.class)
public final class TieStore {

    /** Which date a row is to name. @param now null: the event's first */
    private record Renamed(UUID id, @Nullable LocalDateTime now) {}

    private record Turn(UUID id, UUID rota, LocalDateTime recurrence, boolean cancelled) {}

    private record Place(UUID rota, LocalDateTime recurrence) {}

    /** Says which date is meant now. */
    public interface Naming {
        /** @param recurrence null: the event's first */
        @Nullable LocalDateTime now(@Nullable LocalDateTime recurrence);
    }

    /** No date lies there: where turns wait, so that of two that change places none is in the other's way. */
    private static final int ASIDE_YEARS = 5_000;

    private final Jpa jpa;

    @Activate
    public TieStore(@Reference(target = "(shuyuan.module=calendar)") Jpa jpa) {
        this.jpa = jpa;
    }

    /** The items of plans that became the event's dates. */
    public void renameLinks(UUID event, Naming naming) {
        jpa.run(em -> rename(em, "select line_id, recurrence_id from calendar_plan_event where event_id = ?", "update calendar_plan_event set recurrence_id = ? where line_id = ?", event, naming));
    }

    /** What is read and shown at single dates. */
    public void renameMaterials(UUID event, Naming naming) {
        jpa.run(em -> rename(em, "select id, recurrence from calendar_material where event_id = ? and recurrence is not null", "update calendar_material set recurrence = ? where id = ?", event,
                naming));
    }

    private static void rename(EntityManager em, String select, String update, UUID event, Naming naming) {
        List<Renamed> renamed = new ArrayList<>();
        Sql.list(em, select, List.of(event), r -> {
            LocalDateTime before = r.getObject(2, LocalDateTime.class);
            @Nullable LocalDateTime now = naming.now(before);
            return Objects.equals(before, now) || renamed.add(new Renamed(r.getObject(1, UUID.class), now));
        });
        Sql.batch(em, update, renamed, one -> new Object[] {one.now(), one.id()});
    }

    /**
     * Holds the rotas that have turns of an event or may serve it, before and after a change, until the transaction ends: in the order of ids, in which they are refreshed too.
     *
     * @param units the event's, before and now
     */
    public void holdRotas(UUID event, Collection<UUID> units) {
        jpa.run(em -> Sql.list(em, "select id from calendar_rota where id in (select rota_id from calendar_rota_turn where event_id = ?) or event_id = ?"
                + " or unit_id = any(cast(? as uuid array)) order by id for update", List.of(event, event, units.toArray(UUID[]::new)), r -> 1));
    }

    /**
     * Turns of rotas that the transaction holds, with all that was said of them. One that was called off gives way to one that comes to its date; to what was held, or stands at a date
     * that stays, nothing comes.
     */
    public void renameTurns(UUID event, Map<LocalDateTime, LocalDateTime> moved) {
        jpa.run(em -> {
            List<Turn> all = Sql.list(em, "select id, rota_id, recurrence_id, state from calendar_rota_turn where event_id = ?", List.of(event),
                    r -> new Turn(r.getObject(1, UUID.class), r.getObject(2, UUID.class), r.getObject(3, LocalDateTime.class), "cancelled".equals(r.getString(4))));
            List<Turn> coming = new ArrayList<>(all.stream().filter(t -> moved.containsKey(t.recurrence())).toList());
            Map<Place, Turn> staying = new HashMap<>();
            all.stream().filter(t -> !moved.containsKey(t.recurrence())).forEach(t -> staying.put(new Place(t.rota(), t.recurrence()), t));
            Set<UUID> gone = new HashSet<>();
            coming.removeIf(t -> {
                Turn there = staying.get(new Place(t.rota(), moved.get(t.recurrence())));
                if (there != null && there.cancelled()) {
                    gone.add(there.id());
                }
                return there != null && !there.cancelled();
            });
            Sql.batch(em, "delete from calendar_rota_turn where id = ?", gone, id -> new Object[] {id});
            put(em, coming, t -> t.recurrence().plusYears(ASIDE_YEARS));
            put(em, coming, t -> Objects.requireNonNull(moved.get(t.recurrence())));
        });
    }

    private static void put(EntityManager em, Collection<Turn> turns, Function<Turn, LocalDateTime> where) {
        Sql.batch(em, "update calendar_rota_turn set recurrence_id = ? where id = ?", turns, t -> new Object[] {where.apply(t), t.id()});
    }
}
