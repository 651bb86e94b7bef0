package org.shuyuan.directory.internal.jpa;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.tx.Jpa;
import org.shuyuan.api.tx.Sql;

/** Who was anonymised, who may be, and the directory's own part of it. Thread-safe. */
@Component(service = AnonymisedStore.class)
public final class AnonymisedStore {

    /**
     * Somebody who was anonymised.
     *
     * @param number in the name that stands for theirs
     * @param basis {@code person}, {@code retention} or {@code authority}: who asked for it
     * @param kept JSON
     */
    public record Done(UUID person, int number, String basis, String reason, @Nullable String reference, Instant at, UUID account, String by, String kept) {}

    /** Somebody who left. @param unit the last one @param left the first day no longer */
    public record Left(UUID person, String name, @Nullable String number, UUID unit, String unitName, LocalDate left) {}

    /** What the directory has of a person beside the person's row. */
    public record Held(long memberships, long positions, long groups, boolean photo) {}

    private static final String LEFT = " from directory_person p join directory_membership m on m.person = p.id and m.latest join directory_unit u on u.id = m.unit"
            + " where m.to_day <= ? and not exists (select 1 from directory_membership o where o.person = p.id and (o.to_day is null or o.to_day > ?))"
            + " and not exists (select 1 from directory_anonymised a where a.person = p.id) and m.unit in (:units)";

    private final Jpa jpa;

    @Activate
    public AnonymisedStore(@Reference(target = "(shuyuan.module=directory)") Jpa jpa) {
        this.jpa = jpa;
    }

    public Optional<Done> find(UUID person) {
        return jpa.read(em -> Sql.list(em, "select number, basis, reason, reference, at, account, done_by, kept from directory_anonymised where person = ?", List.of(person),
                r -> new Done(person, r.getInt(1), r.getString(2), r.getString(3), r.getString(4), r.getObject(5, OffsetDateTime.class).toInstant(),
                        Objects.requireNonNull(Sql.uuid(r, 6)), r.getString(7), r.getString(8))).stream().findFirst());
    }

    /** The next short number; to be asked after {@link UnitStore#begin}, which lets one in at a time. */
    public int nextNumber() {
        return jpa.read(em -> Sql.list(em, "select coalesce(max(number), 0) + 1 from directory_anonymised", List.of(), r -> r.getInt(1)).get(0));
    }

    public void add(Done done) {
        jpa.run(em -> Sql.update(em, "insert into directory_anonymised (person, number, basis, reason, reference, at, account, done_by, kept) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                done.person(), done.number(), done.basis(), done.reason(), done.reference(), done.at(), done.account(), done.by(), done.kept()));
    }

    /** Those whom this module has not been asked about. */
    public List<UUID> pending(String module) {
        return jpa.read(em -> Sql.list(em, "select a.person from directory_anonymised a where not exists"
                + " (select 1 from directory_anonymised_module m where m.person = a.person and m.module = ?) order by a.number", List.of(module),
                r -> Objects.requireNonNull(Sql.uuid(r, 1))));
    }

    public void did(UUID person, String module) {
        jpa.run(em -> {
            Sql.update(em, "delete from directory_anonymised_module where person = ? and module = ?", person, module);
            Sql.update(em, "insert into directory_anonymised_module (person, module) values (?, ?)", person, module);
        });
    }

    /** Who belongs nowhere since the day or longer, was in one of the units last and is not anonymised; who left first comes first. */
    public List<Left> left(Set<UUID> units, LocalDate by, LocalDate today, int offset, int size) {
        return units.isEmpty() ? List.of() : jpa.read(em -> Sql.list(em, "select p.id, p.name, p.number, m.unit, u.name, m.to_day" + in(units)
                + " order by m.to_day, p.id limit " + size + " offset " + offset, values(units, by, today), r -> new Left(Objects.requireNonNull(Sql.uuid(r, 1)), r.getString(2), r.getString(3),
                        Objects.requireNonNull(Sql.uuid(r, 4)), r.getString(5), Objects.requireNonNull(Sql.day(r, 6)))));
    }

    public long countLeft(Set<UUID> units, LocalDate by, LocalDate today) {
        return units.isEmpty() ? 0 : jpa.read(em -> Sql.list(em, "select count(*)" + in(units), values(units, by, today), r -> r.getLong(1)).get(0));
    }

    private static String in(Set<UUID> units) {
        return LEFT.replace("(:units)", "(" + String.join(",", Collections.nCopies(units.size(), "?")) + ")");
    }

    private static List<Object> values(Set<UUID> units, LocalDate by, LocalDate today) {
        List<Object> values = new ArrayList<>(List.of(by, today));
        values.addAll(units);
        return values;
    }

    public Held held(UUID person) {
        return jpa.read(em -> new Held(count(em, "select count(*) from directory_membership where person = ?", person),
                count(em, "select count(*) from directory_membership where person = ? and (position is not null or since is not null)", person),
                count(em, "select count(*) from directory_group_member where person = ?", person),
                count(em, "select count(*) from directory_photo where person = ?", person) > 0));
    }

    /** How many files of rosters came into one of these units, those that were dropped too. */
    public long rosters(Collection<UUID> units) {
        return units.isEmpty() ? 0 : jpa.read(em -> Sql.in(em, "select count(distinct file_id) from directory_import where unit in (:keys)", Set.copyOf(units), r -> r.getLong(1))
                .stream().mapToLong(Long::longValue).sum());
    }

    /** How often the names signed something here. */
    public long signed(Set<String> names) {
        return names.isEmpty() ? 0 : SIGNED.stream().mapToLong(where -> jpa.<Long>read(em -> Sql.in(em,
                "select count(*) from " + where[0] + " where " + where[1] + " in (:keys)", names, r -> r.getLong(1)).stream().mapToLong(Long::longValue).sum())).sum();
    }

    /** Where names of accounts are written down. */
    private static final List<String[]> SIGNED = List.of(new String[] {"directory_import", "created_by"}, new String[] {"directory_import", "confirmed_by"},
            new String[] {"directory_import_job", "started_by"}, new String[] {"directory_anonymised", "done_by"});

    public void sign(Set<String> names, String label) {
        jpa.run(em -> SIGNED.forEach(where -> Sql.batch(em, "update " + where[0] + " set " + where[1] + " = ? where " + where[1] + " = ?", names,
                name -> new @Nullable Object[] {label, name})));
    }

    /** Leaves of the person the id, and of the memberships unit and dates; counts the version and lets the index read anew. */
    public void empty(UUID person, String label) {
        jpa.run(em -> {
            Sql.update(em, "update directory_person set name = ?, number = null, gender = null, birth = null, political = null, joined = null, phone = null, mail = null,"
                    + " category = null, title = null, subject = null, note = null, source_import = null, version = version + 1,"
                    + " changed = (select revision from directory_state where id = 2) where id = ?", label, person);
            Sql.update(em, "delete from directory_past where (subject = ? and attribute in ('" + PastStore.POLITICAL + "', '" + PastStore.CATEGORY + "'))"
                    + " or (attribute = '" + PastStore.POSITION + "' and subject in (select id from directory_membership where person = ?))", person, person);
            Sql.update(em, "update directory_membership set position = null, since = null where person = ?", person);
        });
    }

    private static long count(javax.persistence.EntityManager em, String sql, UUID person) {
        return Sql.list(em, sql, List.of(person), r -> r.getLong(1)).get(0);
    }

    /** Units the person ever belonged to. */
    public Set<UUID> units(UUID person) {
        return jpa.read(em -> Sql.list(em, "select unit from directory_membership where person = ?", List.of(person), r -> Objects.requireNonNull(Sql.uuid(r, 1)))).stream()
                .collect(Collectors.toSet());
    }
}
