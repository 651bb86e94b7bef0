package org.shuyuan.attendance.internal.jpa;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.persistence.EntityManager;
import javax.persistence.OptimisticLockException;
import javax.persistence.TypedQuery;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.attendance.GatheringDraft;
import org.shuyuan.api.attendance.Gatherings.Attached;
import org.shuyuan.api.attendance.Subject;
import org.shuyuan.api.text.Language;
import org.shuyuan.api.tx.Jpa;
import org.shuyuan.api.tx.Sql;
import org.shuyuan.attendance.internal.Gathering;

/** Gatherings, whose subjects they are and for whom. Thread-safe. */
@Component(service = GatheringStore.class)
public final class GatheringStore {

    /** What a gathering consists of besides itself. */
    private static final List<String> PARTS = List.of("attendance_sign_in", "attendance_times", "attendance_station",
            "attendance_door", "attendance_mark", "attendance_audience", "attendance_subject");
    private static final int UNIT = 0;
    private static final int PERSON = 1;
    private static final int GROUP = 2;

    /** One page of gatherings. */
    public record Page(List<Gathering> items, long total) {}

    /**
     * How a list is narrowed and ordered.
     *
     * @param like what title or place is like, lower case with {@code !} as escape; null for all
     * @param kind word of a kind; null for all
     * @param progress how far its roll is; null for all
     * @param order JPQL over {@code g}
     */
    public record Query(Instant from, Instant to, @Nullable String like, @Nullable String kind, Gathering.@Nullable Progress progress, Instant now, String order, int offset, int size) {}

    private record Target(UUID gathering, int what, UUID id) {}

    private final Jpa jpa;

    @Activate
    public GatheringStore(@Reference(target = "(shuyuan.module=attendance)") Jpa jpa) {
        this.jpa = jpa;
    }

    public List<Gathering> get(Collection<UUID> ids) {
        return ids.isEmpty() ? List.of()
                : jpa.read(em -> read(em, em.createQuery("select g from GatheringEntity g where g.id in :ids", GatheringEntity.class).setParameter("ids", ids).getResultList()));
    }

    public Optional<Gathering> find(UUID id) {
        return jpa.read(em -> Optional.ofNullable(em.find(GatheringEntity.class, id)).map(e -> read(em, List.of(e)).get(0)));
    }

    /** Whether the roll is closed at this moment, whatever the transaction has read of it before. */
    public boolean closed(UUID id) {
        return jpa.read(em -> !Sql.list(em, "select 1 from attendance_gathering where id = ? and closed_at is not null", List.of(id), r -> 1).isEmpty());
    }

    /** Those that ended in a time and whose roll nobody took, of which nobody was told yet; in the order of ids. @param after id of the last one seen; null: from the first */
    public List<Gathering> untaken(Instant endedAfter, Instant endedBefore, @Nullable UUID after, int limit) {
        List<Object> values = new ArrayList<>(List.of(endedAfter, endedBefore));
        if (after != null) {
            values.add(after);
        }
        return get(jpa.read(em -> Sql.list(em, "select id from attendance_gathering where ends > ? and ends <= ? and settled_at is null and closed_at is null and not cancelled"
                + " and untaken_told_at is null" + (after == null ? "" : " and id > ?") + " order by id fetch first " + limit + " rows only", values, r -> r.getObject(1, UUID.class))))
                .stream().sorted(java.util.Comparator.comparing(Gathering::id)).toList();
    }

    /** It was moved: what was told of it holds no more. */
    public void untellUntaken(UUID id) {
        jpa.run(em -> Sql.update(em, "update attendance_gathering set untaken_told_at = null where id = ? and untaken_told_at is not null", id));
    }

    /** Notes that somebody is told of it now. @return false: somebody was, or it was taken meanwhile */
    public boolean toldUntaken(UUID id, Instant at) {
        return jpa.write(em -> Sql.update(em, "update attendance_gathering set untaken_told_at = ? where id = ? and untaken_told_at is null and settled_at is null and closed_at is null"
                + " and not cancelled", at, id)) == 1;
    }

    /** The one of a subject. */
    public Optional<UUID> of(Subject subject) {
        return jpa.read(em -> Sql.list(em, "select gathering_id from attendance_subject where module = ? and subject_id = ? and part = ?",
                List.of(subject.module(), subject.id(), subject.part()), r -> r.getObject(1, UUID.class)).stream().findFirst());
    }

    public List<Attached> of(String module, Collection<String> ids) {
        return jpa.read(em -> Sql.in(em, "select s.subject_id, s.part, s.link, s.gathering_id, g.cancelled, s.module from attendance_subject s join attendance_gathering g on g.id = s.gathering_id"
                + " where s.subject_id in (:keys) order by g.starts", ids, r -> new Attached(new Subject(r.getString(6), r.getString(1), r.getString(2), r.getString(3)),
                        r.getObject(4, UUID.class), r.getBoolean(5))).stream().filter(a -> a.subject().module().equals(module)).toList());
    }

    /** What is attended there. */
    public List<Subject> subjects(UUID gathering) {
        return jpa.read(em -> Sql.list(em, "select module, subject_id, part, link from attendance_subject where gathering_id = ? order by module, subject_id, part", List.of(gathering),
                r -> new Subject(r.getString(1), r.getString(2), r.getString(3), r.getString(4))));
    }

    public Page list(Collection<UUID> units, Query query) {
        String where = " from GatheringEntity g where g.unit in :units and g.starts >= :from and g.starts < :to" + (query.kind() == null ? "" : " and g.kind = :kind")
                + (query.progress() == null ? "" : " and " + condition(query.progress()))
                + (query.like() == null ? "" : " and (lower(g.title) like :text escape '!' or lower(g.place) like :text escape '!')");
        return jpa.read(em -> {
            TypedQuery<GatheringEntity> items = bind(em.createQuery("select g" + where + " order by " + query.order(), GatheringEntity.class), units, query);
            TypedQuery<Long> count = bind(em.createQuery("select count(g)" + where, Long.class), units, query);
            return new Page(read(em, items.setFirstResult(query.offset()).setMaxResults(query.size()).getResultList()), count.getSingleResult());
        });
    }

    private static <T> TypedQuery<T> bind(TypedQuery<T> jpql, Collection<UUID> units, Query query) {
        jpql.setParameter("units", units).setParameter("from", query.from()).setParameter("to", query.to());
        if (query.kind() != null) {
            jpql.setParameter("kind", query.kind());
        }
        if (query.progress() == Gathering.Progress.PLANNED || query.progress() == Gathering.Progress.UNTAKEN) {
            jpql.setParameter("now", query.now());
        }
        if (query.like() != null) {
            jpql.setParameter("text", query.like());
        }
        // with functions of text H2 is not given parameters unless told: ids would stand in the SQL without quotes
        return jpql.setHint("eclipselink.jdbc.bind-parameters", "true");
    }

    /** As {@link Gathering#progress} says it. */
    private static String condition(Gathering.Progress progress) {
        return switch (progress) {
            case CANCELLED -> "g.cancelled = true";
            case CLOSED -> "g.cancelled = false and g.closedAt is not null";
            case OPEN -> "g.cancelled = false and g.closedAt is null and g.settledAt is not null";
            case UNTAKEN -> "g.cancelled = false and g.closedAt is null and g.settledAt is null and g.ends <= :now";
            case PLANNED -> "g.cancelled = false and g.closedAt is null and g.settledAt is null and g.ends > :now";
        };
    }

    /** What these words of kinds are called, whoever's gatherings they are of. */
    public Map<String, Map<String, String>> named(Collection<String> words) {
        Map<String, Map<String, String>> kinds = new java.util.LinkedHashMap<>();
        jpa.run(em -> Sql.in(em, "select kind, min(kind_zh_cn), min(kind_zh_tw), min(kind_en) from attendance_gathering where kind in (:keys) group by kind", words,
                r -> Map.entry(r.getString(1), names(r.getString(2), r.getString(3), r.getString(4)))).forEach(k -> kinds.put(k.getKey(), k.getValue())));
        return kinds;
    }

    /** Kinds that gatherings of these units have, by word. */
    public Map<String, Map<String, String>> kinds(Collection<UUID> units) {
        Map<String, Map<String, String>> kinds = new java.util.LinkedHashMap<>();
        jpa.run(em -> Sql.in(em, "select distinct kind, kind_zh_cn, kind_zh_tw, kind_en from attendance_gathering where unit_id in (:keys) order by kind_zh_cn", units,
                r -> Map.entry(r.getString(1), names(r.getString(2), r.getString(3), r.getString(4)))).forEach(k -> kinds.putIfAbsent(k.getKey(), k.getValue())));
        return kinds;
    }

    /** @return what is stored */
    public Gathering add(Gathering gathering, Subject subject) {
        jpa.run(em -> {
            GatheringEntity e = new GatheringEntity();
            e.id = gathering.id();
            write(gathering, e);
            em.persist(e);
            em.flush();
            audience(em, gathering);
            Sql.update(em, "insert into attendance_subject (module, subject_id, part, gathering_id, link) values (?, ?, ?, ?, ?)", subject.module(), subject.id(), subject.part(),
                    gathering.id(), subject.link());
        });
        return find(gathering.id()).orElseThrow();
    }

    /** @throws OptimisticLockException it is gone, or another version than {@code gathering.version()} */
    public Gathering change(Gathering gathering) {
        jpa.run(em -> {
            GatheringEntity e = current(em, gathering);
            write(gathering, e);
            em.lock(e, javax.persistence.LockModeType.OPTIMISTIC_FORCE_INCREMENT);
            em.flush();
            Sql.update(em, "delete from attendance_audience where gathering_id = ?", gathering.id());
            audience(em, gathering);
        });
        return find(gathering.id()).orElseThrow(() -> new OptimisticLockException("gathering " + gathering.id()));
    }

    public void link(Subject subject) {
        jpa.run(em -> Sql.update(em, "update attendance_subject set link = ? where module = ? and subject_id = ? and part = ?", subject.link(), subject.module(), subject.id(), subject.part()));
    }

    /** With its subjects, audience and rows of the roll. */
    public void remove(UUID id) {
        jpa.run(em -> PARTS.forEach(table -> Sql.update(em, "delete from " + table + " where gathering_id = ?", id)));
        jpa.run(em -> Sql.update(em, "delete from attendance_gathering where id = ?", id));
    }

    private static GatheringEntity current(EntityManager em, Gathering gathering) {
        @Nullable GatheringEntity e = em.find(GatheringEntity.class, gathering.id());
        if (e == null || e.version != gathering.version()) {
            throw new OptimisticLockException("gathering " + gathering.id());
        }
        return e;
    }

    private static void audience(EntityManager em, Gathering gathering) {
        List<Target> all = new ArrayList<>();
        gathering.draft().units().stream().distinct().forEach(id -> all.add(new Target(gathering.id(), UNIT, id)));
        gathering.draft().people().stream().distinct().forEach(id -> all.add(new Target(gathering.id(), PERSON, id)));
        gathering.draft().groups().stream().distinct().forEach(id -> all.add(new Target(gathering.id(), GROUP, id)));
        Sql.batch(em, "insert into attendance_audience (gathering_id, what, target) values (?, ?, ?)", all, t -> new Object[] {t.gathering(), t.what(), t.id()});
    }

    private static List<Gathering> read(EntityManager em, List<GatheringEntity> rows) {
        Map<UUID, List<Target>> audiences = new HashMap<>();
        Sql.in(em, "select gathering_id, what, target from attendance_audience where gathering_id in (:keys)", rows.stream().map(e -> e.id).toList(),
                r -> new Target(r.getObject(1, UUID.class), r.getInt(2), r.getObject(3, UUID.class))).forEach(t -> audiences.computeIfAbsent(t.gathering(), g -> new ArrayList<>()).add(t));
        return rows.stream().map(e -> read(e, audiences.getOrDefault(e.id, List.of()))).toList();
    }

    private static Gathering read(GatheringEntity e, List<Target> audience) {
        GatheringDraft draft = new GatheringDraft(e.unit, e.kind, names(e.kindZhCn, e.kindZhTw, e.kindEn), e.title, e.place, e.starts, e.ends, ids(audience, UNIT), ids(audience, PERSON),
                ids(audience, GROUP));
        return new Gathering(e.id, e.version, draft, e.cancelled, e.settledAt, e.closedAt, e.closedBy, e.signOut);
    }

    private static List<UUID> ids(List<Target> audience, int what) {
        return audience.stream().filter(t -> t.what() == what).map(Target::id).sorted(java.util.Comparator.comparing(UUID::toString)).toList();
    }

    private static Map<String, String> names(String zhCn, String zhTw, String en) {
        return Map.of(Language.ZH_CN.tag(), zhCn, Language.ZH_TW.tag(), zhTw, Language.EN.tag(), en);
    }

    private static void write(Gathering gathering, GatheringEntity e) {
        GatheringDraft draft = gathering.draft();
        e.unit = draft.unit();
        e.kind = draft.kind();
        String usual = draft.kindName().getOrDefault(Language.ZH_CN.tag(), draft.kind());
        e.kindZhCn = usual;
        e.kindZhTw = draft.kindName().getOrDefault(Language.ZH_TW.tag(), usual);
        e.kindEn = draft.kindName().getOrDefault(Language.EN.tag(), usual);
        e.title = draft.title();
        e.place = draft.place();
        e.starts = draft.start();
        e.ends = draft.end();
        e.cancelled = gathering.cancelled();
        e.settledAt = gathering.settledAt();
        e.closedAt = gathering.closedAt();
        e.closedBy = gathering.closedBy();
        e.signOut = gathering.signOut();
    }
}
