package org.shuyuan.access.internal.jpa;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.access.internal.Account;
import org.shuyuan.api.tx.Jpa;

/** Rows of {@code access_session}, {@code access_token} and {@code access_device}. Thread-safe. */
@Component(service = SessionStore.class)
public class SessionStore {

    public record Session(UUID id, UUID account, Instant createdAt, Instant lastSeenAt, Instant expiresAt, String address,
            String agent) {}

    public record Token(UUID id, UUID account, String name, Instant createdAt, Instant expiresAt, @Nullable Instant lastUsedAt) {}

    /** Somebody's session together with the account as it is now. */
    public record SignedIn(Session session, Account account) {}

    /** A token together with its owner as it is now. */
    public record Bearer(Token token, Account account) {}

    private final Jpa jpa;

    @Activate
    public SessionStore(@Reference(target = "(shuyuan.module=access)") Jpa jpa) {
        this.jpa = jpa;
    }

    public void add(Session session, String hash) {
        jpa.run(em -> {
            SessionEntity row = new SessionEntity();
            row.id = session.id();
            row.secretHash = hash;
            row.account = session.account();
            row.createdAt = session.createdAt();
            row.lastSeenAt = session.lastSeenAt();
            row.expiresAt = session.expiresAt();
            row.address = session.address();
            row.agent = session.agent();
            em.persist(row);
        });
    }

    public Optional<SignedIn> session(String hash) {
        return jpa.read(em -> em.createQuery(
                "select s, a from SessionEntity s, AccountEntity a where s.secretHash = :hash and a.id = s.account", Object[].class)
                .setParameter("hash", hash).getResultStream().findFirst()
                .map(row -> new SignedIn(session((SessionEntity) row[0]), AccountStore.account((AccountEntity) row[1]))));
    }

    public List<Session> sessions(UUID account) {
        return jpa.read(em -> em.createQuery(
                "select s from SessionEntity s where s.account = :account order by s.lastSeenAt desc", SessionEntity.class)
                .setParameter("account", account).setMaxResults(200).getResultList().stream().map(SessionStore::session).toList());
    }

    public void seen(UUID session, Instant at) {
        jpa.run(em -> em.createQuery("update SessionEntity s set s.lastSeenAt = :at where s.id = :id").setParameter("at", at)
                .setParameter("id", session).executeUpdate());
    }

    /** @return whether there was one of that account */
    public boolean end(UUID account, UUID session) {
        return jpa.<Integer>write(em -> em.createQuery("delete from SessionEntity s where s.id = :id and s.account = :account")
                .setParameter("id", session).setParameter("account", account).executeUpdate()) > 0;
    }

    /** Ends all of an account, but for the one kept. */
    public int endAll(UUID account, @Nullable UUID keep) {
        return jpa.<Integer>write(em -> em.createQuery("delete from SessionEntity s where s.account = :account and s.id <> :keep")
                .setParameter("account", account).setParameter("keep", keep == null ? new UUID(0, 0) : keep).executeUpdate());
    }

    public void add(Token token, String hash) {
        jpa.run(em -> {
            TokenEntity row = new TokenEntity();
            row.id = token.id();
            row.secretHash = hash;
            row.account = token.account();
            row.name = token.name();
            row.createdAt = token.createdAt();
            row.expiresAt = token.expiresAt();
            em.persist(row);
        });
    }

    /** Is the account's password one that somebody else gave it? */
    public boolean mustChange(UUID account) {
        return jpa.read(em -> {
            AccountEntity row = em.find(AccountEntity.class, account);
            return row == null || row.mustChange;
        });
    }

    public Optional<Bearer> token(String hash) {
        return jpa.read(em -> em.createQuery(
                "select t, a from TokenEntity t, AccountEntity a where t.secretHash = :hash and a.id = t.account", Object[].class)
                .setParameter("hash", hash).getResultStream().findFirst()
                .map(row -> new Bearer(token((TokenEntity) row[0]), AccountStore.account((AccountEntity) row[1]))));
    }

    public List<Token> tokens(UUID account) {
        return jpa.read(em -> em.createQuery("select t from TokenEntity t where t.account = :account order by t.createdAt desc",
                TokenEntity.class).setParameter("account", account).getResultList().stream().map(SessionStore::token).toList());
    }

    public void used(UUID token, Instant at) {
        jpa.run(em -> em.createQuery("update TokenEntity t set t.lastUsedAt = :at where t.id = :id").setParameter("at", at)
                .setParameter("id", token).executeUpdate());
    }

    public void remove(UUID token) {
        jpa.run(em -> em.createQuery("delete from TokenEntity t where t.id = :id").setParameter("id", token).executeUpdate());
    }

    public void removeTokens(UUID account) {
        jpa.run(em -> em.createQuery("delete from TokenEntity t where t.account = :account").setParameter("account", account)
                .executeUpdate());
    }

    /** Has the account signed in from this browser before? */
    public boolean knowsDevice(String hash, UUID account) {
        return jpa.read(em -> {
            DeviceEntity row = em.find(DeviceEntity.class, hash);
            return row != null && row.account.equals(account);
        });
    }

    /** @return false when the browser is remembered for another account: it then needs a secret of its own */
    public boolean remember(String hash, UUID account, Instant at) {
        return jpa.write(em -> {
            DeviceEntity row = em.find(DeviceEntity.class, hash);
            if (row != null && !row.account.equals(account)) {
                return false;
            }
            if (row == null) {
                row = new DeviceEntity();
                row.secretHash = hash;
                row.account = account;
                row.lastUsedAt = at;
                em.persist(row);
            }
            row.lastUsedAt = at;
            return true;
        });
    }

    public void forgetDevices(UUID account) {
        jpa.run(em -> em.createQuery("delete from DeviceEntity d where d.account = :account").setParameter("account", account)
                .executeUpdate());
    }

    /** Sessions that have run out, at most so many. */
    public List<SignedIn> ranOut(Instant now, Instant idleSince, int most) {
        return jpa.read(em -> em.createQuery("select s, a from SessionEntity s, AccountEntity a where a.id = s.account and (s.expiresAt < :now or s.lastSeenAt < :idle)"
                + " order by s.lastSeenAt", Object[].class).setParameter("now", now).setParameter("idle", idleSince).setMaxResults(most).getResultList().stream()
                .map(row -> new SignedIn(session((SessionEntity) row[0]), AccountStore.account((AccountEntity) row[1]))).toList());
    }

    /** Removes what else has run out: tokens, remembered browsers, counts of tries. */
    public void purge(Instant idleSince, Instant unusedSince) {
        jpa.run(em -> {
            em.createQuery("delete from TokenEntity t where t.expiresAt < :unused").setParameter("unused", unusedSince).executeUpdate();
            em.createQuery("delete from DeviceEntity d where d.lastUsedAt < :unused").setParameter("unused", unusedSince)
                    .executeUpdate();
            em.createQuery("delete from ThrottleEntity t where t.lastAt < :idle").setParameter("idle", idleSince).executeUpdate();
        });
    }

    private static Session session(SessionEntity row) {
        return new Session(row.id, row.account, row.createdAt, row.lastSeenAt, row.expiresAt, row.address, row.agent);
    }

    private static Token token(TokenEntity row) {
        return new Token(row.id, row.account, row.name, row.createdAt, row.expiresAt, row.lastUsedAt);
    }
}
