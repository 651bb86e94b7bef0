package org.shuyuan.access.internal;

import java.io.IOException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.access.internal.jpa.AccountStore;
import org.shuyuan.access.internal.jpa.RoleStore;
import org.shuyuan.access.internal.jpa.SetupStore;
import org.shuyuan.access.internal.password.PasswordRules;
import org.shuyuan.access.internal.password.Passwords;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.directory.Units;
import org.shuyuan.api.id.Ids;
import org.shuyuan.api.id.Secrets;
import org.shuyuan.api.module.Profiles;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.tx.Transactions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first administrator and the first unit. While there is no administrator, each start makes a new one-time code; who can
 * read {@code <data>/run/setup-link} uses it once. Thread-safe.
 */
@Component(service = Setup.class, immediate = true)
public class Setup {

    private static final Logger LOG = LoggerFactory.getLogger(Setup.class);
    private static final Duration VALID = Duration.ofHours(24);
    private static final String LINK = "setup-link";

    /** What the wizard asks for. The administrator's part is left out by one who is already signed in. */
    public record Wanted(@Nullable String code, @Nullable Administrator administrator, @Nullable FirstUnit unit) {}

    public record Administrator(@Nullable String name, @Nullable String displayName, @Nullable String password) {}

    public record FirstUnit(@Nullable String name, @Nullable String profile, @Nullable String zone) {}

    private final SetupStore store;
    private final AccountStore accounts;
    private final RoleStore roleStore;
    private final RoleBook book;
    private final Rights rights;
    private final SignIn signIn;
    private final Passwords passwords;
    private final Revisions revisions;
    private final Around around;
    private final Audit audit;
    private final Transactions transactions;
    private final RunFolder run;
    private final Clock clock;

    @Activate
    public Setup(@Reference SetupStore store, @Reference AccountStore accounts, @Reference RoleStore roleStore, @Reference RoleBook book,
            @Reference Rights rights, @Reference SignIn signIn, @Reference Passwords passwords, @Reference Revisions revisions,
            @Reference Around around, @Reference Audit audit, @Reference Transactions transactions) {
        this(store, accounts, roleStore, book, rights, signIn, passwords, revisions, around, audit, transactions,
                RunFolder.ofSystem(), Clock.systemUTC());
        start(System.getenv("SHUYUAN_ADMIN_PASSWORD"));
    }

    Setup(SetupStore store, AccountStore accounts, RoleStore roleStore, RoleBook book, Rights rights, SignIn signIn, Passwords passwords,
            Revisions revisions, Around around, Audit audit, Transactions transactions, RunFolder run, Clock clock) {
        this.store = store;
        this.accounts = accounts;
        this.roleStore = roleStore;
        this.book = book;
        this.rights = rights;
        this.signIn = signIn;
        this.passwords = passwords;
        this.revisions = revisions;
        this.around = around;
        this.audit = audit;
        this.transactions = transactions;
        this.run = run;
        this.clock = clock;
    }

    /** Is there nobody yet who could sign in and administer? */
    public boolean needed() {
        return roleStore.administrators().isEmpty();
    }

    /** Makes the unattended administrator or a new code, if there is no administrator. */
    final void start(@Nullable String unattended) {
        try {
            if (!needed()) {
                run.delete(LINK);
                return;
            }
            if (unattended != null && !unattended.isEmpty() && createUnattended(unattended)) {
                run.delete(LINK);
                return;
            }
            String code = Secrets.random();
            store.write(Secrets.hash(code), now().plus(VALID));
            // The code itself goes into the file only: logs are copied and kept.
            LOG.info("No administrator yet: the one-time set-up link is in {}", run.write(LINK, "/setup?code=" + code));
        } catch (IOException unwritable) {
            LOG.error("Cannot write run/{} in the data folder", LINK, unwritable);
        }
    }

    private boolean createUnattended(String password) {
        try {
            PasswordRules.check(password, true, List.of("admin"), "password");
        } catch (Problem weak) {
            LOG.error("SHUYUAN_ADMIN_PASSWORD is too weak ({}): no administrator was created", weak.errors().get(0).code());
            return false;
        }
        String hash = passwords.hash(password);
        transactions.run(() -> {
            store.lock();
            administrator(Caller.system("set-up"), "admin", "admin", hash);
            store.write(null, null);
        });
        LOG.info("Created the administrator admin with the password of SHUYUAN_ADMIN_PASSWORD");
        return true;
    }

    /** @throws Problem 404 {@code access.setup-over} unless the code is good, or a system administrator asks before the first unit */
    public List<Profiles.Profile> profiles(@Nullable Caller caller, @Nullable String code) {
        if (!continues(caller)) {
            check(store.read(), code);
        }
        return around.needProfiles().all();
    }

    /**
     * Creates administrator and unit in one transaction and signs the administrator in.
     *
     * @param caller who is signed in already, if anybody
     * @return null when the caller was signed in already
     * @throws Problem 404 {@code access.setup-over}; 422
     */
    public SignIn.@Nullable Opened setUp(@Nullable Caller caller, Wanted wanted, SignIn.From from) {
        FirstUnit unit = wanted.unit() == null ? new FirstUnit(null, null, null) : wanted.unit();
        if (continues(caller) && caller != null) {
            check(unit);
            transactions.run(() -> found(caller, unit));
            return null;
        }
        check(store.read(), wanted.code());
        check(unit);
        Administrator first = wanted.administrator();
        String name = Names.account(first == null ? null : first.name(), "administrator.name");
        String shown = Names.display(first == null || first.displayName() == null ? name : first.displayName(), "administrator.displayName");
        String password = first == null ? null : first.password();
        PasswordRules.check(password, true, List.of(name, shown), "administrator.password");
        String hash = passwords.hash(password == null ? "" : password);
        SignIn.Opened opened = transactions.call(() -> {
            check(store.lock(), wanted.code());
            if (!accounts.taken(List.of(Names.key(name))).isEmpty()) {
                throw Problem.invalid("administrator.name", "access.name-taken");
            }
            Account account = administrator(Caller.system("set-up"), name, shown, hash);
            found(new Caller(account.id(), null, name, Caller.Kind.SYSTEM, from.language(), from.address()), unit);
            store.write(null, null);
            return signIn.opened(account, from, "access.sign-in");
        });
        try {
            run.delete(LINK);
        } catch (IOException left) {
            LOG.warn("Cannot delete run/{}; its code is used up", LINK, left);
        }
        return opened;
    }

    private boolean continues(@Nullable Caller caller) {
        Units units = around.units();
        return caller != null && units != null && rights.everything(caller) && units.roots().isEmpty();
    }

    private Account administrator(Caller caller, String name, String displayName, String hash) {
        Account account = new Account(Ids.next(), name, displayName, null, null, true, false, null, now(), null, 1);
        revisions.changed(Revisions.Kind.RIGHTS);
        accounts.add(account, hash);
        roleStore.add(new Grant(Ids.next(), account.id(), Role.SYSTEM_ADMINISTRATOR, null, true, null, null, caller.name(), now(), null));
        audit.write(caller, null, "access.create-administrator", SignIn.subject(account), null, Map.of("name", name));
        return account;
    }

    private void found(Caller caller, FirstUnit wanted) {
        String profile = wanted.profile() == null ? "" : wanted.profile();
        Unit unit = around.needUnits().found(caller, wanted.name() == null ? "" : wanted.name(), profile,
                wanted.zone() == null ? "Asia/Shanghai" : wanted.zone());
        around.needProfiles().template(profile, "access").ifPresent(book::applyTemplate);
        audit.write(caller, unit.id(), "access.set-up", new Audit.Subject("directory.unit", unit.id().toString(), unit.name()), null,
                Map.of("name", unit.name(), "profile", profile, "zone", unit.zone().getId()));
    }

    private void check(FirstUnit unit) {
        Names.display(unit.name(), "unit.name");
        if (unit.profile() == null || around.needProfiles().find(unit.profile()).isEmpty()) {
            throw Problem.invalid("unit.profile", "access.no-such-profile");
        }
        try {
            ZoneId.of(unit.zone() == null ? "Asia/Shanghai" : unit.zone());
        } catch (DateTimeException unknown) {
            throw Problem.invalid("unit.zone", "access.no-such-zone");
        }
    }

    private void check(SetupStore.Code stored, @Nullable String code) {
        String hash = stored.hash();
        Instant end = stored.expiresAt();
        // an administrator may have come another way since the code was made: by the environment, by a restore
        boolean good = needed() && code != null && hash != null && end != null && now().isBefore(end) && Secrets.same(Secrets.hash(code), hash);
        if (!good) {
            throw Problem.notFound("access.setup-over");
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
