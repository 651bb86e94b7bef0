package org.shuyuan.access.internal;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.access.internal.AccountService.Made;
import org.shuyuan.access.internal.jpa.AccountStore;
import org.shuyuan.access.internal.password.Passwords;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.People;
import org.shuyuan.api.directory.Person;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.tx.Transactions;

/** Accounts for many people of a unit at once: shown first, then made, with initial passwords for slips. Thread-safe. */
@Component(service = BulkAccounts.class)
public class BulkAccounts {

    private static final int MOST_AT_ONCE = 500;

    /** How accounts are named. */
    public enum Naming {
        /** By the staff number; who has none gets no account. */
        NUMBER,
        /** By the pinyin of the name, {@code wangxiaoming}, with a number behind it where that is taken. */
        PINYIN
    }

    /** A person who gets no account, and why: {@code has-one}, {@code no-number}, {@code no-pinyin}, {@code name-taken}, {@code elsewhere}. */
    public record Skipped(@Nullable UUID person, String name, String reason) {}

    /** What an account would be called. */
    public record Planned(Person person, String account) {}

    public record Plan(List<Planned> accounts, List<Skipped> skipped) {}

    public record MadeMany(List<Made> made, List<Skipped> skipped) {}

    private final AccountStore store;
    private final AccountService accounts;
    private final Rights rights;
    private final Revisions revisions;
    private final Passwords passwords;
    private final Around around;
    private final Transactions transactions;
    private final Clock clock = Clock.systemUTC();

    @Activate
    public BulkAccounts(@Reference AccountStore store, @Reference AccountService accounts, @Reference Rights rights, @Reference Revisions revisions,
            @Reference Passwords passwords, @Reference Around around, @Reference Transactions transactions) {
        this.store = store;
        this.accounts = accounts;
        this.rights = rights;
        this.revisions = revisions;
        this.passwords = passwords;
        this.around = around;
        this.transactions = transactions;
    }

    /**
     * Who would get which account; nothing is made.
     *
     * @param people at most 500; null for all of the unit and below who have none yet (then the first 500)
     * @throws Problem 403; 422 {@code access.too-many-at-once}
     */
    public Plan plan(Caller caller, UUID unit, @Nullable Collection<UUID> people, Naming naming) {
        Set<UUID> within = rights.within(caller, Permissions.ACCOUNTS, unit);
        if (people != null && people.size() > MOST_AT_ONCE) {
            throw Problem.invalid("people", "access.too-many-at-once");
        }
        People directory = around.needPeople();
        Collection<Person> wanted = people != null ? directory.get(people).values()
                : directory.membersOf(within, LocalDate.now(clock.withZone(ZoneOffset.ofHours(8))));
        Map<UUID, UUID> having = store.byPeople(wanted.stream().map(Person::id).toList(), false);
        List<Skipped> skipped = new ArrayList<>();
        Map<Person, String> names = new LinkedHashMap<>();
        for (Person person : wanted.stream().sorted(Comparator.comparing(Person::name)).toList()) {
            if (names.size() == MOST_AT_ONCE) {
                break;
            }
            String name = having.containsKey(person.id()) ? null : naming == Naming.NUMBER ? number(person) : pinyin(person);
            String reason = having.containsKey(person.id()) ? "has-one" : !within.contains(person.unit()) ? "elsewhere"
                    : name == null ? naming == Naming.NUMBER ? "no-number" : "no-pinyin" : null;
            if (reason == null && name != null) {
                names.put(person, name);
            } else if (reason != null && (people != null || !reason.equals("has-one"))) {
                skipped.add(new Skipped(person.id(), person.name(), reason));
            }
        }
        return free(names, naming, skipped);
    }

    /** Two who would be called the same get numbers behind the pinyin; a staff number is nobody else's name. */
    private Plan free(Map<Person, String> names, Naming naming, List<Skipped> skipped) {
        Set<String> taken = naming == Naming.NUMBER ? new HashSet<>(store.taken(names.values().stream().map(Names::key).toList())) : new HashSet<>();
        List<Planned> planned = new ArrayList<>();
        for (Map.Entry<Person, String> one : names.entrySet()) {
            String name = one.getValue();
            for (int i = 2; naming == Naming.PINYIN && (taken.contains(name) || !store.taken(List.of(name)).isEmpty()); i++) {
                name = one.getValue() + i;
            }
            if (taken.add(Names.key(name))) {
                planned.add(new Planned(one.getKey(), name));
            } else {
                skipped.add(new Skipped(one.getKey().id(), one.getKey().name(), "name-taken"));
            }
        }
        return new Plan(planned, skipped);
    }

    private static @Nullable String number(Person person) {
        String number = person.number();
        return number == null || Names.key(number).length() < 2 ? null : Names.account(number, "people");
    }

    private @Nullable String pinyin(Person person) {
        org.shuyuan.api.text.Names spelling = around.names();
        List<String> spelt = spelling == null ? List.of() : spelling.spellings(person.name());
        String name = spelt.isEmpty() ? "" : Names.key(spelt.get(0)).replaceAll("[^a-z0-9]", "");
        return name.length() < 2 || name.length() > 50 ? null : name;
    }

    /** Makes the accounts as {@link #plan} shows them. Initial passwords are in this answer and nowhere else. */
    public MadeMany create(Caller caller, UUID unit, @Nullable Collection<UUID> people, Naming naming, @Nullable String role) {
        Plan plan = plan(caller, unit, people, naming);
        List<Skipped> skipped = new ArrayList<>(plan.skipped());
        List<Made> ready = new ArrayList<>();
        Map<UUID, String> hashes = new LinkedHashMap<>();
        for (Planned one : plan.accounts()) {
            Account account = accounts.fresh(one.account(), Names.display(one.person().name(), "people"), one.person().id(), unit);
            String initial = passwords.generate();
            hashes.put(account.id(), passwords.hashGenerated(initial));
            ready.add(new Made(account, initial, accounts.initialUntil()));
        }
        List<Made> made = new ArrayList<>();
        transactions.run(() -> {
            // Also the lock under which names stay unique.
            revisions.changed(Revisions.Kind.RIGHTS);
            Set<String> taken = new HashSet<>(store.taken(ready.stream().map(one -> Names.key(one.account().name())).toList()));
            Map<UUID, UUID> having = store.byPeople(ready.stream().map(one -> one.account().person()).toList(), false);
            for (Made one : ready) {
                boolean has = having.containsKey(one.account().person());
                if (has || !taken.add(Names.key(one.account().name()))) {
                    skipped.add(new Skipped(one.account().person(), one.account().displayName(), has ? "has-one" : "name-taken"));
                    continue;
                }
                accounts.add(caller, one.account(), hashes.getOrDefault(one.account().id(), ""), role);
                made.add(one);
            }
        });
        return new MadeMany(made, skipped);
    }
}
