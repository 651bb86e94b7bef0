package org.shuyuan.access.internal;

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
import org.shuyuan.access.internal.jpa.AccountStore;
import org.shuyuan.access.internal.jpa.AccountStore.WithPassword;
import org.shuyuan.access.internal.jpa.SessionStore;
import org.shuyuan.access.internal.password.PasswordRules;
import org.shuyuan.access.internal.password.Passwords;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.text.Language;
import org.shuyuan.api.tx.Transactions;

/** By name and password, and the change of one's own password. Thread-safe. */
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
    private final Rights rights;
    private final Revisions revisions;
    private final Audit audit;
    private final Transactions transactions;
    private final Clock clock;

    @Activate
    public SignIn(@Reference AccountStore accounts, @Reference SessionStore devices, @Reference Sessions sessions,
            @Reference Throttle throttle, @Reference Passwords passwords, @Reference Rights rights, @Reference Revisions revisions,
            @Reference Audit audit, @Reference Transactions transactions) {
        this(accounts, devices, sessions, throttle, passwords, rights, revisions, audit, transactions, Clock.systemUTC());
    }

    SignIn(AccountStore accounts, SessionStore devices, Sessions sessions, Throttle throttle, Passwords passwords, Rights rights,
            Revisions revisions, Audit audit, Transactions transactions, Clock clock) {
        this.accounts = accounts;
        this.devices = devices;
        this.sessions = sessions;
        this.throttle = throttle;
        this.passwords = passwords;
        this.rights = rights;
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
        String key = Names.key(name);
        String given = password == null || password.length() > 4 * PasswordRules.MOST ? "" : password;
        Optional<WithPassword> found = key.isEmpty() ? Optional.empty() : accounts.byKey(key);
        List<Throttle.Key> counted = counted(key, found.map(one -> one.account().id()).orElse(NOBODY), from);
        throttle.begin(counted);
        boolean right = passwords.matches(given, found.map(WithPassword::password).orElse(null));
        if (!right || found.isEmpty()) {
            failed(found.map(WithPassword::account).orElse(null), from);
            throw new Problem(401, "access.wrong-password");
        }
        WithPassword known = found.get();
        if (!known.account().enabled()) {
            failed(known.account(), from);
            throw Problem.forbidden("access.account-disabled");
        }
        String better = passwords.outdated(known.password()) && !known.account().mustChange() ? passwords.hash(given) : null;
        return transactions.call(() -> {
            if (better != null) {
                accounts.rehash(known.account().id(), known.password(), better);
            }
            throttle.succeeded(counted);
            return opened(known.account(), from, "access.sign-in");
        });
    }

    /** Opens a session without a password, for who has just proved more; joins the caller's transaction. */
    Opened opened(Account account, From from, String action) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        String session = sessions.open(account.id(), from.address(), from.agent());
        String device = from.device();
        if (device == null || device.isEmpty() || !devices.remember(Secrets.hash(device), account.id(), now)) {
            device = Secrets.random();
            devices.remember(Secrets.hash(device), account.id(), now);
        }
        accounts.signedIn(account.id(), now);
        audit.write(caller(account, from), null, action, subject(account), null, Map.of("agent", Names.cut(from.agent(), 200)));
        return new Opened(session, device, account);
    }

    private List<Throttle.Key> counted(String key, UUID account, From from) {
        String device = from.device();
        if (device != null && !device.isEmpty() && devices.knowsDevice(Secrets.hash(device), account)) {
            return List.of(new Throttle.Key(Throttle.Kind.DEVICE, Secrets.hash(device)));
        }
        return List.of(new Throttle.Key(Throttle.Kind.ACCOUNT, key), new Throttle.Key(Throttle.Kind.ADDRESS, from.address()));
    }

    /** A name nobody has is not written down: people type passwords into the wrong field. */
    private void failed(@Nullable Account account, From from) {
        Caller caller = account == null ? new Caller(NOBODY, null, "?", Caller.Kind.SESSION, from.language(), from.address())
                : caller(account, from);
        Audit.Subject subject = account == null ? new Audit.Subject("access.account", "", "?") : subject(account);
        transactions.run(() -> audit.write(caller, null, "access.sign-in-failed", subject, null, null));
    }

    /**
     * Changes the caller's own password and ends all other sessions of the account.
     *
     * @param session the session to keep
     * @throws Problem 403 for a token; 422 on {@code current} {@code access.wrong-current}, on {@code new} what
     *     {@link PasswordRules} finds; 429
     */
    public void changePassword(Caller caller, @Nullable UUID session, @Nullable String current, @Nullable String wanted) {
        Sessions.browserOnly(caller);
        WithPassword known = accounts.withPassword(caller.account()).orElseThrow(() -> new Problem(401, "access.sign-in-needed"));
        PasswordRules.check(wanted, rights.everything(caller), List.of(known.account().name(), known.account().displayName()), "new");
        List<Throttle.Key> counted = List.of(new Throttle.Key(Throttle.Kind.DEVICE, "change:" + caller.account()));
        throttle.begin(counted);
        String old = current == null || current.length() > 4 * PasswordRules.MOST ? "" : current;
        if (!passwords.matches(old, known.password())) {
            failed(known.account(), new From(caller.address(), "", null, caller.language()));
            throw Problem.invalid("current", "access.wrong-current");
        }
        if (Passwords.same(old, wanted)) {
            throw Problem.invalid("new", "access.password-same");
        }
        String hash = passwords.hash(wanted == null ? "" : wanted);
        transactions.run(() -> {
            accounts.password(caller.account(), hash, false);
            int ended = sessions.endAll(caller.account(), session);
            revisions.changed(Revisions.Kind.RIGHTS);
            throttle.succeeded(counted);
            audit.write(caller, null, "access.change-password", subject(known.account()), null, Map.of("endedSessions", ended));
        });
    }

    private static Caller caller(Account account, From from) {
        return new Caller(account.id(), account.person(), account.name(), Caller.Kind.SESSION, from.language(), from.address());
    }

    static Audit.Subject subject(Account account) {
        return new Audit.Subject("access.account", account.id().toString(), account.name());
    }
}
