package org.shuyuan.access.internal.jpa;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.persistence.PersistenceException;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.access.internal.Page;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.tx.Jpa;

/** Rows of {@code access_audit}: written and read, never changed. Thread-safe. */
@Component(service = AuditStore.class)
public class AuditStore {

    /**
     * What is looked for.
     *
     * @param units entries about these units, null: all
     * @param kind kind of subject, id its id; null: any
     */
    public record Filter(String q, @Nullable Collection<UUID> units, @Nullable String kind, @Nullable String id,
            @Nullable String action, @Nullable Instant from, @Nullable Instant to, int page, int size) {}

    private static final int BATCH = 500;

    private final Jpa jpa;

    @Activate
    public AuditStore(@Reference(target = "(shuyuan.module=access)") Jpa jpa) {
        this.jpa = jpa;
    }

    public void add(Audit.Entry entry, String kind) {
        jpa.run(em -> {
            AuditEntity row = new AuditEntity();
            row.id = entry.id();
            row.at = entry.at();
            row.who = entry.who();
            row.account = entry.account();
            row.kind = kind;
            row.address = entry.address();
            row.unit = entry.unit();
            row.action = entry.action();
            row.subjectKind = entry.subject().kind();
            row.subjectId = entry.subject().id();
            row.subjectLabel = entry.subject().label();
            row.before = entry.before();
            row.after = entry.after();
            em.persist(row);
        });
    }

    /** Thousands at once, in batches. */
    public void addAll(List<Audit.Entry> entries, String kind) {
        jpa.run(em -> {
            try (PreparedStatement insert = em.unwrap(Connection.class).prepareStatement("insert into access_audit (id, at, who, account, kind, address, unit, action,"
                    + " subject_kind, subject_id, subject_label, before_json, after_json) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
                int waiting = 0;
                for (Audit.Entry e : entries) {
                    @Nullable Object[] values = {e.id(), OffsetDateTime.ofInstant(e.at(), ZoneOffset.UTC), e.who(), e.account(), kind, e.address(), e.unit(), e.action(),
                        e.subject().kind(), e.subject().id(), e.subject().label(), e.before(), e.after()};
                    for (int i = 0; i < values.length; i++) {
                        insert.setObject(i + 1, values[i]);
                    }
                    insert.addBatch();
                    if (++waiting % BATCH == 0) {
                        insert.executeBatch();
                    }
                }
                insert.executeBatch();
            } catch (SQLException e) {
                throw new PersistenceException(e);
            }
        });
    }

    public Page<Audit.Entry> list(Filter filter) {
        return jpa.read(em -> {
            Map<String, Object> values = new HashMap<>();
            String where = where(filter, values);
            long total = AccountStore.with(em.createQuery("select count(a) from AuditEntity a" + where, Long.class), values)
                    .getSingleResult();
            List<Audit.Entry> items = AccountStore.with(em.createQuery(
                    "select a from AuditEntity a" + where + " order by a.at desc, a.id desc", AuditEntity.class), values)
                    .setFirstResult((filter.page() - 1) * filter.size()).setMaxResults(filter.size()).getResultList().stream()
                    .map(AuditStore::entry).toList();
            return new Page<>(items, total, filter.page(), filter.size());
        });
    }

    private static String where(Filter filter, Map<String, Object> values) {
        List<String> parts = new ArrayList<>();
        if (!filter.q().isBlank()) {
            parts.add("(locate(:q, lower(a.who)) > 0 or locate(:q, lower(a.subjectLabel)) > 0 or locate(:q, lower(a.action)) > 0)");
            values.put("q", AccountStore.lower(filter.q()));
        }
        Collection<UUID> units = filter.units();
        if (units != null) {
            parts.add("a.unit in :units");
            values.put("units", units.isEmpty() ? List.of(new UUID(0, 0)) : units);
        }
        equal(parts, values, "subjectKind", filter.kind());
        equal(parts, values, "subjectId", filter.id());
        equal(parts, values, "action", filter.action());
        if (filter.from() != null) {
            parts.add("a.at >= :from");
            values.put("from", filter.from());
        }
        if (filter.to() != null) {
            parts.add("a.at < :to");
            values.put("to", filter.to());
        }
        return parts.isEmpty() ? "" : " where " + String.join(" and ", parts);
    }

    private static void equal(List<String> parts, Map<String, Object> values, String field, @Nullable String wanted) {
        if (wanted != null && !wanted.isBlank()) {
            parts.add("a." + field + " = :" + field);
            values.put(field, wanted);
        }
    }

    private static Audit.Entry entry(AuditEntity row) {
        return new Audit.Entry(row.id, row.at, row.who, row.account, row.address, row.unit, row.action,
                new Audit.Subject(row.subjectKind, row.subjectId, row.subjectLabel), row.before, row.after);
    }
}
