package org.shuyuan.access.internal.outside;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.access.internal.Account;
import org.shuyuan.access.internal.Names;
import org.shuyuan.access.internal.Revisions;
import org.shuyuan.access.internal.Role;
import org.shuyuan.access.internal.SignIn;
import org.shuyuan.access.internal.Throttle;
import org.shuyuan.access.internal.jpa.AccountStore;
import org.shuyuan.access.internal.jpa.OutsideStore;
import org.shuyuan.access.internal.jpa.OutsideStore.Link;
import org.shuyuan.access.internal.jpa.RoleStore;
import org.shuyuan.access.internal.jpa.SessionStore;
import org.shuyuan.access.internal.password.Passwords;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.access.OutsideIdentity;
import org.shuyuan.api.access.OutsideRules;
import org.shuyuan.api.access.OutsideSource;
import org.shuyuan.api.access.PasswordSource;
import org.shuyuan.api.directory.Person;
import org.shuyuan.api.id.Ids;
import org.shuyuan.api.id.Secrets;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.tx.Transactions;

/**
 * Opens a session for somebody whom a source outside vouches for. The first time the account is found by the rule, or made; from then on the
 * source's own unchanging subject leads to it, so that neither a new name there nor an old name given to somebody else changes whose it is.
 * An account that is linked loses its password of the portal, unless it is a system administrator's or the settings say so. Thread-safe.
 */
@Component(service = OutsideSignIn.class)
public class OutsideSignIn {

    private static final UUID NOBODY = new UUID(0, 0);
    private static final int LONGEST_NAME = 256;
    private static final int LONGEST_PASSWORD = 512;

    private final OutsideSources sources;
    private final OutsideStore outside;
    private final Matching matching;
    private final GroupRoles groups;
    private final AccountStore accounts;
    private final SessionStore sessions;
    private final RoleStore roles;
    private final SignIn signIn;
    private final Throttle throttle;
    private final Passwords passwords;
    private final Revisions revisions;
    private final Audit audit;
    private final Transactions transactions;
    private final Clock clock = Clock.systemUTC();

    @Activate
    public OutsideSignIn(@Reference OutsideSources sources, @Reference OutsideStore outside, @Reference Matching matching, @Reference GroupRoles groups,
            @Reference AccountStore accounts, @Reference SessionStore sessions, @Reference RoleStore roles, @Reference SignIn signIn,
            @Reference Throttle throttle, @Reference Passwords passwords, @Reference Revisions revisions, @Reference Audit audit,
            @Reference Transactions transactions) {
        this.sources = sources;
        this.outside = outside;
        this.matching = matching;
        this.groups = groups;
        this.accounts = accounts;
        this.sessions = sessions;
        this.roles = roles;
        this.signIn = signIn;
        this.throttle = throttle;
        this.passwords = passwords;
        this.revisions = revisions;
        this.audit = audit;
        this.transactions = transactions;
    }

    /**
     * By name and password of the source. Guessing is slowed down exactly as for passwords of the portal.
     *
     * @param code of the portal's own second factor, if the account has one
     * @throws Problem 401 {@code access.wrong-password}; 403, 409 as {@link #open}; 404 {@code access.no-such-source}; 429; 503 when the source does not answer
     */
    public SignIn.Opened password(String source, @Nullable String name, @Nullable String password, @Nullable String code, SignIn.From from) {
        PasswordSource asked = sources.password(source);
        String typed = name == null ? "" : name.strip();
        Optional<UUID> owner = outside.accountByName(source, typed);
        List<Throttle.Key> counted = signIn.counted(source + ":" + Names.cut(Names.key(typed), 150), owner.orElse(NOBODY), from);
        throttle.begin(counted);
        // An empty password is no question at all: directory servers answer it with success.
        boolean sane = !typed.isEmpty() && typed.length() <= LONGEST_NAME && password != null && !password.isEmpty() && password.length() <= LONGEST_PASSWORD;
        Optional<OutsideIdentity> identity;
        try {
            identity = sane && password != null ? asked.verify(typed, password) : Optional.empty();
        } catch (Problem noAnswer) {
            if (noAnswer.status() >= 500) {
                // nobody's guess was wrong
                transactions.run(() -> throttle.succeeded(counted));
            }
            throw noAnswer;
        }
        if (identity.isEmpty()) {
            failed(source, owner.flatMap(accounts::find).orElse(null), "access.wrong-password", from);
            throw new Problem(401, "access.wrong-password");
        }
        // the password was right, whatever becomes of it
        transactions.run(() -> throttle.succeeded(counted));
        return open(asked, identity.get(), code, from);
    }

    /**
     * For somebody whom the source has verified.
     *
     * @throws Problem 401 {@code access.second-factor-needed}, {@code access.wrong-code}; 403 {@code access.outside-disabled},
     *     {@code access.outside-unknown}, {@code access.outside-ambiguous}, {@code access.outside-administrator}, {@code access.account-disabled};
     *     409 {@code access.outside-other-person}, {@code access.outside-linked-already}, {@code access.outside-no-name}
     */
    public SignIn.Opened open(OutsideSource source, OutsideIdentity identity, @Nullable String code, SignIn.From from) {
        Account account = known(source, identity, from);
        if (source.rules().secondFactor()) {
            signIn.secondFactor(account, code, source.id(), from);
        }
        return transactions.call(() -> session(account, source.id(), identity.subject(), identity.session(), from));
    }

    /**
     * The second step of somebody whom the source verified a moment ago.
     *
     * @throws Problem 401 {@code access.wrong-code}; 403 {@code access.account-disabled}; 429
     */
    SignIn.Opened second(String source, String subject, @Nullable String theirs, @Nullable String code, SignIn.From from) {
        Account account = outside.link(source, subject).flatMap(link -> accounts.find(link.account())).filter(Account::enabled)
                .orElseThrow(() -> Problem.forbidden("access.account-disabled"));
        signIn.secondFactor(account, code, source, from);
        return transactions.call(() -> session(account, source, subject, theirs, from));
    }

    /** Whose account it is, brought up to date. A refusal leaves nothing behind but its entry in the trail. */
    private Account known(OutsideSource source, OutsideIdentity identity, SignIn.From from) {
        try {
            if (!identity.enabled()) {
                throw Problem.forbidden("access.outside-disabled");
            }
            Optional<Link> link = outside.link(source.id(), identity.subject());
            return link.isPresent() ? transactions.call(() -> upToDate(source, identity, link.get())) : first(source, identity, from);
        } catch (Problem refused) {
            if (refused.status() < 500) {
                Account account = outside.link(source.id(), identity.subject()).flatMap(link -> accounts.find(link.account())).orElse(null);
                failed(source.id(), account, refused.code(), from);
            }
            throw refused;
        }
    }

    private Account first(OutsideSource source, OutsideIdentity identity, SignIn.From from) {
        // Made before the lock is held: it costs a hash.
        String hash = passwords.hashGenerated(Secrets.random());
        return transactions.call(() -> {
            // Two who come at once are matched one after the other.
            revisions.changed(Revisions.Kind.RIGHTS);
            Optional<Link> meanwhile = outside.link(source.id(), identity.subject());
            return upToDate(source, identity, meanwhile.isPresent() ? meanwhile.get() : linked(source, identity, hash, from));
        });
    }

    private Link linked(OutsideSource source, OutsideIdentity identity, String hash, SignIn.From from) {
        OutsideRules rules = source.rules();
        Matching.Match match = matching.find(rules, identity).orElseThrow(() -> Problem.forbidden("access.outside-unknown"));
        Person person = match.person();
        Account account = match.account();
        boolean made = account == null;
        if (account == null) {
            if (!rules.create() || person == null) {
                throw Problem.forbidden("access.outside-no-account");
            }
            account = create(person, identity, hash, source, from);
        }
        if (outside.links(account.id()).stream().anyMatch(one -> one.source().equals(source.id()))) {
            throw Problem.conflict("access.outside-linked-already");
        }
        boolean sealed = made || !rules.keepPasswords() && !administrator(account);
        Instant now = now();
        Link link = new Link(Ids.next(), source.id(), identity.subject(), account.id(), Names.cut(identity.name(), 200), sealed ? hash : null, now, now);
        if (sealed && !made) {
            accounts.password(account.id(), hash, false, now(), null);
        }
        outside.add(link);
        audit.write(caller(account, from), account.unit(), "access.link-account", SignIn.subject(account), null,
                Map.of("source", source.id(), "subject", identity.subject(), "name", link.name()));
        return link;
    }

    private Account create(Person person, OutsideIdentity identity, String hash, OutsideSource source, SignIn.From from) {
        String number = person.number();
        String name = free(number == null ? "" : number).or(() -> free(identity.name()))
                .orElseThrow(() -> Problem.conflict("access.outside-no-name"));
        Account account = new Account(Ids.next(), name, Names.display(person.name(), "name"), person.id(), person.unit(), true, false, null, now(), null, 1);
        accounts.add(account, hash);
        audit.write(Caller.system("sign-in " + source.id()), person.unit(), "access.create-account", SignIn.subject(account), null,
                Map.of("name", name, "displayName", account.displayName(), "enabled", true, "person", person.id()));
        String role = source.rules().role();
        UUID unit = person.unit();
        if (!role.isEmpty() && unit != null && !role.equals(Role.SYSTEM_ADMINISTRATOR)) {
            groups.first(account, role, unit, source.id());
        }
        return account;
    }

    private Optional<String> free(String name) {
        try {
            String good = Names.account(name, "name");
            return accounts.taken(List.of(Names.key(good))).isEmpty() ? Optional.of(good) : Optional.empty();
        } catch (Problem noName) {
            return Optional.empty();
        }
    }

    private Account upToDate(OutsideSource source, OutsideIdentity identity, Link link) {
        Account account = accounts.find(link.account()).orElseThrow(() -> Problem.forbidden("access.outside-unknown"));
        if (!account.enabled()) {
            throw Problem.forbidden("access.account-disabled");
        }
        notSomebodyElse(source.rules(), identity, account);
        groups.follow(source, identity, account);
        if (!source.rules().administrators() && administrator(account)) {
            throw Problem.forbidden("access.outside-administrator");
        }
        outside.used(link.id(), Names.cut(identity.name(), 200), now());
        return account.mustChange() ? sealedAgain(account, link) : account;
    }

    private SignIn.Opened session(Account account, String source, String subject, @Nullable String theirs, SignIn.From from) {
        SignIn.Opened opened = signIn.opened(account, from, "access.sign-in", source);
        sessions.session(Secrets.hash(opened.session())).ifPresent(one -> outside.addSession(
                new OutsideStore.Session(one.session().id(), account.id(), source, subject), theirs == null ? null : Secrets.hash(Names.cut(theirs, 200)), now()));
        return opened;
    }

    /** The subject says who it is; the rule must not say that it is another one, as it does where a source gives old names to new people. */
    private void notSomebodyElse(OutsideRules rules, OutsideIdentity identity, Account account) {
        Optional<Matching.Match> match;
        try {
            match = matching.find(rules, identity);
        } catch (Problem several) {
            if (several.status() >= 500) {
                throw several;
            }
            return;
        }
        if (match.isPresent() && !match.get().sameAs(account)) {
            throw Problem.conflict("access.outside-other-person");
        }
    }

    /** Whoever comes in from outside needs no password that somebody else chose; it goes, or it would stand in the way. */
    private Account sealedAgain(Account account, Link link) {
        String hash = passwords.hashGenerated(Secrets.random());
        accounts.password(account.id(), hash, false, now(), null);
        outside.sealed(link.id(), hash);
        revisions.changed(Revisions.Kind.RIGHTS);
        return accounts.find(account.id()).orElse(account);
    }

    private boolean administrator(Account account) {
        return roles.grants(List.of(account.id())).stream().anyMatch(one -> one.role().equals(Role.SYSTEM_ADMINISTRATOR));
    }

    private void failed(String source, @Nullable Account account, String why, SignIn.From from) {
        signIn.failedOutside(account, source, why, from);
    }

    private static Caller caller(Account account, SignIn.From from) {
        return new Caller(account.id(), account.person(), account.name(), Caller.Kind.SESSION, from.language(), from.address());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
