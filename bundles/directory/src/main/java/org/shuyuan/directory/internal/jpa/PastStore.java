package org.shuyuan.directory.internal.jpa;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.persistence.EntityManager;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.id.Ids;
import org.shuyuan.api.tx.Jpa;

/**
 * Values of the past: of people {@link #POLITICAL} and {@link #CATEGORY}, of memberships {@link #POSITION} and {@link #MAIN}, of groups
 * {@link #RULE} and {@link #UNIT}. Written by the stores with every change, so that no way in forgets it; a day is the portal's, of Asia/Shanghai. Thread-safe.
 */
@Component(service = PastStore.class)
public final class PastStore {

    public static final String POLITICAL = "political";
    public static final String CATEGORY = "category";
    public static final String POSITION = "position";
    public static final String MAIN = "main";
    public static final String RULE = "rule";
    public static final String UNIT = "unit";

    private static final int CHUNK = 500;

    private final Jpa jpa;

    @Activate
    public PastStore(@Reference(target = "(shuyuan.module=directory)") Jpa jpa) {
        this.jpa = jpa;
    }

    public static LocalDate today() {
        return LocalDate.now(ZoneId.of("Asia/Shanghai"));
    }

    /**
     * What differed on the day from what is now.
     *
     * @return by subject and attribute; what is not there was as it is now
     */
    public Map<UUID, Map<String, Optional<String>>> asOf(Collection<UUID> subjects, LocalDate on) {
        Map<UUID, Map<String, Optional<String>>> found = new HashMap<>();
        if (!on.isBefore(today())) {
            return found;
        }
        List<UUID> all = List.copyOf(Set.copyOf(subjects));
        for (int i = 0; i < all.size(); i += CHUNK) {
            List<UUID> some = all.subList(i, Math.min(all.size(), i + CHUNK));
            // the last one written is the first to hold after the day
            jpa.<List<PastEntity>>read(em -> em.createQuery("select p from PastEntity p where p.subject in :some and p.untilDay > :on order by p.untilDay desc, p.id desc",
                    PastEntity.class).setParameter("some", some).setParameter("on", on).getResultList())
                    .forEach(p -> found.computeIfAbsent(p.subject, s -> new HashMap<>()).put(p.attribute, Optional.ofNullable(p.value)));
        }
        return found;
    }

    /** A second change on one day leaves what was before the first. */
    static void keep(EntityManager em, UUID subject, String attribute, @Nullable String before, @Nullable String after) {
        keep(em, subject, attribute, before, after, today());
    }

    /** @param until first day on which it is no longer so */
    static void keep(EntityManager em, UUID subject, String attribute, @Nullable String before, @Nullable String after, LocalDate until) {
        if (Objects.equals(before, after)) {
            return;
        }
        boolean kept = !em.createQuery("select p.id from PastEntity p where p.subject = :s and p.attribute = :a and p.untilDay = :d").setParameter("s", subject)
                .setParameter("a", attribute).setParameter("d", until).setMaxResults(1).getResultList().isEmpty();
        if (kept) {
            return;
        }
        PastEntity e = new PastEntity();
        e.id = Ids.next();
        e.subject = subject;
        e.attribute = attribute;
        e.value = before;
        e.untilDay = until;
        em.persist(e);
    }
}
