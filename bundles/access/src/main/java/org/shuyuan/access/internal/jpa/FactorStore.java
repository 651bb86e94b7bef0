package org.shuyuan.access.internal.jpa;

import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.tx.Jpa;

/** Rows of {@code access_factor}, {@code access_recovery_code} and {@code access_policy}. Thread-safe. */
@Component(service = FactorStore.class)
public class FactorStore {

    /** As many as one statement names. */
    private static final int FEW = 500;

    /** A second factor; it counts once it is confirmed. {@code secret} is encrypted. */
    public record Factor(UUID account, String secret, Instant createdAt, @Nullable Instant confirmedAt, long lastStep) {}

    private final Jpa jpa;

    @Activate
    public FactorStore(@Reference(target = "(shuyuan.module=access)") Jpa jpa) {
        this.jpa = jpa;
    }

    public Optional<Factor> find(UUID account) {
        return jpa.read(em -> Optional.ofNullable(em.find(FactorEntity.class, account))
                .map(row -> new Factor(row.account, row.secret, row.createdAt, row.confirmedAt, row.lastStep)));
    }

    /** The accounts that have one. */
    public Set<UUID> confirmed() {
        return jpa.read(em -> new HashSet<>(em.createQuery("select f.account from FactorEntity f where f.confirmedAt is not null", UUID.class).getResultList()));
    }

    /** Those of these accounts that have one. */
    public Set<UUID> confirmed(Collection<UUID> accounts) {
        if (accounts.size() > FEW) {
            Set<UUID> all = confirmed();
            all.retainAll(new HashSet<>(accounts));
            return all;
        }
        return accounts.isEmpty() ? Set.of() : jpa.read(em -> new HashSet<>(em.createQuery("select f.account from FactorEntity f where f.confirmedAt is not null and f.account in :some", UUID.class)
                .setParameter("some", accounts).getResultList()));
    }

    /** A new one in the place of the old. */
    public void put(Factor factor) {
        jpa.run(em -> {
            FactorEntity row = em.find(FactorEntity.class, factor.account());
            boolean fresh = row == null;
            if (row == null) {
                row = new FactorEntity();
                row.account = factor.account();
            }
            row.secret = factor.secret();
            row.createdAt = factor.createdAt();
            row.confirmedAt = factor.confirmedAt();
            row.lastStep = factor.lastStep();
            if (fresh) {
                em.persist(row);
            }
        });
    }

    /** Marks the code of a step as used. @return false when it, or a later one, has been used already, also by one who was faster */
    public boolean use(UUID account, long step) {
        return jpa.<Integer>write(em -> em.createQuery("update FactorEntity f set f.lastStep = :step where f.account = :account and f.lastStep < :step")
                .setParameter("step", step).setParameter("account", account).executeUpdate()) == 1;
    }

    public void confirm(UUID account, Instant at) {
        jpa.run(em -> em.createQuery("update FactorEntity f set f.confirmedAt = :at where f.account = :account").setParameter("at", at)
                .setParameter("account", account).executeUpdate());
    }

    public void remove(UUID account) {
        jpa.run(em -> {
            em.createQuery("delete from RecoveryCodeEntity c where c.account = :account").setParameter("account", account).executeUpdate();
            em.createQuery("delete from FactorEntity f where f.account = :account").setParameter("account", account).executeUpdate();
        });
    }

    /** New recovery codes in the place of the old. */
    public void recovery(UUID account, Collection<String> hashes) {
        jpa.run(em -> {
            em.createQuery("delete from RecoveryCodeEntity c where c.account = :account").setParameter("account", account).executeUpdate();
            for (String hash : hashes) {
                RecoveryCodeEntity row = new RecoveryCodeEntity();
                row.codeHash = hash;
                row.account = account;
                em.persist(row);
            }
        });
    }

    /** Uses up a recovery code. @return false when there is none or it has been used */
    public boolean recover(UUID account, String hash, Instant at) {
        return jpa.<Integer>write(em -> em.createQuery("update RecoveryCodeEntity c set c.usedAt = :at where c.codeHash = :hash and c.account = :account and c.usedAt is null")
                .setParameter("at", at).setParameter("hash", hash).setParameter("account", account).executeUpdate()) == 1;
    }

    /** How many recovery codes are left. */
    public long left(UUID account) {
        return jpa.read(em -> em.createQuery("select count(c) from RecoveryCodeEntity c where c.account = :account and c.usedAt is null", Long.class)
                .setParameter("account", account).getSingleResult());
    }

    /** The units that ask for a second factor. */
    public Set<UUID> asking() {
        return jpa.read(em -> {
            List<PolicyEntity> rows = em.createQuery("select p from PolicyEntity p", PolicyEntity.class).getResultList();
            Set<UUID> found = new HashSet<>();
            rows.stream().filter(row -> row.secondFactor).forEach(row -> found.add(row.unit));
            return found;
        });
    }

    public void ask(UUID unit, boolean secondFactor) {
        jpa.run(em -> {
            PolicyEntity row = em.find(PolicyEntity.class, unit);
            if (row == null) {
                row = new PolicyEntity();
                row.unit = unit;
                row.secondFactor = secondFactor;
                em.persist(row);
            }
            row.secondFactor = secondFactor;
        });
    }
}
