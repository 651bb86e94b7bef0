package org.shuyuan.access.internal;

import java.time.Clock;
import java.time.Duration;
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
import org.shuyuan.access.internal.jpa.AccountStore;
import org.shuyuan.access.internal.jpa.AccountStore.WithPassword;
import org.shuyuan.access.internal.jpa.SessionStore;
import org.shuyuan.access.internal.password.PasswordRules;
import org.shuyuan.access.internal.password.Passwords;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.id.Secrets;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.text.Language;
import org.shuyuan.api.tx.Transactions;

/** By name and password, and a code where the account has a second factor. Thread-safe. */
@Component(service = SignIn.class)
public class SignIn {

    private static final UUID NOBODY = new UUID(0, 0);

    /** What came with the request. {@code device} is the secret of a browser that is known, if it has one. */
    public record From(String address, String agent, @Nullable String device, Language language) {}

    /** The secrets for two cookies, and who it is. */
    public record Opened(String session, String device, Account account) {}

    private final AccountStore accounts;
    private final SessionStore devices;
    private final Sessions sessions;
    private final Throttle throttle;
    private final Passwords passwords;
    private final SecondFactor factor;
    private final SignInHistory history;
    private final Mailboxes mailboxes;
    private final Settings settings;
    private final Revisions revisions;
    private final Audit audit;
    private final Transactions transactions;
    private final Clock clock;

    @Activate
    public SignIn(@Reference AccountStore accounts, @Reference SessionStore devices, @Reference Sessions sessions,
            @Reference Throttle throttle, @Reference Passwords passwords, @Reference SecondFactor factor, @Reference SignInHistory history,
            @Reference Mailboxes mailboxes, @Reference Settings settings, @Reference Revisions revisions, @Reference Audit audit, @Reference Transactions transactions) {
        this(accounts, devices, sessions, throttle, passwords, factor, history, mailboxes, settings, revisions, audit, transactions, Clock.systemUTC());
    }

    SignIn(AccountStore accounts, SessionStore devices, Sessions sessions, Throttle throttle, Passwords passwords, SecondFactor factor,
            SignInHistory history, Mailboxes mailboxes, Settings settings, Revisions revisions, Audit audit, Transactions transactions, Clock clock) {
        this.accounts = accounts;
        this.devices = devices;
        this.sessions = sessions;
        this.throttle = throttle;
        this.passwords = passwords;
        this.factor = factor;
        this.history = history;
        this.mailboxes = mailboxes;
        this.settings = settings;
        this.revisions = revisions;
        this.audit = audit;
        this.transactions = transactions;
        this.clock = clock;
    }

    /**
     * @throws Problem 401 {@code access.wrong-password}, the same after the same work for a name nobody has; 403
     *     {@code access.account-disabled}, told only with the right password; 429 {@code access.too-many-attempts}; 503
     *     {@code access.busy}
     */
    public Opened open(@Nullable String name, @Nullable String password, From from) {
        return open(name, password, null, from);
    }

    /**
     * As the other, with a code of the second factor or a recovery code.
     *
     * @throws Problem 401 {@code access.second-factor-needed} when the password is right and a code is wanted, {@code access.wrong-code};
     *     403 {@code access.initial-expired} for an initial password that waited too long
     */
    public Opened open(@Nullable String name, @Nullable String password, @Nullable String code, From from) {
        String key = Names.key(name);
        String given = password == null || password.length() > 4 * PasswordRules.MOST ? "" : password;
        Optional<WithPassword> found = key.isEmpty() ? Optional.empty() : accounts.byKey(key);
        List<Throttle.Key> counted = counted(key, found.map(one -> one.account().id()).orElse(NOBODY), from);
        throttle.begin(counted);
        boolean right = passwords.matches(given, found.map(WithPassword::password).orElse(null));
        if (!right || found.isEmpty()) {
            failed(found.map(WithPassword::account).orElse(null), SignInHistory.Outcome.WRONG_PASSWORD, from);
            throw new Problem(401, "access.wrong-password");
        }
        WithPassword known = found.get();
        if (!known.account().enabled()) {
            failed(known.account(), SignInHistory.Outcome.DISABLED, from);
            throw Problem.forbidden("access.account-disabled");
        }
        Instant end = known.initialUntil();
        if (known.account().mustChange() && end != null && clock.instant().isAfter(end)) {
            failed(known.account(), SignInHistory.Outcome.EXPIRED, from);
            throw Problem.forbidden("access.initial-expired");
        }
        second(known.account(), code, counted, from);
        String better = passwords.outdated(known.password()) && !known.account().mustChange() ? passwords.hash(given) : null;
        return transactions.call(() -> {
            if (better != null) {
                accounts.rehash(known.account().id(), known.password(), better);
            }
            throttle.succeeded(counted);
            old(known);
            return opened(known.account(), from, "access.sign-in");
        });
    }

    /** A right password alone opens nothing where there is a second factor; its failures are forgotten, those of the code are counted by themselves. */
    private void second(Account account, @Nullable String code, List<Throttle.Key> counted, From from) {
        if (!factor.enrolled(account.id())) {
            return;
        }
        transactions.run(() -> throttle.succeeded(counted));
        if (code == null || code.isBlank()) {
            throw new Problem(401, "access.second-factor-needed");
        }
        String device = counted.get(0).kind() == Throttle.Kind.DEVICE ? counted.get(0).of() : null;
        if (!factor.passes(caller(account, from), code, device)) {
            failed(account, SignInHistory.Outcome.WRONG_CODE, from);
            throw new Problem(401, "access.wrong-code");
        }
    }

    /**
     * The second factor of somebody whom a source outside has verified.
     *
     * @throws Problem 401 {@code access.second-factor-needed}, {@code access.wrong-code}; 429
     */
    public void secondFactor(Account account, @Nullable String code, String method, From from) {
        if (!factor.enrolled(account.id())) {
            return;
        }
        if (code == null || code.isBlank()) {
            throw new Problem(401, "access.second-factor-needed");
        }
        String device = from.device();
        boolean known = device != null && !device.isEmpty() && devices.knowsDevice(Secrets.hash(device), account.id());
        if (!factor.passes(caller(account, from), code, known && device != null ? Secrets.hash(device) : null)) {
            failedOutside(account, method, "access.wrong-code", from);
            throw new Problem(401, "access.wrong-code");
        }
    }

    /** Where passwords have an age: one that is older opens nothing but its own change. */
    private void old(WithPassword known) {
        Duration age = settings.passwordAge();
        Instant since = known.since();
        if (!age.isZero() && since != null && since.plus(age).isBefore(clock.instant()) && !known.account().mustChange()) {
            accounts.mustChange(known.account().id());
            revisions.changed(Revisions.Kind.RIGHTS);
        }
    }

    /** Opens a session without a password, for who has just proved more; joins the caller's transaction. */
    Opened opened(Account account, From from, String action) {
        return opened(account, from, action, action.equals("access.sign-in") ? "password" : Names.cut(action, 24));
    }

    /** @param method how it was proved, for the history */
    public Opened opened(Account account, From from, String action, String method) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        String session = sessions.open(account.id(), from.address(), from.agent());
        String device = from.device();
        boolean known = device != null && !device.isEmpty() && devices.knowsDevice(Secrets.hash(device), account.id());
        if (device == null || device.isEmpty() || !devices.remember(Secrets.hash(device), account.id(), now)) {
            device = Secrets.random();
            devices.remember(Secrets.hash(device), account.id(), now);
        }
        history.note(account.id(), SignInHistory.Outcome.SUCCESS, Names.cut(method, 24), from, !known);
        if (!known && account.signedInAt() != null) {
            history.tell(account, from);
        }
        // locks the account's row: of two who sign in at once the second sees what the first has noted of the mailbox
        accounts.signedIn(account.id(), now);
        mailboxes.seen(account);
        audit.write(caller(account, from), null, action, subject(account), null, Map.of("agent", Names.cut(from.agent(), 200)));
        return new Opened(session, device, account);
    }

    /** What tries to enter are counted by. */
    public List<Throttle.Key> counted(String key, UUID account, From from) {
        String device = from.device();
        if (device != null && !device.isEmpty() && devices.knowsDevice(Secrets.hash(device), account)) {
            return List.of(new Throttle.Key(Throttle.Kind.DEVICE, Secrets.hash(device)));
        }
        if (history.knows(account, from.address())) {
            // others behind the same address, and those who guess from elsewhere, cannot keep the owner out
            return List.of(new Throttle.Key(Throttle.Kind.PLACE, account + "@" + Addresses.network(from.address())),
                    new Throttle.Key(Throttle.Kind.OFFICE, from.address()));
        }
        return List.of(new Throttle.Key(Throttle.Kind.ACCOUNT, key), new Throttle.Key(Throttle.Kind.ADDRESS, from.address()));
    }

    /** A name nobody has is not written down: people type passwords into the wrong field. */
    private void failed(@Nullable Account account, SignInHistory.Outcome outcome, From from) {
        Caller caller = account == null ? new Caller(NOBODY, null, "?", Caller.Kind.SESSION, from.language(), from.address())
                : caller(account, from);
        Audit.Subject subject = account == null ? new Audit.Subject("access.account", "", "?") : subject(account);
        transactions.run(() -> {
            audit.write(caller, null, "access.sign-in-failed", subject, null, null);
            if (account != null) {
                history.note(account.id(), outcome, "password", from, false);
            }
        });
    }

    /** A sign-in by a source outside that opened nothing. */
    public void failedOutside(@Nullable Account account, String method, String why, From from) {
        Caller caller = account == null ? new Caller(NOBODY, null, "?", Caller.Kind.SESSION, from.language(), from.address()) : caller(account, from);
        Audit.Subject subject = account == null ? new Audit.Subject("access.account", "", "?") : subject(account);
        SignInHistory.Outcome outcome = switch (why) {
            case "access.wrong-password" -> SignInHistory.Outcome.WRONG_PASSWORD;
            case "access.wrong-code" -> SignInHistory.Outcome.WRONG_CODE;
            default -> SignInHistory.Outcome.DISABLED;
        };
        transactions.run(() -> {
            audit.write(caller, null, "access.sign-in-failed", subject, null, Map.of("source", method, "reason", why));
            if (account != null) {
                history.note(account.id(), outcome, Names.cut(method, 24), from, false);
            }
        });
    }

    private static Caller caller(Account account, From from) {
        return new Caller(account.id(), account.person(), account.name(), Caller.Kind.SESSION, from.language(), from.address());
    }

    public static Audit.Subject subject(Account account) {
        return new Audit.Subject("access.account", account.id().toString(), account.name());
    }
}
