package org.shuyuan.calendar.internal.jpa;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.persistence.EntityManager;
import javax.persistence.LockModeType;
import javax.persistence.OptimisticLockException;
import javax.persistence.TypedQuery;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.tx.Jpa;
import org.shuyuan.calendar.internal.Audience;
import org.shuyuan.calendar.internal.Plan;
import org.shuyuan.calendar.internal.PlanItem;
import org.shuyuan.calendar.internal.jpa.AudienceTarget.What;

/** Study plans with their items. Thread-safe. */
@Component(service = PlanStore.class)
public final class PlanStore {

    /** One page of plans. */
    public record Page(List<Plan> items, long total) {}

    /**
     * Which plans are listed. Editions that were replaced are not, unless asked for.
     *
     * @param readable units whose approved plans are listed
     * @param writable units of which all editions are
     */
    public record Query(Collection<UUID> readable, Collection<UUID> writable, @Nullable Integer year, Plan.@Nullable Period period, Plan.@Nullable State state, @Nullable String like,
            String order, int offset, int size) {}

    private final Jpa jpa;

    @Activate
    public PlanStore(@Reference(target = "(shuyuan.module=calendar)") Jpa jpa) {
        this.jpa = jpa;
    }

    public Optional<Plan> find(UUID id) {
        return jpa.read(em -> Optional.ofNullable(em.find(PlanEntity.class, id)).map(e -> read(em, List.of(e)).get(0)));
    }

    /** All editions, the newest first. */
    public List<Plan> editions(UUID origin) {
        return jpa.read(em -> read(em, em.createQuery("select p from PlanEntity p where p.origin = :origin order by p.edition desc", PlanEntity.class).setParameter("origin", origin)
                .getResultList()));
    }

    /** Plans of a unit for the same time under the same title, the newest first. */
    public List<Plan> alike(UUID unit, Plan.Span span, String title) {
        return jpa.read(em -> read(em, em.createQuery("select p from PlanEntity p where p.unit = :unit and p.year = :year and p.period = :period and p.number = :number and p.title = :title"
                + " order by p.id desc", PlanEntity.class).setParameter("unit", unit).setParameter("year", span.year()).setParameter("period", word(span.period()))
                .setParameter("number", span.number()).setParameter("title", title).getResultList()));
    }

    /** The editions that hold an item with this line, the newest first. */
    public List<Plan> having(UUID line) {
        return jpa.read(em -> read(em, em.createQuery("select p from PlanEntity p where p.id in (select i.plan from PlanItemEntity i where i.line = :line) order by p.edition desc",
                PlanEntity.class).setParameter("line", line).getResultList()));
    }

    public Page list(Query query) {
        String where = " from PlanEntity p where (p.unit in :writable or p.unit in :readable and p.state in ('approved', 'replaced'))"
                + (query.year() == null ? "" : " and p.year = :year") + (query.period() == null ? "" : " and p.period = :period")
                + (query.state() == null ? " and p.state <> 'replaced'" : " and p.state = :state")
                + (query.like() == null ? "" : " and lower(p.title) like :text escape '!'");
        return jpa.read(em -> {
            TypedQuery<PlanEntity> items = bind(em.createQuery("select p" + where + " order by " + query.order(), PlanEntity.class), query);
            TypedQuery<Long> count = bind(em.createQuery("select count(p)" + where, Long.class), query);
            return new Page(read(em, items.setFirstResult(query.offset()).setMaxResults(query.size()).getResultList()), count.getSingleResult());
        });
    }

    private static <T> TypedQuery<T> bind(TypedQuery<T> jpql, Query query) {
        Set<UUID> none = Set.of(new UUID(0, 0));
        jpql.setParameter("readable", query.readable().isEmpty() ? none : query.readable());
        jpql.setParameter("writable", query.writable().isEmpty() ? none : query.writable());
        if (query.year() != null) {
            jpql.setParameter("year", query.year());
        }
        if (query.period() != null) {
            jpql.setParameter("period", word(query.period()));
        }
        if (query.state() != null) {
            jpql.setParameter("state", query.state().word());
        }
        if (query.like() != null) {
            jpql.setParameter("text", query.like());
        }
        return jpql.setHint("eclipselink.jdbc.bind-parameters", "true");
    }

    public Plan add(Plan plan) {
        jpa.run(em -> {
            PlanEntity entity = new PlanEntity();
            write(plan, entity);
            em.persist(entity);
            writeItems(em, plan);
        });
        return stored(plan);
    }

    /** @throws OptimisticLockException it is gone, or another version than {@code plan.version()} */
    public Plan change(Plan plan) {
        jpa.run(em -> {
            PlanEntity entity = current(em, plan);
            // also when only items change, which stand in rows of their own
            em.lock(entity, LockModeType.OPTIMISTIC_FORCE_INCREMENT);
            write(plan, entity);
            writeItems(em, plan);
        });
        return stored(plan);
    }

    /** @throws OptimisticLockException as {@link #change} */
    public void remove(Plan plan) {
        jpa.run(em -> {
            PlanEntity entity = current(em, plan);
            items(em, List.of(plan.id())).forEach(em::remove);
            em.flush();
            em.remove(entity);
        });
    }

    private Plan stored(Plan plan) {
        return find(plan.id()).orElseThrow(() -> new OptimisticLockException("plan " + plan.id()));
    }

    private static PlanEntity current(EntityManager em, Plan plan) {
        PlanEntity entity = em.find(PlanEntity.class, plan.id());
        if (entity == null || entity.version != plan.version()) {
            throw new OptimisticLockException("plan " + plan.id());
        }
        return entity;
    }

    private static List<PlanItemEntity> items(EntityManager em, Collection<UUID> plans) {
        return plans.isEmpty() ? List.of() : em.createQuery("select i from PlanItemEntity i where i.plan in :plans order by i.place", PlanItemEntity.class).setParameter("plans", plans)
                .setHint("eclipselink.batch", "i.audience").getResultList();
    }

    private static void writeItems(EntityManager em, Plan plan) {
        Map<UUID, PlanItemEntity> before = new HashMap<>();
        items(em, List.of(plan.id())).forEach(row -> before.put(row.id, row));
        int place = 0;
        for (PlanItem item : plan.items()) {
            PlanItemEntity known = before.remove(item.id());
            PlanItemEntity row = known == null ? new PlanItemEntity() : known;
            write(item, plan.id(), place++, row);
            if (known == null) {
                em.persist(row);
            }
        }
        before.values().forEach(em::remove);
    }

    private static List<Plan> read(EntityManager em, List<PlanEntity> rows) {
        Map<UUID, List<PlanItem>> items = new HashMap<>();
        items(em, rows.stream().map(p -> p.id).toList()).forEach(row -> items.computeIfAbsent(row.plan, p -> new ArrayList<>()).add(read(row)));
        return rows.stream().map(p -> new Plan(p.id, p.version, p.origin, p.edition, p.unit, p.title,
                new Plan.Span(Plan.Period.valueOf(p.period.toUpperCase(Locale.ROOT)), p.year, p.number), Plan.State.valueOf(p.state.toUpperCase(Locale.ROOT)),
                new Plan.Trace(p.submittedBy, p.submitter, p.submittedAt, p.decidedBy, p.decidedAt, p.reason, p.changedBy, p.changedAt), items.getOrDefault(p.id, List.of()))).toList();
    }

    private static PlanItem read(PlanItemEntity e) {
        return new PlanItem(e.id, e.line, e.month, e.day, e.topic, e.content, e.form, e.kind, new PlanItem.Who(e.host, e.hostName),
                new Audience(targets(e, What.UNIT), targets(e, What.PERSON), targets(e, What.GROUP)), e.audienceWords, new PlanItem.Who(e.responsible, e.responsibleName), e.note);
    }

    private static List<UUID> targets(PlanItemEntity e, What what) {
        return e.audience.stream().filter(t -> t.what() == what).map(t -> t.target).sorted().toList();
    }

    private static void write(Plan plan, PlanEntity e) {
        e.id = plan.id();
        e.origin = plan.origin();
        e.edition = plan.edition();
        e.unit = plan.unit();
        e.title = plan.title();
        e.period = word(plan.span().period());
        e.year = plan.span().year();
        e.number = plan.span().number();
        e.state = plan.state().word();
        e.submittedBy = plan.trace().submittedBy();
        e.submitter = plan.trace().submitter();
        e.submittedAt = plan.trace().submittedAt();
        e.decidedBy = plan.trace().decidedBy();
        e.decidedAt = plan.trace().decidedAt();
        e.reason = plan.trace().reason();
        e.changedBy = plan.trace().changedBy();
        e.changedAt = plan.trace().changedAt();
    }

    private static void write(PlanItem item, UUID plan, int place, PlanItemEntity e) {
        e.id = item.id();
        e.plan = plan;
        e.line = item.line();
        e.place = place;
        e.month = item.month();
        e.day = item.day();
        e.topic = item.topic();
        e.content = item.content();
        e.form = item.form();
        e.kind = item.kind();
        e.host = item.host().person();
        e.hostName = item.host().words();
        e.audienceWords = item.audienceWords();
        e.responsible = item.responsible().person();
        e.responsibleName = item.responsible().words();
        e.note = item.note();
        Set<AudienceTarget> wanted = new LinkedHashSet<>();
        item.audience().units().forEach(u -> wanted.add(new AudienceTarget(u, What.UNIT)));
        item.audience().people().forEach(p -> wanted.add(new AudienceTarget(p, What.PERSON)));
        item.audience().groups().forEach(g -> wanted.add(new AudienceTarget(g, What.GROUP)));
        e.audience.retainAll(wanted);
        e.audience.addAll(wanted);
    }

    private static String word(Plan.Period period) {
        return period.name().toLowerCase(Locale.ROOT);
    }
}
