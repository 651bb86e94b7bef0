package org.shuyuan.calendar.internal.jpa;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.tx.Jpa;

/** Where the calendar writes down who did something, and whom events name. Thread-safe. */
@Component(service = LeaverStore.class)
public final class LeaverStore {

    /** Names of accounts: table and column. */
    private static final List<String[]> SIGNED = List.of(new String[] {"calendar_event", "created_by"}, new String[] {"calendar_event", "changed_by"},
            new String[] {"calendar_import", "read_by"}, new String[] {"calendar_year", "published_by"}, new String[] {"calendar_study_day", "given_by"},
            new String[] {"calendar_plan", "submitted_by"}, new String[] {"calendar_plan", "decided_by"}, new String[] {"calendar_plan", "changed_by"},
            new String[] {"calendar_plan_import", "read_by"}, new String[] {"calendar_rota", "changed_by"}, new String[] {"calendar_rota_turn", "confirmed_by"},
            new String[] {"calendar_material", "added_by"},
            new String[] {"calendar_obligation", "changed_by"});

    private final Jpa jpa;

    @Activate
    public LeaverStore(@Reference(target = "(shuyuan.module=calendar)") Jpa jpa) {
        this.jpa = jpa;
    }

    /** How many events and items of plans name the person as host, as responsible or among those who take part. */
    public long named(UUID person) {
        return jpa.read(em -> ((Number) em.createNativeQuery("select count(*) from calendar_event e where e.host_id = ?1"
                + " or exists (select 1 from calendar_override o where o.event_id = e.id and o.host_id = ?1)"
                + " or exists (select 1 from calendar_audience a where a.event_id = e.id and a.person and a.target = ?1)").setParameter(1, person).getSingleResult()).longValue()
                + ((Number) em.createNativeQuery("select count(*) from calendar_plan_item i where i.host_id = ?1 or i.responsible_id = ?1"
                        + " or exists (select 1 from calendar_plan_audience a where a.item_id = i.id and a.person and a.target = ?1)").setParameter(1, person).getSingleResult()).longValue());
    }

    /** How many turns and lists of rotas name the person, or what they asked and refused there. */
    public long inRotas(UUID person) {
        return jpa.read(em -> ((Number) em.createNativeQuery("select count(*) from calendar_rota_turn t where t.due_id = ?1 or t.instead_of = ?1 or t.speaker_id = ?1 or t.credited_id = ?1"
                + " or exists (select 1 from calendar_rota_decline d where d.turn_id = t.id and d.member_id = ?1)").setParameter(1, person).getSingleResult()).longValue()
                + ((Number) em.createNativeQuery("select count(*) from calendar_rota_member m where m.member_id = ?1").setParameter(1, person).getSingleResult()).longValue());
    }

    /** On no list any more; what they gave as reasons and wrote to others goes. The turns stay. */
    public void leaveRotas(UUID person) {
        jpa.run(em -> {
            em.createNativeQuery("delete from calendar_rota_member where member_id = ?1").setParameter(1, person).executeUpdate();
            em.createNativeQuery("update calendar_rota_decline set reason = null where member_id = ?1").setParameter(1, person).executeUpdate();
            em.createNativeQuery("delete from calendar_rota_swap where asking = ?1 or asked = ?1").setParameter(1, person).executeUpdate();
        });
    }

    /** How many obligations name the person as speaker. */
    public long owing(UUID person) {
        return jpa.read(em -> ((Number) em.createNativeQuery("select count(*) from calendar_obligation_target t where t.target_id = ?1").setParameter(1, person).getSingleResult()).longValue());
    }

    /** Owes nothing any more. */
    public void releaseFromObligations(UUID person) {
        jpa.run(em -> em.createNativeQuery("delete from calendar_obligation_target where target_id = ?1").setParameter(1, person).executeUpdate());
    }

    public long signed(Set<String> names) {
        return jpa.read(em -> SIGNED.stream().mapToLong(where -> names.stream().mapToLong(name -> ((Number) em.createNativeQuery("select count(*) from " + where[0] + " where " + where[1]
                + " = ?1").setParameter(1, name).getSingleResult()).longValue()).sum()).sum());
    }

    /** No version grows: nothing is changed that somebody may be editing. */
    public void sign(Set<String> names, String label) {
        jpa.run(em -> SIGNED.forEach(where -> names.forEach(name -> em.createNativeQuery("update " + where[0] + " set " + where[1] + " = ?1 where " + where[1] + " = ?2")
                .setParameter(1, label).setParameter(2, name).executeUpdate())));
    }
}
