package org.shuyuan.directory.internal.jpa;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.id.Ids;
import org.shuyuan.api.tx.Jpa;
import org.shuyuan.api.tx.Sql;
import org.shuyuan.directory.internal.MembershipData;
import org.shuyuan.directory.internal.PersonData;
import org.shuyuan.directory.internal.roster.UnitNames;

/** What an import of thousands reads and writes: in sets and batches, no entity a row. Thread-safe. */
@Component(service = RosterStore.class)
public final class RosterStore {

    /** A person with the main membership that holds or held last. */
    public record Stored(PersonData person, MembershipData main) {}

    /** Who belongs to a unit, for telling who is missing in a file. */
    public record Member(UUID id, String name, @Nullable String number, UUID unit, String unitName, @Nullable String position) {}

    /** What a value of a person or a membership was until today. @param attribute of {@link PastStore} */
    public record Was(UUID subject, String attribute, @Nullable String value) {}

    /** The columns that a person's own data fill, in the order of {@link #values}; whoever adds one to {@link PersonEntity} adds it to both. */
    private static final List<String> OWN = List.of("number", "name", "gender", "birth", "political", "joined", "phone", "mail", "category", "title", "subject", "note");

    private static final String PEOPLE = "select p.id, p." + String.join(", p.", OWN) + ", p.source_import, p.version, m.id, m.unit, u.name,"
            + " m.position, m.since, m.from_day, m.to_day from directory_person p"
            + " join directory_membership m on m.person = p.id and m.latest join directory_unit u on u.id = m.unit where ";

    /** By it every node's index follows, see {@link PersonStore#touch}; whoever's membership changes is changed here as well. */
    private static final String NUMBER = "(select revision from directory_state where id = 2)";

    private final Jpa jpa;

    @Activate
    public RosterStore(@Reference(target = "(shuyuan.module=directory)") Jpa jpa) {
        this.jpa = jpa;
    }

    public List<Stored> byNumbers(Collection<String> numbers) {
        return jpa.read(em -> Sql.in(em, PEOPLE + "p.number in (:keys)", numbers, RosterStore::stored));
    }

    public List<Stored> byNames(Collection<String> names) {
        return jpa.read(em -> Sql.in(em, PEOPLE + "p.name in (:keys)", names, RosterStore::stored));
    }

    public List<Stored> byIds(Collection<UUID> people) {
        return jpa.read(em -> Sql.in(em, PEOPLE + "p.id in (:keys)", people, RosterStore::stored));
    }

    /** A day that lies ahead ends nothing yet. */
    private static String holds() {
        return "(m.to_day is null or m.to_day > date '" + PastStore.today() + "')";
    }

    /** The branches that people belong to besides their main unit. */
    public Map<UUID, MembershipData> branches(Collection<UUID> people) {
        Map<UUID, MembershipData> branches = new HashMap<>();
        jpa.read(em -> Sql.in(em, "select m.person, m.id, m.unit, u.name, u.kind, m.position, m.since, m.from_day from directory_membership m"
                + " join directory_unit u on u.id = m.unit where " + holds() + " and not m.main and m.person in (:keys)", people, r -> {
                    if (UnitNames.branch(r.getString(5), r.getString(4))) {
                        UUID person = Objects.requireNonNull(Sql.uuid(r, 1));
                        branches.put(person, new MembershipData(Objects.requireNonNull(Sql.uuid(r, 2)), person, Objects.requireNonNull(Sql.uuid(r, 3)), r.getString(4),
                                r.getString(6), r.getString(7), Sql.day(r, 8), null, false));
                    }
                    return true;
                }));
        return branches;
    }

    /** Everybody whose main unit is one of them. @param limit at most so many, and one more when there are */
    public List<Member> members(Set<UUID> units, int limit) {
        List<Member> members = new ArrayList<>();
        jpa.read(em -> Sql.list(em, "select p.id, p.name, p.number, m.unit, u.name, m.position from directory_person p join directory_membership m on m.person = p.id and m.latest"
                + " join directory_unit u on u.id = m.unit where " + holds() + " order by u.sort_order, u.name, p.number, p.name, p.id", List.of(), r -> {
                    UUID unit = Objects.requireNonNull(Sql.uuid(r, 4));
                    if (members.size() <= limit && units.contains(unit)) {
                        members.add(new Member(Objects.requireNonNull(Sql.uuid(r, 1)), r.getString(2), r.getString(3), unit, r.getString(5), r.getString(6)));
                    }
                    return true;
                }));
        return members;
    }

    private static @Nullable Object[] values(PersonData p) {
        return new @Nullable Object[] {p.number(), p.name(), p.gender(), p.birth(), p.political(), p.joined(), p.phone(), p.mail(), p.category(), p.title(), p.subject(), p.note()};
    }

    public void add(Collection<PersonData> people) {
        Instant now = Instant.now();
        jpa.run(em -> Sql.batch(em, "insert into directory_person (" + String.join(", ", OWN) + ", id, source_import, created_at, version, changed) values ("
                + "?, ".repeat(OWN.size()) + "?, ?, ?, 1, " + NUMBER + ")", people, p -> with(values(p), p.id(), p.source(), now)));
    }

    /** @return how many are changed; fewer than given: somebody changed the others meanwhile */
    public int change(Collection<PersonData> people) {
        return jpa.write(em -> Sql.batch(em, "update directory_person set " + String.join(" = ?, ", OWN) + " = ?, version = version + 1, changed = " + NUMBER
                + " where id = ? and version = ?", people, p -> with(values(p), p.id(), p.version())));
    }

    public void addMemberships(Collection<MembershipData> memberships) {
        jpa.run(em -> Sql.batch(em, "insert into directory_membership (id, person, unit, position, since, from_day, to_day, main, latest) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                memberships, m -> new @Nullable Object[] {m.id(), m.person(), m.unit(), m.position(), m.since(), m.from(), m.to(), m.main(), m.main()}));
    }

    /** Position, since and end. */
    public void changeMemberships(Collection<MembershipData> memberships) {
        jpa.run(em -> Sql.batch(em, "update directory_membership set position = ?, since = ?, to_day = ? where id = ?", memberships,
                m -> new @Nullable Object[] {m.position(), m.since(), m.to(), m.id()}));
    }

    /** Another main membership follows these. */
    public void replaced(Collection<UUID> memberships) {
        jpa.run(em -> Sql.batch(em, "update directory_membership set latest = false where id = ?", memberships, id -> new @Nullable Object[] {id}));
    }

    /** Keeps what values were until today, as {@link PastStore#keep} does: a second change on one day leaves what was before the first. */
    public void keep(Collection<Was> values) {
        LocalDate today = PastStore.today();
        jpa.run(em -> {
            Set<String> kept = new HashSet<>(Sql.in(em, "select subject, attribute from directory_past where until_day = date '" + today + "' and subject in (:keys)",
                    values.stream().map(Was::subject).distinct().toList(), r -> Sql.uuid(r, 1) + r.getString(2)));
            Sql.batch(em, "insert into directory_past (id, subject, attribute, was, until_day) values (?, ?, ?, ?, ?)",
                    values.stream().filter(w -> !kept.contains(w.subject() + w.attribute())).toList(),
                    w -> new @Nullable Object[] {Ids.next(), w.subject(), w.attribute(), w.value(), today});
        });
    }

    /** Ends whatever people still belong to. */
    public void leave(Collection<UUID> people, LocalDate day) {
        jpa.run(em -> Sql.batch(em, "update directory_membership set to_day = case when from_day > ? then from_day else ? end where person = ? and (to_day is null or to_day > ?)", people,
                person -> new @Nullable Object[] {day, day, person, day}));
    }

    private static @Nullable Object[] with(@Nullable Object[] first, @Nullable Object... more) {
        @Nullable Object[] all = java.util.Arrays.copyOf(first, first.length + more.length);
        System.arraycopy(more, 0, all, first.length, more.length);
        return all;
    }

    private static Stored stored(ResultSet r) throws SQLException {
        PersonData person = new PersonData(Objects.requireNonNull(Sql.uuid(r, 1)), r.getString(2), r.getString(3), r.getString(4), r.getString(5), r.getString(6),
                r.getString(7), r.getString(8), r.getString(9), r.getString(10), r.getString(11), r.getString(12), r.getString(13), Sql.uuid(r, 14), r.getInt(15));
        return new Stored(person, new MembershipData(Objects.requireNonNull(Sql.uuid(r, 16)), person.id(), Objects.requireNonNull(Sql.uuid(r, 17)), r.getString(18),
                r.getString(19), r.getString(20), Sql.day(r, 21), Sql.day(r, 22), true));
    }
}
