package org.shuyuan.registers.internal.jpa;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
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
import org.shuyuan.registers.internal.Entry;
import org.shuyuan.registers.internal.Indexed;
import org.shuyuan.registers.internal.Wish;
import org.shuyuan.rest.Json;

/** Entries of all registers, and the values by which they are found and put in order. Thread-safe. */
@Component(service = EntryStore.class)
public final class EntryStore {

    private static final String COLUMNS = "e.id, e.version, e.module_id, e.register_id, e.unit_id, e.content, e.created_account, e.created_person, e.created_by, e.created_at,"
            + " e.changed_account, e.changed_person, e.changed_by, e.changed_at";
    private static final String SIGNED = " where (%1$s_person = ? or %1$s_account = any(cast(? as uuid array)))";

    /** A part of what is wanted. @param total of all of it */
    public record Found(List<Entry> entries, long total) {}

    private final Jpa jpa;

    @Activate
    public EntryStore(@Reference(target = "(shuyuan.module=registers)") Jpa jpa) {
        this.jpa = jpa;
    }

    /** How many entries there are in the registers of a module. */
    public long count(String module) {
        return jpa.read(em -> Sql.list(em, "select count(*) from registers_entry where module_id = ?", List.of(module), r -> r.getLong(1)).get(0));
    }

    /** Takes away all of a module's registers; the values go with their entries. */
    public void erase(String module) {
        jpa.run(em -> em.createNativeQuery("delete from registers_entry where module_id = ?1").setParameter(1, module).executeUpdate());
    }

    public Optional<Entry> find(UUID id) {
        return jpa.read(em -> Optional.ofNullable(em.find(EntryEntity.class, id)).map(EntryStore::read));
    }

    /** What is wanted of the entries of these units, in two queries. */
    public Found list(String module, String register, Collection<UUID> units, Wish wish) {
        List<@Nullable Object> values = new ArrayList<>();
        String where = where(module, register, units, wish, values);
        return jpa.read(em -> new Found(entries(em, where, wish, values), Sql.list(em, "select count(*) from registers_entry e" + where, values, r -> r.getLong(1)).get(0)));
    }

    /** {@link #list} without counting all. */
    public List<Entry> part(String module, String register, Collection<UUID> units, Wish wish) {
        List<@Nullable Object> values = new ArrayList<>();
        String where = where(module, register, units, wish, values);
        return jpa.read(em -> entries(em, where, wish, values));
    }

    private static List<Entry> entries(EntityManager em, String where, Wish wish, List<@Nullable Object> values) {
        StringBuilder joins = new StringBuilder();
        List<@Nullable Object> all = new ArrayList<>();
        wish.sorted().forEach((number, field) -> {
            joins.append(" left join registers_value s").append(number).append(" on s").append(number).append(".entry_id = e.id and s").append(number).append(".field_key = ?");
            all.add(field);
        });
        all.addAll(values);
        return Sql.list(em, "select " + COLUMNS + " from registers_entry e" + joins + where + " order by " + wish.order() + " offset " + wish.offset() + " rows fetch next "
                + wish.size() + " rows only", all, EntryStore::row);
    }

    private static String where(String module, String register, Collection<UUID> units, Wish wish, List<@Nullable Object> values) {
        values.addAll(List.of(module, register, units.toArray(UUID[]::new)));
        StringBuilder where = new StringBuilder(" where e.module_id = ? and e.register_id = ? and e.unit_id = any(cast(? as uuid array))");
        if (wish.like() != null) {
            where.append(" and e.searched like ? escape '!'");
            values.add(wish.like());
        }
        for (Wish.Condition one : wish.conditions()) {
            where.append(one.is() == Wish.Is.NOT_EQUAL ? " and not exists" : " and exists").append(" (select 1 from registers_value v where v.entry_id = e.id and v.field_key = ? and ")
                    .append(one.is().sql()).append(')');
            values.add(one.field());
            values.add(one.value());
        }
        return where.toString();
    }

    public long count(String module, String register, UUID unit) {
        return jpa.read(em -> Sql.list(em, "select count(*) from registers_entry where module_id = ? and register_id = ? and unit_id = ?", List.of(module, register, unit), r -> r.getLong(1)).get(0));
    }

    public void add(Entry entry, Indexed indexed) {
        jpa.run(em -> {
            EntryEntity e = new EntryEntity();
            e.id = entry.id();
            e.module = entry.module();
            e.register = entry.register();
            e.unit = entry.unit();
            e.createdAt = entry.created().at();
            e.createdAccount = entry.created().account();
            e.createdPerson = entry.created().person();
            e.createdBy = entry.created().name();
            write(entry, indexed, e);
            em.persist(e);
            em.flush();
            index(em, entry.id(), indexed);
        });
    }

    /**
     * The entry as it is now that nobody else can change it until the transaction ends.
     *
     * @throws OptimisticLockException it is gone, or another version
     */
    public Entry lock(UUID id, int version) {
        return jpa.write(em -> {
            em.createNativeQuery("select id from registers_entry where id = ?1 for update").setParameter(1, id).getResultList();
            return read(current(em, id, version));
        });
    }

    /** Content and who changed it. @return with its new version @throws OptimisticLockException as {@link #lock} */
    public Entry change(Entry entry, Indexed indexed) {
        return jpa.write(em -> {
            EntryEntity e = current(em, entry.id(), entry.version());
            write(entry, indexed, e);
            em.flush();
            Sql.update(em, "delete from registers_value where entry_id = ?", entry.id());
            index(em, entry.id(), indexed);
            return read(e);
        });
    }

    /** @throws OptimisticLockException as {@link #lock} */
    public void remove(UUID id, int version) {
        jpa.run(em -> em.remove(current(em, id, version)));
    }

    /** How many an account or person has entered or changed last. */
    public long signed(Set<UUID> accounts, UUID person) {
        UUID[] ids = accounts.toArray(UUID[]::new);
        return jpa.read(em -> Sql.list(em, "select count(*) from registers_entry" + SIGNED.formatted("created") + " or" + SIGNED.formatted("changed").replace(" where", ""),
                List.of(person, ids, person, ids), r -> r.getLong(1)).get(0));
    }

    /** Puts a label in the place of the name. No version grows: nothing is changed that somebody may be editing. */
    public void sign(Set<UUID> accounts, UUID person, String label) {
        UUID[] ids = accounts.toArray(UUID[]::new);
        jpa.run(em -> {
            for (String what : List.of("created", "changed")) {
                Sql.update(em, "update registers_entry set " + what + "_by = ?" + SIGNED.formatted(what), label, person, ids);
            }
        });
    }

    /** What an account has entered, the newest first. */
    public List<Entry> by(UUID account, int most) {
        return jpa.read(em -> Sql.list(em, "select " + COLUMNS + " from registers_entry e where e.created_account = ? order by e.id desc fetch first " + most + " rows only", List.of(account),
                EntryStore::row));
    }

    private static void index(EntityManager em, UUID id, Indexed indexed) {
        Sql.batch(em, "insert into registers_value (entry_id, field_key, text_value, number_value, day_value) values (?, ?, ?, ?, ?)", indexed.values(),
                one -> new @Nullable Object[] {id, one.field(), one.text(), one.number(), one.day()});
    }

    private static EntryEntity current(EntityManager em, UUID id, int version) {
        @Nullable EntryEntity e = em.find(EntryEntity.class, id);
        if (e == null || e.version != version) {
            throw new OptimisticLockException("entry " + id);
        }
        return e;
    }

    private static void write(Entry entry, Indexed indexed, EntryEntity e) {
        e.content = entry.content().toString();
        e.searched = indexed.searched();
        e.changedAt = entry.changed().at();
        e.changedAccount = entry.changed().account();
        e.changedPerson = entry.changed().person();
        e.changedBy = entry.changed().name();
    }

    private static Entry read(EntryEntity e) {
        return new Entry(e.id, e.version, e.module, e.register, e.unit, content(e.content), new Entry.Trace(e.createdAccount, e.createdPerson, e.createdBy, e.createdAt),
                new Entry.Trace(e.changedAccount, e.changedPerson, e.changedBy, e.changedAt));
    }

    private static Entry row(ResultSet r) throws SQLException {
        return new Entry(r.getObject(1, UUID.class), r.getInt(2), r.getString(3), r.getString(4), r.getObject(5, UUID.class), content(r.getString(6)), trace(r, 7), trace(r, 11));
    }

    private static Entry.Trace trace(ResultSet r, int first) throws SQLException {
        return new Entry.Trace(r.getObject(first, UUID.class), Sql.uuid(r, first + 1), r.getString(first + 2), Objects.requireNonNull(Sql.instant(r, first + 3)));
    }

    private static ObjectNode content(String json) {
        try {
            return (ObjectNode) Json.mapper().readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An entry's content is no JSON", e);
        }
    }
}
