package org.shuyuan.calendar.internal.jpa;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.text.Language;
import org.shuyuan.api.tx.Jpa;
import org.shuyuan.calendar.internal.Subscription;

/** Who reads a calendar by an address. Thread-safe. */
@Component(service = SubscriptionStore.class)
public final class SubscriptionStore {

    private final Jpa jpa;

    @Activate
    public SubscriptionStore(@Reference(target = "(shuyuan.module=calendar)") Jpa jpa) {
        this.jpa = jpa;
    }

    /** An account's, the newest first. */
    public List<Subscription> of(UUID account) {
        return jpa.read(em -> em.createQuery("select s from SubscriptionEntity s where s.account = :account order by s.createdAt desc, s.id", SubscriptionEntity.class)
                .setParameter("account", account).getResultList().stream().map(SubscriptionStore::read).toList());
    }

    public Optional<Subscription> find(String hash) {
        return jpa.read(em -> em.createQuery("select s from SubscriptionEntity s where s.hash = :hash", SubscriptionEntity.class).setParameter("hash", hash)
                .getResultList().stream().findFirst().map(SubscriptionStore::read));
    }

    public void add(Subscription one, String hash) {
        jpa.run(em -> {
            SubscriptionEntity e = new SubscriptionEntity();
            e.id = one.id();
            e.account = one.account();
            e.person = one.person();
            e.name = one.name();
            e.hash = hash;
            e.language = one.language().tag();
            e.createdAt = one.createdAt();
            em.persist(e);
        });
    }

    public void read(UUID id, Instant at) {
        jpa.run(em -> em.createQuery("update SubscriptionEntity s set s.readAt = :at where s.id = :id").setParameter("at", at).setParameter("id", id).executeUpdate());
    }

    public void remove(UUID id) {
        jpa.run(em -> em.createQuery("delete from SubscriptionEntity s where s.id = :id").setParameter("id", id).executeUpdate());
    }

    public long countOf(UUID person) {
        return jpa.read(em -> em.createQuery("select count(s) from SubscriptionEntity s where s.person = :person", Long.class).setParameter("person", person).getSingleResult());
    }

    public void removeOf(UUID person) {
        jpa.run(em -> em.createQuery("delete from SubscriptionEntity s where s.person = :person").setParameter("person", person).executeUpdate());
    }

    private static Subscription read(SubscriptionEntity e) {
        return new Subscription(e.id, e.account, e.person, e.name, Language.of(e.language), e.createdAt, e.readAt);
    }
}
