package org.shuyuan.attendance.internal.jpa;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.tx.Jpa;
import org.shuyuan.api.tx.Sql;

/** Where attendance writes down who did something, and what it says of whom. Thread-safe. */
@Component(service = LeaverStore.class)
public final class LeaverStore {

    /** Names of accounts: table and column. */
    private static final List<String[]> SIGNED = List.of(new String[] {"attendance_mark", "marked_by"}, new String[] {"attendance_gathering", "closed_by"},
            new String[] {"attendance_leave", "decided_by"}, new String[] {"attendance_make_up", "assigned_by"}, new String[] {"attendance_make_up", "decided_by"},

            new String[] {"attendance_station", "opened_by"}, new String[] {"attendance_station", "closed_by"},
            new String[] {"attendance_card", "added_by"}, new String[] {"attendance_objection", "decided_by"},
            new String[] {"attendance_circulation", "issued_by"}, new String[] {"attendance_circulation", "withdrawn_by"});

    private final Jpa jpa;

    @Activate
    public LeaverStore(@Reference(target = "(shuyuan.module=attendance)") Jpa jpa) {
        this.jpa = jpa;
    }

    public long marks(UUID person) {
        return count("select count(*) from attendance_mark where person_id = ?", person);
    }

    /** Marks with a reason or a note: they may tell of an illness. */
    public long notes(UUID person) {
        return count("select count(*) from attendance_mark where person_id = ? and (reason is not null or note is not null)", person);
    }

    /** Leave asked for. */
    public long leave(UUID person) {
        return count("select count(*) from attendance_leave where person_id = ?", person);
    }

    /** Made-up study with words of the learner, or to the learner. */
    public long makeUps(UUID person) {
        return count("select count(*) from attendance_make_up where person_id = ? and (note is not null or answer is not null or task is not null)", person);
    }

    /** Objections to marks. */
    public long objections(UUID person) {
        return count("select count(*) from attendance_objection where person_id = ?", person);
    }

    /** With what and from where the person signed in. */
    public long signIns(UUID person) {
        return count("select count(*) from attendance_sign_in where person_id = ?", person);
    }

    /** When the person came, as stations and codes told. */
    public long times(UUID person) {
        return count("select count(*) from attendance_times where person_id = ?", person);
    }

    /** The person's PIN and cards. */
    public long cards(UUID person) {
        return count("select count(*) from attendance_card where person_id = ?", person) + count("select count(*) from attendance_pin where person_id = ?", person);
    }

    /** Circulations that name the person; they keep the id only. */
    public long circulations(UUID person) {
        return count("select count(*) from attendance_circulation_row where row_key = ? and part = 'person'", person.toString());
    }

    public long signed(Set<String> names) {
        return SIGNED.stream().mapToLong(where -> names.stream().mapToLong(name -> count("select count(*) from " + where[0] + " where " + where[1] + " = ?", name)).sum()).sum();
    }

    public void forget(UUID person) {
        jpa.run(em -> Sql.update(em, "delete from attendance_leave where person_id = ?", person));
        jpa.run(em -> Sql.update(em, "delete from attendance_sign_in where person_id = ?", person));
        jpa.run(em -> List.of("attendance_times", "attendance_card", "attendance_pin").forEach(table -> Sql.update(em, "delete from " + table + " where person_id = ?", person)));
        jpa.run(em -> Sql.update(em, "delete from attendance_objection where person_id = ?", person));
        jpa.run(em -> Sql.update(em, "delete from attendance_make_up where person_id = ? and state <> 'accepted'", person));
        jpa.run(em -> Sql.update(em, "update attendance_make_up set task = null, note = null, answer = null where person_id = ?", person));
        jpa.run(em -> Sql.update(em, "update attendance_mark set reason = null, note = null where person_id = ?", person));
    }

    /** No version grows: nothing is changed that somebody may be editing. */
    public void sign(Set<String> names, String label) {
        jpa.run(em -> SIGNED.forEach(where -> names.forEach(name -> Sql.update(em, "update " + where[0] + " set " + where[1] + " = ? where " + where[1] + " = ?", label, name))));
    }

    private long count(String sql, Object value) {
        return jpa.read(em -> Sql.list(em, sql, List.of(value), r -> r.getLong(1)).get(0));
    }
}
