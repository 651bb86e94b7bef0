package org.shuyuan.access.internal;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.access.internal.jpa.AccountStore;
import org.shuyuan.access.internal.jpa.AccountStore.WithPassword;
import org.shuyuan.access.internal.password.PasswordRules;
import org.shuyuan.access.internal.password.Passwords;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.tx.Transactions;

/** One's own password: its change, and showing once more that one knows it. Thread-safe. */
@Component(service = OwnPassword.class)
public class OwnPassword {

    private final AccountStore accounts;
    private final Sessions sessions;
    private final Throttle throttle;
    private final Passwords passwords;
    private final Rights rights;
    private final Revisions revisions;
    private final Settings settings;
    private final Audit audit;
    private final Transactions transactions;
    private final Clock clock;

    @Activate
    public OwnPassword(@Reference AccountStore accounts, @Reference Sessions sessions, @Reference Throttle throttle, @Reference Passwords passwords,
            @Reference Rights rights, @Reference Revisions revisions, @Reference Settings settings, @Reference Audit audit, @Reference Transactions transactions) {
        this(accounts, sessions, throttle, passwords, rights, revisions, settings, audit, transactions, Clock.systemUTC());
    }

    OwnPassword(AccountStore accounts, Sessions sessions, Throttle throttle, Passwords passwords, Rights rights, Revisions revisions, Settings settings,
            Audit audit, Transactions transactions, Clock clock) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.throttle = throttle;
        this.passwords = passwords;
        this.rights = rights;
        this.revisions = revisions;
        this.settings = settings;
        this.audit = audit;
        this.transactions = transactions;
        this.clock = clock;
    }

    /**
     * Changes the caller's own password and ends all other sessions of the account.
     *
     * @param session the session to keep
     * @throws Problem 403 for a token; 422 on {@code current} {@code access.wrong-current}, on {@code new} what
     *     {@link PasswordRules} finds, {@code access.password-same}, {@code access.password-before}; 429
     */
    public void change(Caller caller, @Nullable UUID session, @Nullable String current, @Nullable String wanted) {
        Sessions.browserOnly(caller);
        WithPassword known = accounts.withPassword(caller.account()).orElseThrow(() -> new Problem(401, "access.sign-in-needed"));
        check(known, rights.everything(caller), wanted);
        String old = prove(caller, current, "current");
        if (Passwords.same(old, wanted)) {
            throw Problem.invalid("new", "access.password-same");
        }
        String hash = unused(known, wanted == null ? "" : wanted);
        transactions.run(() -> {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            accounts.keepPassword(caller.account(), known.password(), now, settings.passwordHistory());
            accounts.password(caller.account(), hash, false, now, null);
            int ended = sessions.endAll(caller.account(), session);
            revisions.changed(Revisions.Kind.RIGHTS);
            audit.write(caller, null, "access.change-password", SignIn.subject(known.account()), null, Map.of("endedSessions", ended));
        });
    }

    /** By the rules that the settings name. */
    void check(WithPassword known, boolean administrator, @Nullable String wanted) {
        List<String> about = new ArrayList<>(List.of(known.account().name(), known.account().displayName()));
        about.addAll(settings.passwordRefused());
        PasswordRules.check(wanted, settings.passwordLength(administrator), about, "new");
    }

    /** @return the hash to store @throws Problem 422 {@code access.password-before} for one of the last the account had */
    String unused(WithPassword known, String wanted) {
        for (String before : accounts.passwordsBefore(known.account().id(), settings.passwordHistory())) {
            if (passwords.matches(wanted, before)) {
                throw Problem.invalid("new", "access.password-before");
            }
        }
        return passwords.hash(wanted);
    }

    /**
     * Who sits before an open session shows the password once more.
     *
     * @return it, as it was typed
     * @throws Problem 422 {@code access.wrong-current} on {@code field}; 429
     */
    String prove(Caller caller, @Nullable String given, String field) {
        WithPassword known = accounts.withPassword(caller.account()).orElseThrow(() -> new Problem(401, "access.sign-in-needed"));
        List<Throttle.Key> counted = List.of(new Throttle.Key(Throttle.Kind.DEVICE, "change:" + caller.account()));
        throttle.begin(counted);
        String typed = given == null || given.length() > 4 * PasswordRules.MOST ? "" : given;
        if (!passwords.matches(typed, known.password())) {
            transactions.run(() -> audit.write(caller, null, "access.sign-in-failed", SignIn.subject(known.account()), null, null));
            throw Problem.invalid(field, "access.wrong-current");
        }
        transactions.run(() -> throttle.succeeded(counted));
        return typed;
    }
}
