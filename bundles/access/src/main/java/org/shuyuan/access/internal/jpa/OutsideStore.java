package org.shuyuan.access.internal.jpa;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.access.internal.Names;
import org.shuyuan.api.tx.Jpa;

/** Rows of {@code access_outside_*}: links, grants, sessions and journeys of sources outside. Thread-safe. */
@Component(service = OutsideStore.class)
public class OutsideStore {

    /**
     * Who somebody is at a source.
     *
     * @param sealed the hash that was set with the link; null when the account kept its password
     */
    public record Link(UUID id, String source, String subject, UUID account, String name, @Nullable String sealed, Instant createdAt, Instant usedAt) {}

    /** A journey that has begun. */
    public record Start(String browserHash, String source, String kept, String back, Instant createdAt) {}

    /** One of our sessions. */
    public record Session(UUID session, UUID account, String source, String subject) {}

    private final Jpa jpa;

    @Activate
    public OutsideStore(@Reference(target = "(shuyuan.module=access)") Jpa jpa) {
        this.jpa = jpa;
    }

    public Optional<Link> link(String source, String subject) {
        return jpa.read(em -> em.createQuery("select l from OutsideLinkEntity l where l.source = :source and l.subject = :subject", OutsideLinkEntity.class)
                .setParameter("source", source).setParameter("subject", subject).getResultStream().findFirst().map(OutsideStore::link));
    }

    public List<Link> links(UUID account) {
        return jpa.read(em -> em.createQuery("select l from OutsideLinkEntity l where l.account = :account order by l.source", OutsideLinkEntity.class)
                .setParameter("account", account).getResultList().stream().map(OutsideStore::link).toList());
    }

    /** Whose the name was when it was last used; by this its throttling is found, nothing else. */
    public Optional<UUID> accountByName(String source, String name) {
        return jpa.read(em -> em.createQuery("select l.account from OutsideLinkEntity l where l.source = :source and l.nameKey = :name", UUID.class)
                .setParameter("source", source).setParameter("name", Names.cut(Names.key(name), 200)).getResultStream().findFirst());
    }

    public void add(Link link) {
        jpa.run(em -> {
            OutsideLinkEntity row = new OutsideLinkEntity();
            row.id = link.id();
            row.source = link.source();
            row.subject = link.subject();
            row.account = link.account();
            row.name = link.name();
            row.nameKey = Names.cut(Names.key(link.name()), 200);
            row.sealed = link.sealed();
            row.createdAt = link.createdAt();
            row.usedAt = link.usedAt();
            em.persist(row);
        });
    }

    /** The name may have changed at the source. */
    public void used(UUID link, String name, Instant at) {
        jpa.run(em -> {
            OutsideLinkEntity row = em.find(OutsideLinkEntity.class, link);
            row.name = name;
            row.nameKey = Names.cut(Names.key(name), 200);
            row.usedAt = at;
        });
    }

    public void sealed(UUID link, String hash) {
        jpa.run(em -> em.find(OutsideLinkEntity.class, link).sealed = hash);
    }

    public void remove(UUID link) {
        jpa.run(em -> em.createQuery("delete from OutsideLinkEntity l where l.id = :id").setParameter("id", link).executeUpdate());
    }

    /** The grants that came from this source's groups; some may have been taken by hand meanwhile. */
    public List<UUID> grants(UUID account, String source) {
        return jpa.read(em -> em.createQuery("select g.grant from OutsideGrantEntity g where g.account = :account and g.source = :source", UUID.class)
                .setParameter("account", account).setParameter("source", source).getResultList());
    }

    public void addGrant(UUID grant, UUID account, String source) {
        jpa.run(em -> {
            OutsideGrantEntity row = new OutsideGrantEntity();
            row.grant = grant;
            row.account = account;
            row.source = source;
            em.persist(row);
        });
    }

    public void removeGrants(Collection<UUID> grants) {
        if (!grants.isEmpty()) {
            jpa.run(em -> em.createQuery("delete from OutsideGrantEntity g where g.grant in :grants").setParameter("grants", grants).executeUpdate());
        }
    }

    public void addSession(Session session, @Nullable String theirHash, Instant at) {
        jpa.run(em -> {
            OutsideSessionEntity row = new OutsideSessionEntity();
            row.session = session.session();
            row.account = session.account();
            row.source = session.source();
            row.subject = session.subject();
            row.theirHash = theirHash;
            row.createdAt = at;
            em.persist(row);
        });
    }

    public Optional<Session> session(UUID session) {
        return jpa.read(em -> Optional.ofNullable(em.find(OutsideSessionEntity.class, session)).map(OutsideStore::session));
    }

    /** Ours that theirs opened; by the session, else by the subject. */
    public List<Session> sessions(String source, @Nullable String subject, @Nullable String theirHash) {
        String by = theirHash != null ? "s.theirHash = :their" : "s.subject = :subject";
        return jpa.read(em -> {
            var query = em.createQuery("select s from OutsideSessionEntity s where s.source = :source and " + by, OutsideSessionEntity.class)
                    .setParameter("source", source).setMaxResults(1000);
            if (theirHash != null) {
                query.setParameter("their", theirHash);
            } else {
                query.setParameter("subject", subject == null ? "" : subject);
            }
            return query.getResultList().stream().map(OutsideStore::session)
                    .filter(one -> subject == null || one.subject().equals(subject)).toList();
        });
    }

    public void removeSession(UUID session) {
        jpa.run(em -> em.createQuery("delete from OutsideSessionEntity s where s.session = :id").setParameter("id", session).executeUpdate());
    }

    public void addStart(String stateHash, Start start, String network) {
        jpa.run(em -> {
            OutsideStartEntity row = new OutsideStartEntity();
            row.stateHash = stateHash;
            row.browserHash = start.browserHash();
            row.source = start.source();
            row.kept = start.kept();
            row.back = start.back();
            row.network = network;
            row.createdAt = start.createdAt();
            em.persist(row);
        });
    }

    /** How many journeys from there have not ended. */
    public long starts(String network) {
        return jpa.read(em -> em.createQuery("select count(s) from OutsideStartEntity s where s.network = :network", Long.class)
                .setParameter("network", network).getSingleResult());
    }

    public Optional<Start> start(String stateHash) {
        return jpa.read(em -> Optional.ofNullable(em.find(OutsideStartEntity.class, stateHash)).map(OutsideStore::start));
    }

    /** Takes the journey away, so that it ends once: of two who come with the same state one gets nothing. */
    public Optional<Start> takeStart(String stateHash) {
        return jpa.write(em -> {
            OutsideStartEntity row = em.find(OutsideStartEntity.class, stateHash);
            if (row == null) {
                return Optional.empty();
            }
            Start start = start(row);
            em.detach(row);
            int taken = em.createQuery("delete from OutsideStartEntity s where s.stateHash = :hash").setParameter("hash", stateHash).executeUpdate();
            return taken == 1 ? Optional.of(start) : Optional.empty();
        });
    }

    /** Removes journeys that nobody ended, and what is remembered of sessions that are gone. */
    public void purge(Instant startedBefore, Instant openedBefore) {
        jpa.run(em -> {
            em.createQuery("delete from OutsideStartEntity s where s.createdAt < :before").setParameter("before", startedBefore).executeUpdate();
            em.createQuery("delete from OutsideSessionEntity s where s.createdAt < :before").setParameter("before", openedBefore).executeUpdate();
        });
    }

    private static Link link(OutsideLinkEntity row) {
        return new Link(row.id, row.source, row.subject, row.account, row.name, row.sealed, row.createdAt, row.usedAt);
    }

    private static Start start(OutsideStartEntity row) {
        return new Start(row.browserHash, row.source, row.kept, row.back, row.createdAt);
    }

    private static Session session(OutsideSessionEntity row) {
        return new Session(row.session, row.account, row.source, row.subject);
    }
}
