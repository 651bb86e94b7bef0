package org.shuyuan.calendar.internal.jpa;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.tx.Jpa;
import org.shuyuan.api.tx.Sql;
import org.shuyuan.calendar.internal.Occurrence;
import org.shuyuan.calendar.internal.Reach;

/** The dates of some kinds that are evidence of what was owed: for many units, groups or people at once. Thread-safe. */
@Component(service = EvidenceStore.class)
public final class EvidenceStore {

    /** Far more than any unit holds in a year, for all whom one answer is about. */
    private static final int MOST = 100_000;

    private final Jpa jpa;
    private final OccurrenceStore rows;

    @Activate
    public EvidenceStore(@Reference(target = "(shuyuan.module=calendar)") Jpa jpa, @Reference OccurrenceStore rows) {
        this.jpa = jpa;
        this.rows = rows;
    }

    /**
     * What begins in {@code [from, to)} and is for these or planned by them, by start. One query.
     *
     * @param targets units, or groups as of {@link Reach}
     * @param from seconds of the epoch
     */
    public Map<UUID, List<Occurrence>> reaching(Collection<UUID> targets, Collection<UUID> kinds, long from, long to) {
        if (targets.isEmpty() || kinds.isEmpty()) {
            return Map.of();
        }
        // the targets drive the index of calendar_reach: one short range for each of them and each of its four buckets
        String sql = "select o.starts_at, o.ends_at, " + OccurrenceStore.COLUMNS + ", r.target from unnest(cast(? as uuid array)) as w(target) cross join (values (" + Reach.AUDIENCE + "), ("
                + (Reach.AUDIENCE + Reach.LONG) + "), (" + Reach.OWNER + "), (" + (Reach.OWNER + Reach.LONG) + ")) as b(bucket) join calendar_reach r on r.target = w.target"
                + " and r.bucket = b.bucket and r.starts >= ? and r.starts < ? join calendar_occurrence o on o.id = r.occurrence_id where o.kind_id = any(cast(? as uuid array))"
                + " order by o.starts_at, o.id fetch first " + MOST + " rows only";
        return found(sql, List.of(targets.toArray(UUID[]::new), from, to, kinds.toArray(UUID[]::new)));
    }

    /** What begins in {@code [from, to)} and is hosted by one of these, as it is that day, by start. One query. */
    public Map<UUID, List<Occurrence>> hosted(Collection<UUID> people, Collection<UUID> kinds, long from, long to) {
        if (people.isEmpty() || kinds.isEmpty()) {
            return Map.of();
        }
        String sql = "select o.starts_at, o.ends_at, " + OccurrenceStore.COLUMNS + ", o.host_id from calendar_occurrence o where o.host_id = any(cast(? as uuid array))"
                + " and o.starts_at >= ? and o.starts_at < ? and o.kind_id = any(cast(? as uuid array)) order by o.starts_at, o.id fetch first " + MOST + " rows only";
        return found(sql, List.of(people.toArray(UUID[]::new), Instant.ofEpochSecond(from), Instant.ofEpochSecond(to), kinds.toArray(UUID[]::new)));
    }

    private Map<UUID, List<Occurrence>> found(String sql, List<Object> values) {
        Map<UUID, List<Occurrence>> found = new HashMap<>();
        jpa.run(em -> Sql.list(em, sql, values, r -> found.computeIfAbsent(r.getObject(16, UUID.class), id -> new ArrayList<>()).add(rows.read(r))));
        return found;
    }
}
