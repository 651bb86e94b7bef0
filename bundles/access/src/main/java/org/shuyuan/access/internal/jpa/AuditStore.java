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
import org.shuyuan.access.internal.trail.AuditRow;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.tx.Jpa;

/** Rows of {@code access_audit}, written and found; how they are chained is {@link AuditChainStore}'s. Thread-safe. */
@Component(service = AuditStore.class)
public class AuditStore {

    /** No list is counted or paged through further than this; older entries are reached by {@link Filter#olderThan}. */
    public static final int DEPTH = 10_000;

    /**
     * What is looked for.
     *
     * @param q part of a name, a label or an action; empty for all
     * @param units entries about these units, null: all
     * @param kind kind of subject, id its id; null: any
     * @param action {@code <module>.<verb>}, or a module for all of its; null: any
     * @param address where it came from, or how that begins, ending in {@code *}
     * @param olderThan only what comes after this entry in the list, which begins with the newest
     */
    public record Filter(String q, @Nullable Collection<UUID> units, @Nullable String kind, @Nullable String id, @Nullable String action,
            @Nullable UUID account, @Nullable String address, @Nullable Instant from, @Nullable Instant to, @Nullable UUID olderThan) {

        public static Filter all() {
            return new Filter("", null, null, null, null, null, null, null, null, null);
        }

        public static Filter about(String kind, String id) {
            return new Filter("", null, kind, id, null, null, null, null, null, null);
        }

        public Filter search(String text) {
            return new Filter(text, units, kind, id, action, account, address, from, to, olderThan);
        }

        public Filter within(@Nullable Collection<UUID> some) {
            return new Filter(q, some, kind, id, action, account, address, from, to, olderThan);
        }

        public Filter after(@Nullable UUID entry) {
            return new Filter(q, units, kind, id, action, account, address, from, to, entry);
        }
    }

    private static final int BATCH = 500;

    private final Jpa jpa;

    @Activate
    public AuditStore(@Reference(target = "(shuyuan.module=access)") Jpa jpa) {
        this.jpa = jpa;
    }

    /** Thousands at once, in batches. */
    public void addAll(List<AuditRow> rows) {
        jpa.run(em -> {
            try (PreparedStatement insert = em.unwrap(Connection.class).prepareStatement("insert into access_audit (id, at, who, account, kind, address, unit, action,"
                    + " subject_kind, subject_id, subject_label, before_json, after_json, actor_salt, actor_digest, content_salt, content_digest)"
                    + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
                int waiting = 0;
                for (AuditRow row : rows) {
                    Audit.Entry e = row.entry();
                    @Nullable Object[] values = {e.id(), OffsetDateTime.ofInstant(e.at(), ZoneOffset.UTC), e.who(), e.account(), row.kind(), e.address(), e.unit(),
                        e.action(), e.subject().kind(), e.subject().id(), e.subject().label(), e.before(), e.after(), row.actor().salt(), row.actor().digest(),
                        row.content().salt(), row.content().digest()};
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

    /** The newest first; {@code total} is at most {@link #DEPTH} + 1, which means more. */
    public Page<AuditRow> list(Filter filter, int page, int size) {
        return jpa.read(em -> {
            Map<String, Object> values = new HashMap<>();
            String where = where(filter, values, filter.olderThan() == null ? null : em.find(AuditEntity.class, filter.olderThan()));
            int total = AccountStore.with(em.createQuery("select a.id from AuditEntity a" + where, UUID.class), values)
                    .setMaxResults(DEPTH + 1).getResultList().size();
            int first = Math.min(DEPTH, (page - 1) * size);
            List<AuditRow> items = total <= first ? List.of() : AccountStore.with(em.createQuery(
                    "select a from AuditEntity a" + where + " order by a.at desc, a.id desc", AuditEntity.class), values)
                    .setFirstResult(first).setMaxResults(size).getResultList().stream().map(AuditStore::row).toList();
            return new Page<>(items, total, page, size);
        });
    }

    /** At most so many after the filter's {@code olderThan}, uncounted: how an export goes through all. */
    public List<AuditRow> next(Filter filter, int size) {
        return jpa.read(em -> {
            Map<String, Object> values = new HashMap<>();
            String where = where(filter, values, filter.olderThan() == null ? null : em.find(AuditEntity.class, filter.olderThan()));
            return AccountStore.with(em.createQuery(
                    "select a from AuditEntity a" + where + " order by a.at desc, a.id desc", AuditEntity.class), values)
                    .setMaxResults(size).getResultList().stream().map(AuditStore::row).toList();
        });
    }

    /** The actions that occur, each found by one step in the index instead of by reading all entries. */
    public List<String> actions() {
        return jpa.read(em -> {
            List<String> found = new ArrayList<>();
            List<String> next = List.of("");
            while (!next.isEmpty() && found.size() < 500) {
                // by order and limit, not by min(): that would make H2 read the rest of the index each time
                next = em.createQuery("select a.action from AuditEntity a where a.action > :last order by a.action", String.class)
                        .setParameter("last", next.get(0)).setMaxResults(1).getResultList();
                found.addAll(next);
            }
            return found;
        });
    }

    private static String where(Filter filter, Map<String, Object> values, @Nullable AuditEntity older) {
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
        String action = filter.action();
        if (action != null && !action.isBlank() && !action.contains(".")) {
            beginning(parts, values, "action", action + ".");
        } else {
            equal(parts, values, "action", action);
        }
        equal(parts, values, "account", filter.account());
        String address = filter.address();
        if (address != null && address.endsWith("*")) {
            beginning(parts, values, "address", address.substring(0, address.length() - 1));
        } else {
            equal(parts, values, "address", address);
        }
        if (filter.from() != null) {
            parts.add("a.at >= :from");
            values.put("from", filter.from());
        }
        if (filter.to() != null) {
            parts.add("a.at < :to");
            values.put("to", filter.to());
        }
        if (older != null) {
            // the first half alone is what the index answers
            parts.add("a.at <= :olderAt and (a.at < :olderAt or a.id < :older)");
            values.put("olderAt", older.at);
            values.put("older", older.id);
        }
        return parts.isEmpty() ? "" : " where " + String.join(" and ", parts);
    }

    private static void equal(List<String> parts, Map<String, Object> values, String field, @Nullable Object wanted) {
        if (wanted != null && !wanted.toString().isBlank()) {
            parts.add("a." + field + " = :" + field);
            values.put(field, wanted);
        }
    }

    private static void beginning(List<String> parts, Map<String, Object> values, String field, String start) {
        parts.add("a." + field + " like :" + field + " escape '!'");
        values.put(field, start.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%");
    }

    static AuditRow row(AuditEntity row) {
        return new AuditRow(new Audit.Entry(row.id, row.at, row.who, row.account, row.address, row.unit, row.action,
                new Audit.Subject(row.subjectKind, row.subjectId, row.subjectLabel), row.before, row.after), row.kind, row.number, row.hash,
                new AuditRow.Part(row.actorSalt, row.actorDigest, row.actorRedaction),
                new AuditRow.Part(row.contentSalt, row.contentDigest, row.contentRedaction));
    }
}
