package org.shuyuan.attendance.internal.jpa;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import javax.persistence.OptimisticLockException;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.text.Language;
import org.shuyuan.api.tx.Jpa;
import org.shuyuan.api.tx.Sql;
import org.shuyuan.attendance.internal.Circulation;
import org.shuyuan.attendance.internal.Circulation.Part;
import org.shuyuan.attendance.internal.Rules;
import org.shuyuan.attendance.internal.Tally;

/** Circulations as they were issued. Counts and rules are kept as JSON: they are read as a whole, and what is counted beside them later is not in the older ones. Thread-safe. */
@Component(service = CirculationStore.class)
public final class CirculationStore {

    private static final String COLUMNS = "id, version, unit_id, title, language, from_day, to_day, kind, kind_name, remark, gatherings, people, below, counts, rules, issued_at, issued_by,"
            + " withdrawn_at, withdrawn_by, withdrawn_why";
    private static final ObjectMapper JSON = new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

    /** One page; without the rows of their tables. */
    public record Page(List<Circulation> items, long total) {}

    private final Jpa jpa;

    @Activate
    public CirculationStore(@Reference(target = "(shuyuan.module=attendance)") Jpa jpa) {
        this.jpa = jpa;
    }

    public void add(Circulation c) {
        Circulation.Content content = c.content();
        jpa.run(em -> {
            Sql.update(em, "insert into attendance_circulation (id, version, unit_id, title, language, from_day, to_day, kind, kind_name, remark, gatherings, people, below, counts, rules,"
                    + " issued_at, issued_by) values (?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", c.id(), c.unit(), c.title(), c.language().tag(), c.from(), c.to(), c.kind(), c.kindName(),
                    c.remark(), content.gatherings(), content.people(), content.below(), json(content.all().counts()), json(content.rules()), c.issuedAt(), c.issuedBy());
            Map<Part, Integer> positions = new EnumMap<>(Part.class);
            for (Circulation.Row row : content.rows()) {
                Sql.update(em, "insert into attendance_circulation_row (circulation_id, part, position, row_key, name, counts) values (?, ?, ?, ?, ?, ?)", c.id(), word(row.part()),
                        positions.merge(row.part(), 1, Integer::sum), row.key(), row.name(), json(row.tally().counts()));
            }
        });
    }

    public Optional<Circulation> find(UUID id) {
        return jpa.read(em -> {
            List<Circulation.Row> rows = Sql.list(em, "select part, row_key, name, counts from attendance_circulation_row where circulation_id = ? order by part, position", List.of(id),
                    r -> new Circulation.Row(part(r.getString(1)), r.getString(2), r.getString(3), counts(r.getString(4))));
            return Sql.list(em, "select " + COLUMNS + " from attendance_circulation where id = ?", List.of(id), r -> circulation(r, rows)).stream().findFirst();
        });
    }

    /** Of these units, the newest first. */
    public Page list(Collection<UUID> units, int offset, int size) {
        List<Object> values = List.of((Object) units.toArray(UUID[]::new));
        String where = " from attendance_circulation where unit_id = any(cast(? as uuid array))";
        return jpa.read(em -> new Page(Sql.list(em, "select " + COLUMNS + where + " order by issued_at desc, id offset " + offset + " rows fetch next " + size + " rows only", values,
                r -> circulation(r, List.of())), Sql.list(em, "select count(*)" + where, values, r -> r.getLong(1)).get(0)));
    }

    /** Those that name this person, the newest first. */
    public List<Circulation> naming(UUID person, int most) {
        return jpa.read(em -> Sql.list(em, "select " + COLUMNS + " from attendance_circulation"
                + " where id in (select circulation_id from attendance_circulation_row where row_key = ? and part = 'person')"
                + " order by issued_at desc, id fetch first " + most + " rows only", List.of(person.toString()), r -> circulation(r, List.of())));
    }

    /** @return as it is stored @throws OptimisticLockException another version is stored */
    public Circulation withdraw(Circulation c) {
        Circulation.Withdrawal withdrawal = Objects.requireNonNull(c.withdrawal());
        jpa.run(em -> {
            if (Sql.update(em, "update attendance_circulation set withdrawn_at = ?, withdrawn_by = ?, withdrawn_why = ?, version = version + 1 where id = ? and version = ?", withdrawal.at(),
                    withdrawal.by(), withdrawal.why(), c.id(), c.version()) == 0) {
                throw new OptimisticLockException("circulation " + c.id());
            }
        });
        return find(c.id()).orElseThrow();
    }

    private static Circulation circulation(ResultSet r, List<Circulation.Row> rows) throws SQLException {
        Circulation.@Nullable Withdrawal withdrawal = r.getString(19) == null ? null : new Circulation.Withdrawal(Objects.requireNonNull(Sql.instant(r, 18)), r.getString(19), r.getString(20));
        return new Circulation(r.getObject(1, UUID.class), r.getInt(2), r.getObject(3, UUID.class), r.getString(4), Language.of(r.getString(5)), r.getObject(6, LocalDate.class),
                r.getObject(7, LocalDate.class), r.getString(8), r.getString(9), r.getString(10),
                new Circulation.Content(r.getInt(11), r.getInt(12), r.getInt(13), counts(r.getString(14)), read(r.getString(15), new TypeReference<Rules>() {}), rows),
                Objects.requireNonNull(Sql.instant(r, 16)), r.getString(17), withdrawal);
    }

    /** Before figures were added up to the units directly below, departments were the only units there were: what was issued then stays what it is. */
    private static String word(Part part) {
        return part == Part.UNIT ? "branch" : part == Part.DEPARTMENT ? "unit" : part.word();
    }

    private static Part part(String word) {
        return Arrays.stream(Part.values()).filter(part -> word(part).equals(word)).findFirst().orElseThrow();
    }

    private static Tally counts(String json) {
        return Tally.of(read(json, new TypeReference<Map<String, Integer>>() {}));
    }

    private static <T> T read(String json, TypeReference<T> type) {
        try {
            return JSON.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
