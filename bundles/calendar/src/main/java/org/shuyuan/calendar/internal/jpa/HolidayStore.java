package org.shuyuan.calendar.internal.jpa;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.persistence.EntityManager;
import javax.persistence.LockModeType;
import javax.persistence.OptimisticLockException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.id.Ids;
import org.shuyuan.api.tx.Jpa;
import org.shuyuan.calendar.internal.HolidayYear;
import org.shuyuan.calendar.internal.SpecialDay;

/** Years as units have published them. Thread-safe. */
@Component(service = HolidayStore.class)
public final class HolidayStore {

    private final Jpa jpa;

    @Activate
    public HolidayStore(@Reference(target = "(shuyuan.module=calendar)") Jpa jpa) {
        this.jpa = jpa;
    }

    /** All that these units have published. */
    public List<HolidayYear> of(Collection<UUID> units) {
        return of(units, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    /** What these units have published of the years from one to another, inclusive. */
    public List<HolidayYear> of(Collection<UUID> units, int from, int to) {
        return jpa.read(em -> {
            List<YearEntity> years = em.createQuery("select y from YearEntity y where y.unit in :units and y.year >= :from and y.year <= :to", YearEntity.class)
                    .setParameter("units", units).setParameter("from", from).setParameter("to", to).getResultList();
            if (years.isEmpty()) {
                return List.<HolidayYear>of();
            }
            Map<UUID, List<SpecialDay>> days = em.createQuery("select d from DayEntity d where d.year in :years", DayEntity.class)
                    .setParameter("years", years.stream().map(y -> y.id).toList()).getResultStream()
                    .collect(Collectors.groupingBy(d -> d.year, HashMap::new, Collectors.mapping(HolidayStore::read, Collectors.toList())));
            return years.stream().map(y -> new HolidayYear(y.id, y.version, y.unit, y.year, y.source, days.getOrDefault(y.id, List.of()), y.publishedAt, y.publishedBy)).toList();
        });
    }

    /** @throws javax.persistence.PersistenceException the unit has that year already */
    public HolidayYear add(HolidayYear year) {
        jpa.run(em -> {
            YearEntity entity = new YearEntity();
            write(year, entity);
            em.persist(entity);
            em.flush();
            days(em, year);
        });
        return stored(year);
    }

    /** @throws OptimisticLockException it is gone, or another version than {@code year.version()} */
    public HolidayYear change(HolidayYear year) {
        jpa.run(em -> {
            YearEntity entity = current(em, year);
            // also when only its days change, which stand in rows of their own
            em.lock(entity, LockModeType.OPTIMISTIC_FORCE_INCREMENT);
            write(year, entity);
            em.createQuery("delete from DayEntity d where d.year = :year").setParameter("year", year.id()).executeUpdate();
            days(em, year);
        });
        return stored(year);
    }

    /** @throws OptimisticLockException as {@link #change} */
    public void remove(HolidayYear year) {
        jpa.run(em -> em.remove(current(em, year)));
    }

    private HolidayYear stored(HolidayYear year) {
        return of(List.of(year.unit()), year.year(), year.year()).stream().findFirst().orElseThrow(() -> new OptimisticLockException("year " + year.id()));
    }

    private static void days(EntityManager em, HolidayYear year) {
        for (SpecialDay day : year.days()) {
            DayEntity row = new DayEntity();
            row.id = Ids.next();
            row.year = year.id();
            row.day = day.day();
            row.kind = day.kind().code();
            row.name = day.name();
            em.persist(row);
        }
    }

    private static YearEntity current(EntityManager em, HolidayYear year) {
        YearEntity entity = em.find(YearEntity.class, year.id());
        if (entity == null || entity.version != year.version()) {
            throw new OptimisticLockException("year " + year.id());
        }
        return entity;
    }

    private static void write(HolidayYear year, YearEntity e) {
        e.id = year.id();
        e.unit = year.unit();
        e.year = year.year();
        e.source = year.source();
        e.publishedAt = year.publishedAt();
        e.publishedBy = year.publishedBy();
    }

    private static SpecialDay read(DayEntity e) {
        return new SpecialDay(e.day, SpecialDay.Kind.valueOf(e.kind.toUpperCase(Locale.ROOT)), e.name);
    }
}
