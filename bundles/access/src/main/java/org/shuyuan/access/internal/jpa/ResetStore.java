package org.shuyuan.access.internal.jpa;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.tx.Jpa;

/** Rows of {@code access_reset} and {@code access_mailbox}. Thread-safe. */
@Component(service = ResetStore.class)
public class ResetStore {

    /** Somebody's wish for a new password. */
    public record Asked(UUID id, UUID account) {}

    /** The address, hashed, that an account's owner signed in with, and from when it counts. @param hash empty: there was none */
    public record Mailbox(String hash, Instant countsFrom) {}

    private final Jpa jpa;

    @Activate
    public ResetStore(@Reference(target = "(shuyuan.module=access)") Jpa jpa) {
        this.jpa = jpa;
    }

    /** In the place of the one before, whose link is void with it. */
    public void put(Asked asked, Instant at) {
        jpa.run(em -> {
            em.createQuery("delete from ResetEntity r where r.account = :account").setParameter("account", asked.account()).executeUpdate();
            ResetEntity row = new ResetEntity();
            row.id = asked.id();
            row.account = asked.account();
            row.askedAt = at;
            em.persist(row);
        });
    }

    public Optional<Asked> find(UUID id) {
        return jpa.read(em -> Optional.ofNullable(em.find(ResetEntity.class, id)).map(row -> new Asked(row.id, row.account)));
    }

    /** The secret that counts from now on. @return false when the wish is gone */
    public boolean secret(UUID id, String hash, Instant expires) {
        return jpa.write(em -> em.createQuery("update ResetEntity r set r.secretHash = :hash, r.expiresAt = :expires where r.id = :id")
                .setParameter("hash", hash).setParameter("expires", expires).setParameter("id", id).executeUpdate() == 1);
    }

    /** Whose the secret is, while it counts. */
    public Optional<Asked> bySecret(String hash, Instant now) {
        return hash.isEmpty() ? Optional.empty() : jpa.read(em -> em.createQuery("select r from ResetEntity r where r.secretHash = :hash and r.expiresAt > :now", ResetEntity.class)
                .setParameter("hash", hash).setParameter("now", now).getResultStream().findFirst().map(row -> new Asked(row.id, row.account)));
    }

    /** Takes it away, so that it counts once: of two who come with the same link one gets nothing. */
    public boolean take(String hash, Instant now) {
        return jpa.write(em -> em.createQuery("delete from ResetEntity r where r.secretHash = :hash and r.expiresAt > :now")
                .setParameter("hash", hash).setParameter("now", now).executeUpdate() == 1);
    }

    public void purge(Instant askedBefore) {
        jpa.run(em -> em.createQuery("delete from ResetEntity r where r.askedAt < :before").setParameter("before", askedBefore).executeUpdate());
    }

    public Optional<Mailbox> mailbox(UUID account) {
        return jpa.read(em -> Optional.ofNullable(em.find(MailboxEntity.class, account)).map(row -> new Mailbox(row.addressHash, row.countsFrom)));
    }

    public void mailbox(UUID account, Mailbox seen) {
        jpa.run(em -> {
            MailboxEntity row = em.find(MailboxEntity.class, account);
            boolean fresh = row == null;
            if (row == null) {
                row = new MailboxEntity();
                row.account = account;
            }
            row.addressHash = seen.hash();
            row.countsFrom = seen.countsFrom();
            if (fresh) {
                em.persist(row);
            }
        });
    }
}
