package org.shuyuan.calendar.internal.jpa;

import java.time.LocalTime;
import java.time.YearMonth;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import javax.persistence.EntityManager;
import javax.persistence.OptimisticLockException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.tx.Jpa;
import org.shuyuan.calendar.internal.StudyDay;
import org.shuyuan.calendar.internal.StudyRule;

/** Study rules and the events that were made for them. Thread-safe. */
@Component(service = StudyStore.class)
public final class StudyStore {

    private final Jpa jpa;

    @Activate
    public StudyStore(@Reference(target = "(shuyuan.module=calendar)") Jpa jpa) {
        this.jpa = jpa;
    }

    public List<StudyRule> of(Collection<UUID> units) {
        return jpa.read(em -> em.createQuery("select r from StudyRuleEntity r where r.unit in :units order by r.id", StudyRuleEntity.class).setParameter("units", units)
                .getResultStream().map(StudyStore::read).toList());
    }

    public Optional<StudyRule> find(UUID id) {
        return jpa.read(em -> Optional.ofNullable(em.find(StudyRuleEntity.class, id)).map(StudyStore::read));
    }

    public void add(StudyRule rule) {
        jpa.run(em -> {
            StudyRuleEntity entity = new StudyRuleEntity();
            write(rule, entity);
            em.persist(entity);
        });
    }

    /** @throws OptimisticLockException it is gone, or another version than {@code rule.version()} */
    public void change(StudyRule rule) {
        jpa.run(em -> write(rule, current(em, rule)));
    }

    /** What was noted of its events goes with it; they stay. @throws OptimisticLockException as {@link #change} */
    public void remove(StudyRule rule) {
        jpa.run(em -> em.remove(current(em, rule)));
    }

    /** Locks the rule's row till the transaction ends: who comes second waits, and then finds what is made. */
    public void claim(UUID rule) {
        jpa.run(em -> em.createNativeQuery("update calendar_study_rule set title = title where id = ?").setParameter(1, rule).executeUpdate());
    }

    /** All that were made for a rule, by period. */
    public List<StudyDay> days(UUID rule) {
        return jpa.read(em -> em.createQuery("select d from StudyDayEntity d where d.rule = :rule order by d.period", StudyDayEntity.class).setParameter("rule", rule)
                .getResultStream().map(d -> new StudyDay(d.id, d.rule, d.period, d.event, d.planned, d.put, d.reason, d.givenBy, d.givenAt)).toList());
    }

    /** A new one, or what it is now. */
    public void put(StudyDay day) {
        jpa.run(em -> {
            StudyDayEntity known = em.find(StudyDayEntity.class, day.id());
            StudyDayEntity e = known == null ? new StudyDayEntity() : known;
            e.id = day.id();
            e.rule = day.rule();
            e.period = day.period();
            e.event = day.event();
            e.planned = day.planned();
            e.put = day.put();
            e.reason = day.reason();
            e.givenBy = day.givenBy();
            e.givenAt = day.givenAt();
            if (known == null) {
                em.persist(e);
            }
        });
    }

    private static StudyRuleEntity current(EntityManager em, StudyRule rule) {
        StudyRuleEntity entity = em.find(StudyRuleEntity.class, rule.id());
        if (entity == null || entity.version != rule.version()) {
            throw new OptimisticLockException("study rule " + rule.id());
        }
        return entity;
    }

    private static StudyRule read(StudyRuleEntity e) {
        return new StudyRule(e.id, e.version, e.unit, e.kind, e.title, StudyRule.Every.valueOf(e.every.toUpperCase(Locale.ROOT)), e.day, LocalTime.parse(e.start), e.minutes, e.place,
                StudyRule.Move.valueOf(e.move.toUpperCase(Locale.ROOT)), e.within, YearMonth.parse(e.from), e.until == null ? null : YearMonth.parse(e.until));
    }

    private static void write(StudyRule rule, StudyRuleEntity e) {
        e.id = rule.id();
        e.unit = rule.unit();
        e.kind = rule.kind();
        e.title = rule.title();
        e.every = rule.every().name().toLowerCase(Locale.ROOT);
        e.day = rule.day();
        e.start = rule.start().toString().substring(0, 5);
        e.minutes = rule.minutes();
        e.place = rule.place();
        e.move = rule.move().name().toLowerCase(Locale.ROOT);
        e.within = rule.within();
        e.from = rule.from().toString();
        e.until = rule.until() == null ? null : rule.until().toString();
    }
}
