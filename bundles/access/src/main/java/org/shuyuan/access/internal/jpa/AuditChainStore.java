package org.shuyuan.access.internal.jpa;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.persistence.EntityManager;
import javax.persistence.LockModeType;
import javax.persistence.PersistenceException;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.access.internal.trail.AuditRow;
import org.shuyuan.api.tx.Jpa;

/** The chain over {@code access_audit}: its head, its links, the anchors and what checks found. Thread-safe. */
@Component(service = AuditChainStore.class)
public class AuditChainStore {

    private static final String HEAD = "head";

    /** The last link: its number and hash. */
    public record Head(long number, String hash) {}

    /** A hash noted at a time: {@code cut} is where older entries were deleted, a date the head of that day. */
    public record Anchor(String id, Instant at, long number, String hash) {}

    /** A check of the chain: {@code result} is running, ok, broken or failed; {@code report} JSON. */
    public record Check(UUID id, Instant started, @Nullable Instant ended, String who, String result, long checked, long expected,
            @Nullable String report) {}

    /** The part of the trail that has no number yet. */
    public record Tail(long entries, @Nullable Instant oldest) {}

    private final Jpa jpa;

    @Activate
    public AuditChainStore(@Reference(target = "(shuyuan.module=access)") Jpa jpa) {
        this.jpa = jpa;
    }

    /** Inside a transaction: keeps the other nodes from chaining until it ends. */
    public Head lockHead() {
        return jpa.write(em -> head(Objects.requireNonNull(em.find(AuditHeadEntity.class, HEAD, LockModeType.PESSIMISTIC_WRITE))));
    }

    public Head head() {
        return jpa.read(em -> head(Objects.requireNonNull(em.find(AuditHeadEntity.class, HEAD))));
    }

    private static Head head(AuditHeadEntity row) {
        return new Head(row.number, row.hash);
    }

    /** Committed entries without a number, in the order they were begun. */
    public List<AuditRow> unchained(int most) {
        return jpa.read(em -> em.createQuery("select a from AuditEntity a where a.number is null order by a.at, a.id", AuditEntity.class)
                .setMaxResults(most).getResultList().stream().map(AuditStore::row).toList());
    }

    /** @param most how far is counted */
    public Tail tail(int most) {
        return jpa.read(em -> {
            List<Instant> times = em.createQuery("select a.at from AuditEntity a where a.number is null order by a.at", Instant.class)
                    .setMaxResults(most).getResultList();
            return new Tail(times.size(), times.isEmpty() ? null : times.get(0));
        });
    }

    /**
     * Gives these entries their numbers and hashes; the last one becomes the head.
     *
     * @param fresh those among them that get their seals only now, since they are of before there was a chain
     */
    public void link(List<AuditRow> rows, Set<UUID> fresh) {
        AuditRow last = rows.get(rows.size() - 1);
        jpa.run(em -> {
            Connection connection = em.unwrap(Connection.class);
            try (PreparedStatement link = connection.prepareStatement("update access_audit set number = ?, hash = ? where id = ?");
                    PreparedStatement seal = connection.prepareStatement("update access_audit set actor_salt = ?, actor_digest = ?, content_salt = ?,"
                            + " content_digest = ? where id = ?");
                    PreparedStatement head = connection.prepareStatement("update access_audit_head set number = ?, hash = ? where id = ?")) {
                for (AuditRow row : rows) {
                    UUID id = row.entry().id();
                    add(link, row.number(), row.hash(), id);
                    if (fresh.contains(id)) {
                        add(seal, row.actor().salt(), row.actor().digest(), row.content().salt(), row.content().digest(), id);
                    }
                }
                link.executeBatch();
                seal.executeBatch();
                add(head, last.number(), last.hash(), HEAD);
                head.executeBatch();
            } catch (SQLException e) {
                throw new PersistenceException(e);
            }
        });
    }

    private static void add(PreparedStatement statement, @Nullable Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        statement.addBatch();
    }

    /** In the chain's order, from the first number after this one up to the last, both known. */
    public List<AuditRow> chained(long after, long last, int most) {
        return jpa.read(em -> em.createQuery("select a from AuditEntity a where a.number > :after and a.number <= :last order by a.number",
                AuditEntity.class).setParameter("after", after).setParameter("last", last).setMaxResults(most).getResultList().stream()
                .map(AuditStore::row).toList());
    }

    /** The hashes of these numbers, as far as they are there. */
    public Map<Long, String> hashes(Collection<Long> numbers) {
        Map<Long, String> found = new HashMap<>();
        if (!numbers.isEmpty()) {
            jpa.run(em -> em.createQuery("select a.number, a.hash from AuditEntity a where a.number in :numbers", Object[].class)
                    .setParameter("numbers", numbers).getResultList().forEach(one -> found.put((Long) one[0], (String) one[1])));
        }
        return found;
    }

    /** Takes the contents out of the entries about a subject, but for those that say who took some out. @return their numbers */
    public List<Long> redactContent(String kind, String id, UUID redaction) {
        return jpa.write(em -> em.createQuery("select a from AuditEntity a where a.subjectKind = :kind and a.subjectId = :id and a.number is not null"
                + " and a.contentRedaction is null and a.action <> 'access.redact'", AuditEntity.class).setParameter("kind", kind).setParameter("id", id).getResultList().stream()
                .map(row -> {
                    row.subjectLabel = "";
                    row.before = null;
                    row.after = null;
                    row.contentSalt = null;
                    row.contentRedaction = redaction;
                    return row.number;
                }).sorted().toList());
    }

    /** Takes name and address out of the entries of an account. @return their numbers */
    public List<Long> redactActor(UUID account, UUID redaction) {
        return jpa.write(em -> em.createQuery("select a from AuditEntity a where a.account = :account and a.number is not null"
                + " and a.actorRedaction is null", AuditEntity.class).setParameter("account", account).getResultList().stream().map(row -> {
                    row.who = "";
                    row.address = "";
                    row.actorSalt = null;
                    row.actorRedaction = redaction;
                    return row.number;
                }).sorted().toList());
    }

    /** The accounts of a person. */
    public List<UUID> accountsOf(UUID person) {
        return jpa.read(em -> em.createQuery("select a.id from AccountEntity a where a.person = :person", UUID.class).setParameter("person", person)
                .getResultList());
    }

    /** The last number of the chain's beginning that is wholly older than this. */
    public long lastBefore(Instant cutoff) {
        return jpa.read(em -> {
            Long kept = em.createQuery("select min(a.number) from AuditEntity a where a.at >= :cutoff", Long.class).setParameter("cutoff", cutoff)
                    .getSingleResult();
            return kept == null ? head(Objects.requireNonNull(em.find(AuditHeadEntity.class, HEAD))).number() : kept - 1;
        });
    }

    /** Deletes everything up to this number and notes where the chain now begins; joins the caller's transaction. */
    public int cut(long number, Instant now) {
        return jpa.write(em -> {
            List<String> hash = em.createQuery("select a.hash from AuditEntity a where a.number = :number", String.class)
                    .setParameter("number", number).getResultList();
            if (hash.isEmpty()) {
                return 0;
            }
            em.createQuery("delete from AuditAnchorEntity a where a.id = 'cut'").executeUpdate();
            persist(em, new Anchor("cut", now, number, hash.get(0)));
            return em.createQuery("delete from AuditEntity a where a.number <= :number").setParameter("number", number).executeUpdate();
        });
    }

    /** Fails on a key that is there: one node notes each. */
    public void note(Anchor anchor) {
        jpa.run(em -> persist(em, anchor));
    }

    private static void persist(EntityManager em, Anchor anchor) {
        AuditAnchorEntity row = new AuditAnchorEntity();
        row.id = anchor.id();
        row.at = anchor.at();
        row.number = anchor.number();
        row.hash = anchor.hash();
        em.persist(row);
    }

    /** The newest first. */
    public List<Anchor> anchors(int most) {
        return jpa.read(em -> em.createQuery("select a from AuditAnchorEntity a order by a.at desc, a.id desc", AuditAnchorEntity.class)
                .setMaxResults(most).getResultList().stream().map(row -> new Anchor(row.id, row.at, row.number, row.hash)).toList());
    }

    public Optional<Anchor> anchor(String id) {
        return jpa.read(em -> Optional.ofNullable(em.find(AuditAnchorEntity.class, id)).map(row -> new Anchor(row.id, row.at, row.number, row.hash)));
    }

    /** New, or changed by its id. */
    public void save(Check check) {
        jpa.run(em -> {
            AuditCheckEntity row = em.find(AuditCheckEntity.class, check.id());
            boolean fresh = row == null;
            if (row == null) {
                row = new AuditCheckEntity();
                row.id = check.id();
            }
            row.started = check.started();
            row.ended = check.ended();
            row.who = check.who();
            row.result = check.result();
            row.checked = check.checked();
            row.expected = check.expected();
            row.report = check.report();
            if (fresh) {
                em.persist(row);
            }
        });
    }

    /** The newest first. */
    public List<Check> checks(int most) {
        return jpa.read(em -> em.createQuery("select c from AuditCheckEntity c order by c.started desc", AuditCheckEntity.class).setMaxResults(most)
                .getResultList().stream().map(row -> new Check(row.id, row.started, row.ended, row.who, row.result, row.checked, row.expected, row.report))
                .toList());
    }

    public void forgetChecks(Instant before) {
        jpa.run(em -> em.createQuery("delete from AuditCheckEntity c where c.started < :before").setParameter("before", before).executeUpdate());
    }
}
