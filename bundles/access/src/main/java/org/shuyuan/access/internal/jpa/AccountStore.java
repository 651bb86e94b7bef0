package org.shuyuan.access.internal.jpa;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.persistence.TypedQuery;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.access.internal.Account;
import org.shuyuan.access.internal.Names;
import org.shuyuan.access.internal.Page;
import org.shuyuan.api.id.Ids;
import org.shuyuan.api.text.Language;
import org.shuyuan.api.tx.Jpa;

/** Rows of {@code access_account}. Asks no permission. Thread-safe. */
@Component(service = AccountStore.class)
public class AccountStore {

    /**
     * With the stored hash of the password, for those who check it.
     *
     * @param since when it was given, null: before that was written down
     * @param initialUntil the last moment at which one that somebody else gave opens anything
     */
    public record WithPassword(Account account, String password, @Nullable Instant since, @Nullable Instant initialUntil) {}

    /**
     * What is looked for.
     *
     * @param units home units, null: all
     * @param people or one of these people
     * @param order in terms of {@link #SORTS}
     */
    public record Filter(String q, @Nullable Boolean enabled, @Nullable Collection<UUID> units, Collection<UUID> people,
            String order, int page, int size) {}

    /** What may be sorted by. */
    public static final Map<String, String> SORTS = Map.of("name", "a.nameKey", "displayName", "a.displayName", "signedInAt",
            "a.signedInAt", "createdAt", "a.createdAt");

    private final Jpa jpa;

    @Activate
    public AccountStore(@Reference(target = "(shuyuan.module=access)") Jpa jpa) {
        this.jpa = jpa;
    }

    public void add(Account account, String password) {
        add(account, password, null);
    }

    /** @param initialUntil the last moment at which the given password opens anything */
    public void add(Account account, String password, @Nullable Instant initialUntil) {
        jpa.run(em -> {
            AccountEntity row = new AccountEntity();
            row.id = account.id();
            row.createdAt = account.createdAt();
            row.version = account.version();
            row.person = account.person();
            row.unit = account.unit();
            row.password = password;
            row.passwordAt = account.createdAt();
            row.initialUntil = initialUntil;
            fill(row, account);
            em.persist(row);
        });
    }

    /** Stores what an administrator may change: names, enabled; the version grows by one. */
    public Account change(Account account) {
        return jpa.write(em -> {
            AccountEntity row = em.find(AccountEntity.class, account.id());
            fill(row, account);
            row.version++;
            return account(row);
        });
    }

    private static void fill(AccountEntity row, Account account) {
        row.name = account.name();
        row.nameKey = Names.key(account.name());
        row.displayName = account.displayName();
        row.enabled = account.enabled();
        row.mustChange = account.mustChange();
        row.language = account.language();
    }

    public Optional<Account> find(UUID id) {
        return withPassword(id).map(WithPassword::account);
    }

    public Optional<WithPassword> withPassword(UUID id) {
        return jpa.read(em -> Optional.ofNullable(em.find(AccountEntity.class, id))
                .map(AccountStore::withPassword));
    }

    private static WithPassword withPassword(AccountEntity row) {
        return new WithPassword(account(row), row.password, row.passwordAt, row.initialUntil);
    }

    /** Many at once, in no order. */
    public List<Account> get(Collection<UUID> ids) {
        return ids.isEmpty() ? List.of() : jpa.read(em -> em.createQuery("select a from AccountEntity a where a.id in :ids", AccountEntity.class)
                .setParameter("ids", ids).getResultList().stream().map(AccountStore::account).toList());
    }

    /** @param key {@link Names#key} */
    public Optional<WithPassword> byKey(String key) {
        return jpa.read(em -> em.createQuery("select a from AccountEntity a where a.nameKey = :name", AccountEntity.class)
                .setParameter("name", key).getResultStream().findFirst().map(AccountStore::withPassword));
    }

    /** Which of the keys are taken. */
    public List<String> taken(Collection<String> keys) {
        return keys.isEmpty() ? List.of() : jpa.read(em -> em
                .createQuery("select a.nameKey from AccountEntity a where a.nameKey in :names", String.class)
                .setParameter("names", keys).getResultList());
    }

    /** Accounts by person. */
    public Map<UUID, UUID> byPeople(Collection<UUID> people, boolean enabledOnly) {
        Map<UUID, UUID> found = new LinkedHashMap<>();
        if (!people.isEmpty()) {
            jpa.run(em -> em.createQuery("select a from AccountEntity a where a.person in :people", AccountEntity.class)
                    .setParameter("people", people).getResultList().forEach(row -> {
                        if (row.enabled || !enabledOnly) {
                            found.put(row.person, row.id);
                        }
                    }));
        }
        return found;
    }

    /** The persons of accounts, each once. */
    public List<UUID> people(Collection<UUID> accounts) {
        return accounts.isEmpty() ? List.of() : jpa.read(em -> em.createQuery("select distinct a.person from AccountEntity a where a.id in :accounts and a.person is not null", UUID.class)
                .setParameter("accounts", accounts).getResultList());
    }

    /** Of those with an enabled account, by person. */
    public Map<UUID, Language> languages(Collection<UUID> people) {
        Map<UUID, Language> found = new LinkedHashMap<>();
        if (!people.isEmpty()) {
            jpa.run(em -> em.createQuery("select a from AccountEntity a where a.enabled = true and a.person in :people", AccountEntity.class).setParameter("people", people).getResultList()
                    .forEach(row -> found.put(row.person, Language.of(row.language))));
        }
        return found;
    }

    public Page<Account> list(Filter filter) {
        return jpa.read(em -> {
            Map<String, Object> values = new HashMap<>();
            String where = where(filter, values);
            long total = with(em.createQuery("select count(a) from AccountEntity a" + where, Long.class), values).getSingleResult();
            List<Account> items = with(em.createQuery("select a from AccountEntity a" + where + " order by " + filter.order(),
                    AccountEntity.class), values).setFirstResult((filter.page() - 1) * filter.size())
                            .setMaxResults(filter.size()).getResultList().stream().map(AccountStore::account).toList();
            return new Page<>(items, total, filter.page(), filter.size());
        });
    }

    private static String where(Filter filter, Map<String, Object> values) {
        List<String> parts = new ArrayList<>();
        if (!filter.q().isBlank()) {
            parts.add("(locate(:q, lower(a.name)) > 0 or locate(:q, lower(a.displayName)) > 0)");
            values.put("q", lower(filter.q()));
        }
        if (filter.enabled() != null) {
            parts.add("a.enabled = :enabled");
            values.put("enabled", filter.enabled());
        }
        Collection<UUID> units = filter.units();
        if (units != null) {
            // A collection must not be empty in SQL; the nil id is nobody's.
            values.put("units", units.isEmpty() ? List.of(new UUID(0, 0)) : units);
            values.put("people", filter.people().isEmpty() ? List.of(new UUID(0, 0)) : filter.people());
            parts.add("((a.person is null and a.unit in :units) or a.person in :people)");
        }
        return parts.isEmpty() ? "" : " where " + String.join(" and ", parts);
    }

    /** What is looked for with {@code locate}, which knows no wildcards. */
    static String lower(String q) {
        return q.strip().toLowerCase(Locale.ROOT);
    }

    static <T> TypedQuery<T> with(TypedQuery<T> query, Map<String, Object> values) {
        values.forEach(query::setParameter);
        // A query with functions of text is not bound on H2 unless told: ids would stand in the SQL without quotes.
        return query.setHint("eclipselink.jdbc.bind-parameters", "true");
    }

    /** @param initialUntil the last moment at which one that somebody else gave opens anything, null for one's own */
    public void password(UUID id, String hash, boolean mustChange, Instant at, @Nullable Instant initialUntil) {
        jpa.run(em -> {
            AccountEntity row = em.find(AccountEntity.class, id);
            row.password = hash;
            row.mustChange = mustChange;
            row.passwordAt = at;
            row.initialUntil = initialUntil;
            // whoever asked for a link before has a password again, or an administrator has taken it away
            em.createQuery("delete from ResetEntity r where r.account = :account").setParameter("account", id).executeUpdate();
        });
    }

    /** The password has served its time. */
    public void mustChange(UUID id) {
        update("update AccountEntity a set a.mustChange = :yes where a.id = :id", Map.of("yes", true, "id", id));
    }

    /** Hashes of the passwords before, the newest first. */
    public List<String> passwordsBefore(UUID account, int most) {
        return most == 0 ? List.of() : jpa.read(em -> em.createQuery("select p.password from PasswordHistoryEntity p where p.account = :account order by p.replacedAt desc",
                String.class).setParameter("account", account).setMaxResults(most).getResultList());
    }

    /** Remembers a password that was replaced, and forgets what is beyond the number to be kept. */
    public void keepPassword(UUID account, String hash, Instant at, int most) {
        jpa.run(em -> {
            List<PasswordHistoryEntity> rows = em.createQuery("select p from PasswordHistoryEntity p where p.account = :account order by p.replacedAt desc",
                    PasswordHistoryEntity.class).setParameter("account", account).getResultList();
            rows.stream().skip(Math.max(0, most - 1)).forEach(em::remove);
            if (most > 0) {
                PasswordHistoryEntity row = new PasswordHistoryEntity();
                row.id = Ids.next();
                row.account = account;
                row.password = hash;
                row.replacedAt = at;
                em.persist(row);
            }
        });
    }

    /** The same password hashed anew; only if it has not been changed meanwhile. */
    public void rehash(UUID id, String before, String after) {
        update("update AccountEntity a set a.password = :after where a.id = :id and a.password = :before",
                Map.of("after", after, "id", id, "before", before));
    }

    public void signedIn(UUID id, Instant at) {
        update("update AccountEntity a set a.signedInAt = :at where a.id = :id", Map.of("at", at, "id", id));
    }

    public void language(UUID id, String tag) {
        update("update AccountEntity a set a.language = :tag where a.id = :id", Map.of("tag", tag, "id", id));
    }

    private void update(String jpql, Map<String, Object> values) {
        jpa.run(em -> {
            var query = em.createQuery(jpql);
            values.forEach(query::setParameter);
            query.executeUpdate();
        });
    }


    static Account account(AccountEntity row) {
        return new Account(row.id, row.name, row.displayName, row.person, row.unit, row.enabled, row.mustChange, row.language,
                row.createdAt, row.signedInAt, row.version);
    }
}
