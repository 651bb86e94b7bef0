package org.shuyuan.access.internal.jpa;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.persistence.EntityManager;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.access.internal.Names;
import org.shuyuan.api.tx.Jpa;

/** What the tables of this room hold of a person who left, over all of them. Asks no permission. Thread-safe. */
@Component(service = LeaverStore.class)
public class LeaverStore {

    /** What goes with an account, each with the condition that finds it; in the order in which it is deleted. */
    public enum Row {
        SESSIONS("SessionEntity e where e.account in :accounts"),
        OUTSIDE_SESSIONS("OutsideSessionEntity e where e.account in :accounts"),
        TOKENS("TokenEntity e where e.account in :accounts"),
        DEVICES("DeviceEntity e where e.account in :accounts"),
        SIGN_INS("SignInEntity e where e.account in :accounts"),
        RECOVERY("RecoveryCodeEntity e where e.account in :accounts"),
        FACTORS("FactorEntity e where e.account in :accounts"),
        PASSWORDS("PasswordHistoryEntity e where e.account in :accounts"),
        LINKS("OutsideLinkEntity e where e.account in :accounts"),
        OUTSIDE_GRANTS("OutsideGrantEntity e where e.account in :accounts"),
        /** With what was delegated of them. */
        GRANTS("GrantEntity e where e.account in :accounts or e.delegatedBy in :accounts");

        private final String from;

        Row(String from) {
            this.from = from;
        }
    }

    private final Jpa jpa;

    @Activate
    public LeaverStore(@Reference(target = "(shuyuan.module=access)") Jpa jpa) {
        this.jpa = jpa;
    }

    public List<UUID> accounts(UUID person) {
        return jpa.read(em -> em.createQuery("select a.id from AccountEntity a where a.person = :person", UUID.class).setParameter("person", person).getResultList());
    }

    /** The names under which an account signed what it did, as far as the trail goes back; without those that another account has now. */
    public Set<String> names(UUID account) {
        return jpa.read(em -> {
            Set<String> names = new HashSet<>(em.createQuery("select distinct e.who from AuditEntity e where e.account = :account and e.actorRedaction is null", String.class)
                    .setParameter("account", account).getResultList());
            names.addAll(em.createQuery("select a.name from AccountEntity a where a.id = :account", String.class).setParameter("account", account).getResultList());
            // who stood in for another signed with both names: that is no name of the account
            names.removeIf(name -> name.isEmpty() || name.contains(" (代 "));
            Set<String> keys = names.stream().map(Names::key).collect(Collectors.toSet());
            Set<String> others = keys.isEmpty() ? Set.of() : Set.copyOf(em.createQuery("select a.nameKey from AccountEntity a where a.nameKey in :keys and a.id <> :account", String.class)
                    .setParameter("keys", keys).setParameter("account", account).getResultList());
            names.removeIf(name -> others.contains(Names.key(name)));
            return names;
        });
    }

    public long count(Row row, Collection<UUID> accounts) {
        return accounts.isEmpty() ? 0 : jpa.read(em -> em.createQuery("select count(e) from " + row.from, Long.class).setParameter("accounts", accounts).getSingleResult());
    }

    public void delete(Row row, Collection<UUID> accounts) {
        if (!accounts.isEmpty()) {
            jpa.run(em -> em.createQuery("delete from " + row.from).setParameter("accounts", accounts).executeUpdate());
        }
    }

    /** How many entries of the trail tell of the person or of what the accounts did. */
    public long trail(UUID person, Collection<UUID> accounts) {
        return jpa.read(em -> {
            String about = "(e.contentRedaction is null and e.action <> 'access.redact' and (e.subjectKind = :person and e.subjectId = :id or e.subjectKind = :account and e.subjectId in :ids))";
            return AccountStore.with(em.createQuery("select count(e) from AuditEntity e where " + about + " or (e.actorRedaction is null and e.account in :accounts)", Long.class),
                    Map.of("person", "directory.person", "id", person.toString(), "account", "access.account",
                            "ids", accounts.isEmpty() ? List.of("") : accounts.stream().map(UUID::toString).toList(),
                            "accounts", accounts.isEmpty() ? List.of(new UUID(0, 0)) : accounts)).getSingleResult();
        });
    }

    /** How often the names stand beside what they gave or checked. */
    public long signed(Collection<String> names) {
        return names.isEmpty() ? 0 : jpa.read(em -> count(em, "select count(e) from GrantEntity e where e.grantedBy in :names", names)
                + count(em, "select count(e) from AuditCheckEntity e where e.who in :names", names));
    }

    private static long count(EntityManager em, String query, Collection<String> names) {
        return em.createQuery(query, Long.class).setParameter("names", names).getSingleResult();
    }

    public void sign(Collection<String> names, String label) {
        if (!names.isEmpty()) {
            jpa.run(em -> {
                em.createQuery("update GrantEntity e set e.grantedBy = :label where e.grantedBy in :names").setParameter("label", label).setParameter("names", names).executeUpdate();
                em.createQuery("update AuditCheckEntity e set e.who = :label where e.who in :names").setParameter("label", label).setParameter("names", names).executeUpdate();
            });
        }
    }

    /** Closes an account for good under another name; whose it was stays, by id. */
    public void close(UUID account, String name, String displayName, String password) {
        jpa.run(em -> {
            AccountEntity row = em.find(AccountEntity.class, account);
            row.name = name;
            row.nameKey = Names.key(name);
            row.displayName = displayName;
            row.enabled = false;
            row.mustChange = true;
            row.password = password;
            row.passwordAt = null;
            row.initialUntil = null;
            row.language = null;
            row.signedInAt = null;
            row.version++;
        });
    }
}
