package org.shuyuan.calendar.internal.jpa;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.persistence.EntityManager;
import javax.persistence.OptimisticLockException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.text.Language;
import org.shuyuan.api.tx.Jpa;
import org.shuyuan.api.tx.Sql;
import org.shuyuan.calendar.internal.Kind;

/** Kinds of event. Thread-safe. */
@Component(service = KindStore.class)
public final class KindStore {

    /** A unit that had a profile's kinds. */
    public record Seed(UUID unit, String profile) {}

    private final Jpa jpa;

    @Activate
    public KindStore(@Reference(target = "(shuyuan.module=calendar)") Jpa jpa) {
        this.jpa = jpa;
    }

    /** All of the portal: some dozens for each unit that has its own. */
    public List<Kind> all() {
        return jpa.read(em -> em.createQuery("select k from KindEntity k order by k.position, k.word", KindEntity.class).getResultStream()
                .map(KindStore::read).toList());
    }

    /** Units that have had their profile's kinds. */
    public List<UUID> seeded() {
        return jpa.read(em -> {
            @SuppressWarnings("unchecked")
            List<Object> ids = em.createNativeQuery("select unit_id from calendar_seed").getResultList();
            return ids.stream().map(id -> id instanceof UUID u ? u : UUID.fromString(id.toString())).toList();
        });
    }

    /** Units with a profile that has not brought what is owed yet: they had its kinds before it had obligations. */
    public List<Seed> withoutObligations() {
        return jpa.read(em -> Sql.list(em, "select unit_id, profile from calendar_seed where obligations_at is null and profile <> ''", List.of(),
                r -> new Seed(r.getObject(1, UUID.class), r.getString(2))));
    }

    /** Notes that they come now. @return false: another was first */
    public boolean bringObligations(UUID unit, Instant at) {
        return jpa.write(em -> Sql.update(em, "update calendar_seed set obligations_at = ? where unit_id = ? and obligations_at is null", at, unit)) == 1;
    }

    /**
     * Notes that the unit gets its profile's kinds now. Whoever comes second waits for the first one's commit and then fails.
     *
     * @throws javax.persistence.PersistenceException it has been done
     */
    public void seed(UUID unit, String profile) {
        jpa.run(em -> em.createNativeQuery("insert into calendar_seed (unit_id, profile, seeded_at, obligations_at) values (?, ?, current_timestamp, current_timestamp)")
                .setParameter(1, unit).setParameter(2, profile).executeUpdate());
    }

    public void add(List<Kind> kinds) {
        jpa.run(em -> kinds.forEach(kind -> {
            KindEntity entity = new KindEntity();
            write(kind, entity);
            em.persist(entity);
        }));
    }

    /** @throws OptimisticLockException it is gone, or another version than {@code kind.version()} */
    public Kind change(Kind kind) {
        return jpa.write(em -> {
            KindEntity entity = current(em, kind);
            write(kind, entity);
            em.flush();
            return read(entity);
        });
    }

    /** @throws OptimisticLockException as {@link #change} */
    public void remove(Kind kind) {
        jpa.run(em -> em.remove(current(em, kind)));
    }

    private static KindEntity current(EntityManager em, Kind kind) {
        KindEntity entity = em.find(KindEntity.class, kind.id());
        if (entity == null || entity.version != kind.version()) {
            throw new OptimisticLockException("kind " + kind.id());
        }
        return entity;
    }

    private static Kind read(KindEntity e) {
        Map<Language, String> name = Map.of(Language.ZH_CN, e.nameZhCn, Language.ZH_TW, e.nameZhTw, Language.EN, e.nameEn);
        List<String> keywords = e.keywords.isEmpty() ? List.of() : Arrays.asList(e.keywords.split(","));
        return new Kind(e.id, e.version, e.unit, e.word, name, e.colour, keywords, e.position, e.retired, e.roll);
    }

    private static void write(Kind kind, KindEntity e) {
        e.id = kind.id();
        e.unit = kind.unit();
        e.word = kind.word();
        e.nameZhCn = kind.name(Language.ZH_CN);
        e.nameZhTw = kind.name(Language.ZH_TW);
        e.nameEn = kind.name(Language.EN);
        e.colour = kind.colour();
        e.keywords = String.join(",", kind.keywords());
        e.position = kind.position();
        e.retired = kind.retired();
        e.roll = kind.roll();
    }
}
