package org.shuyuan.access.internal;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.access.internal.jpa.AccountStore;
import org.shuyuan.access.internal.jpa.SessionStore;
import org.shuyuan.access.internal.password.Passwords;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.People;
import org.shuyuan.api.directory.Person;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.directory.Units;
import org.shuyuan.api.id.Ids;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.tx.Transactions;
import org.shuyuan.rest.Versions;

/**
 * The accounts of a unit's people. An account is administered where its person belongs today, or, if it is nobody's, where
 * it was made. Initial passwords are made here, shown once, and open nothing but their own change. Thread-safe.
 */
@Component(service = AccountService.class)
public class AccountService {

    /** An account with its initial password, and until when that opens something. */
    public record Made(Account account, String initial, Instant until) {}

    private final AccountStore store;
    private final SessionStore secrets;
    private final Sessions sessions;
    private final Roles roles;
    private final Rights rights;
    private final Revisions revisions;
    private final Passwords passwords;
    private final Mailboxes mailboxes;
    private final Around around;
    private final Audit audit;
    private final Transactions transactions;
    private final Settings settings;
    private final Clock clock;

    @Activate
    public AccountService(@Reference AccountStore store, @Reference SessionStore secrets, @Reference Sessions sessions,
            @Reference Roles roles, @Reference Rights rights, @Reference Revisions revisions, @Reference Passwords passwords,
            @Reference Mailboxes mailboxes, @Reference Around around, @Reference Settings settings, @Reference Audit audit, @Reference Transactions transactions) {
        this(store, secrets, sessions, roles, rights, revisions, passwords, mailboxes, around, settings, audit, transactions, Clock.systemUTC());
    }

    AccountService(AccountStore store, SessionStore secrets, Sessions sessions, Roles roles, Rights rights, Revisions revisions, Passwords passwords,
            Mailboxes mailboxes, Around around, Settings settings, Audit audit, Transactions transactions, Clock clock) {
        this.store = store;
        this.secrets = secrets;
        this.sessions = sessions;
        this.roles = roles;
        this.rights = rights;
        this.revisions = revisions;
        this.passwords = passwords;
        this.mailboxes = mailboxes;
        this.around = around;
        this.audit = audit;
        this.transactions = transactions;
        this.settings = settings;
        this.clock = clock;
    }

    /** The accounts of the unit and all below it. @throws Problem 403 */
    public Page<Account> list(Caller caller, UUID unit, String q, @Nullable Boolean enabled, String order, int page, int size) {
        Set<UUID> seen = rights.within(caller, Permissions.ACCOUNTS, unit);
        Units units = around.needUnits();
        boolean whole = rights.everything(caller) && units.find(unit).map(found -> found.parent() == null).orElse(true);
        Collection<UUID> at = whole ? null : seen;
        // whoever belongs there besides is administered where they mainly belong
        Collection<UUID> people = at == null ? List.of() : around.needPeople().membersOf(at, LocalDate.now(clock.withZone(ZoneOffset.ofHours(8)))).stream()
                .filter(person -> at.contains(person.unit())).map(Person::id).toList();
        return store.list(new AccountStore.Filter(q, enabled, at, people, order, page, size));
    }

    /** @throws Problem 404 {@code access.no-such-account}, also for an account that is not the caller's to administer */
    public Account get(Caller caller, UUID id) {
        return getFor(caller, id, Permissions.ACCOUNTS);
    }

    /** The account, if it is the caller's to administer. */
    Optional<Account> visible(Caller caller, UUID id) {
        return store.find(id).filter(account -> may(caller, account, Permissions.ACCOUNTS));
    }

    private boolean may(Caller caller, Account account, String permission) {
        UUID unit = unitOf(account);
        return rights.everything(caller) || unit != null && rights.can(caller, permission, unit);
    }

    /** The same for who has another permission where the account is administered. */
    Account getFor(Caller caller, UUID id, String permission) {
        Account account = store.find(id).orElseThrow(() -> Problem.notFound("access.no-such-account"));
        if (!may(caller, account, permission)) {
            throw Problem.notFound("access.no-such-account");
        }
        return account;
    }

    public @Nullable UUID unitOf(Account account) {
        UUID person = account.person();
        People people = person == null ? null : around.people();
        UUID current = people == null ? null : people.find(person).map(Person::unit).orElse(null);
        return current != null ? current : account.unit();
    }

    /**
     * One account that is chosen by name, for a person or for nobody.
     *
     * @param role given at the unit, null for none
     * @throws Problem 403; 409 {@code access.name-taken}, {@code access.person-has-account}; 422
     */
    public Made create(Caller caller, UUID unit, @Nullable UUID person, @Nullable String name, @Nullable String displayName,
            @Nullable String role) {
        rights.require(caller, Permissions.ACCOUNTS, unit);
        Person who = person == null ? null : around.needPeople().find(person).orElseThrow(() -> Problem.invalid("person", "access.no-such-person"));
        if (who != null && !belongs(who, unit)) {
            throw Problem.invalid("person", "access.no-such-person");
        }
        String shown = Names.display(displayName == null && who != null ? who.name() : displayName, "displayName");
        Account account = fresh(Names.account(name, "name"), shown, person, unit);
        String initial = passwords.generate();
        String hash = passwords.hashGenerated(initial);
        transactions.run(() -> {
            // Also the lock under which names stay unique.
            revisions.changed(Revisions.Kind.RIGHTS);
            if (!store.taken(List.of(Names.key(account.name()))).isEmpty()) {
                throw new Problem(409, "access.name-taken").field("name", "access.name-taken");
            }
            if (person != null && !store.byPeople(List.of(person), false).isEmpty()) {
                throw Problem.conflict("access.person-has-account");
            }
            add(caller, account, hash, role);
        });
        return new Made(account, initial, initialUntil());
    }

    /** Until when an initial password given now opens something. */
    Instant initialUntil() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS).plus(settings.initial());
    }

    /** Joins the caller's transaction. */
    void add(Caller caller, Account account, String hash, @Nullable String role) {
        store.add(account, hash, initialUntil());
        mailboxes.made(account);
        audit.write(caller, account.unit(), "access.create-account", SignIn.subject(account), null, shown(account));
        if (role != null && !role.isBlank()) {
            UUID at = unitOf(account);
            roles.give(caller, account.id(), role, at, null, null);
        }
    }

    private boolean belongs(Person person, UUID unit) {
        UUID at = person.unit();
        return at != null && around.needUnits().find(at).map((Unit found) -> found.within(unit)).orElse(false);
    }

    Account fresh(String name, String displayName, @Nullable UUID person, UUID unit) {
        return new Account(Ids.next(), name, displayName, person, unit, true, true, null, clock.instant().truncatedTo(ChronoUnit.MICROS), null, 1);
    }

    /**
     * Changes name, display name and whether the account may be used. Disabling ends its sessions at once.
     *
     * @throws Problem 403 {@code access.more-than-own}; 404; 409; 412; 422
     */
    public Account change(Caller caller, UUID id, @Nullable String name, @Nullable String displayName, @Nullable Boolean enabled, int version) {
        Account before = get(caller, id);
        mine(caller, before);
        Account wanted = new Account(id, name == null ? before.name() : Names.account(name, "name"),
                displayName == null ? before.displayName() : Names.display(displayName, "displayName"), before.person(), before.unit(),
                enabled == null ? before.enabled() : enabled, before.mustChange(), before.language(), before.createdAt(),
                before.signedInAt(), before.version());
        if (!wanted.enabled() && caller.account().equals(id)) {
            throw Problem.conflict("access.not-oneself");
        }
        return transactions.call(() -> {
            revisions.changed(Revisions.Kind.RIGHTS);
            Account now = get(caller, id);
            if (now.version() != version) {
                Audit.Entry last = audit.about("access.account", id.toString(), 20).stream()
                        .filter(one -> one.action().equals("access.change-account")).findFirst().orElse(null);
                throw Versions.changedMeanwhile(shown(now), (int) now.version(), last == null ? null : last.who(), last == null ? null : last.at());
            }
            if (!Names.key(wanted.name()).equals(Names.key(now.name())) && !store.taken(List.of(Names.key(wanted.name()))).isEmpty()) {
                throw new Problem(409, "access.name-taken").field("name", "access.name-taken");
            }
            Account changed = store.change(wanted);
            if (now.enabled() && !changed.enabled()) {
                sessions.endAll(id, null);
                roles.keepAnAdministrator();
            } else {
                revisions.changed(Revisions.Kind.SESSIONS);
            }
            audit.write(caller, unitOf(changed), "access.change-account", SignIn.subject(changed), shown(now), shown(changed));
            return changed;
        });
    }

    /** A new initial password; all sessions, tokens and known browsers of the account end. @return the password, shown once */
    public String reset(Caller caller, UUID id) {
        return resetTo(caller, id).initial();
    }

    /** As the other. */
    public Made resetTo(Caller caller, UUID id) {
        Account account = get(caller, id);
        mine(caller, account);
        String initial = passwords.generate();
        String hash = passwords.hashGenerated(initial);
        Instant until = initialUntil();
        transactions.run(() -> {
            store.password(id, hash, true, clock.instant().truncatedTo(ChronoUnit.MICROS), until);
            sessions.endAll(id, null);
            secrets.removeTokens(id);
            secrets.forgetDevices(id);
            revisions.changed(Revisions.Kind.RIGHTS);
            audit.write(caller, unitOf(account), "access.reset-password", SignIn.subject(account), null, null);
        });
        return new Made(account, initial, until);
    }

    /** Ends one session of an account, or all; one that has ended already is no fault. @throws Problem 403 {@code access.more-than-own}; 404 */
    public void endSessions(Caller caller, UUID id, @Nullable UUID session) {
        Account account = get(caller, id);
        mine(caller, account);
        transactions.run(() -> {
            int ended = session == null ? sessions.endAll(id, null) : secrets.end(id, session) ? 1 : 0;
            revisions.changed(Revisions.Kind.SESSIONS);
            audit.write(caller, unitOf(account), "access.end-session", SignIn.subject(account), null, Map.of("endedSessions", ended));
        });
    }

    /** Does the caller have all that the account has, and the account not all that the caller has? Two system administrators help each other. */
    public boolean hasMore(Caller caller, Account account) {
        Caller other = new Caller(account.id(), account.person(), account.name(), Caller.Kind.SESSION, caller.language(), "");
        return rights.everything(caller) || roles.outranks(caller, account.id()) && !roles.outranks(other, caller.account());
    }

    /** The account, for a change that not everybody who sees it may make. @throws Problem 403 {@code access.more-than-own}; 404 */
    public Account administered(Caller caller, UUID id) {
        Account account = get(caller, id);
        mine(caller, account);
        return account;
    }

    /** @throws Problem 403 {@code access.more-than-own} for an account that may what the caller may not */
    void mine(Caller caller, Account account) {
        if (!roles.outranks(caller, account.id())) {
            throw Problem.forbidden("access.more-than-own");
        }
    }

    private static Map<String, Object> shown(Account account) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("name", account.name());
        shown.put("displayName", account.displayName());
        shown.put("enabled", account.enabled());
        if (account.person() != null) {
            shown.put("person", account.person());
        }
        return shown;
    }
}
