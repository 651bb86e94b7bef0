package org.shuyuan.access.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shuyuan.access.internal.jpa.AccountStore;
import org.shuyuan.access.internal.jpa.AuditChainStore;
import org.shuyuan.access.internal.jpa.AuditStore;
import org.shuyuan.access.internal.jpa.FactorStore;
import org.shuyuan.access.internal.jpa.OutsideStore;
import org.shuyuan.access.internal.jpa.ResetStore;
import org.shuyuan.access.internal.jpa.RoleStore;
import org.shuyuan.access.internal.jpa.SessionStore;
import org.shuyuan.access.internal.jpa.SetupStore;
import org.shuyuan.access.internal.jpa.SignInStore;
import org.shuyuan.access.internal.jpa.ThrottleStore;
import org.shuyuan.access.internal.outside.Seals;
import org.shuyuan.access.internal.password.Passwords;
import org.shuyuan.access.internal.trail.AuditChain;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.People;
import org.shuyuan.api.directory.Person;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.text.Language;
import org.shuyuan.testing.Database;
import org.shuyuan.testing.FakeMail;
import org.shuyuan.testing.FakeModules;
import org.shuyuan.testing.FakeNotices;
import org.shuyuan.testing.FakePeople;
import org.shuyuan.testing.FakeProfiles;
import org.shuyuan.testing.FakeTexts;
import org.shuyuan.testing.FakeUnits;
import org.shuyuan.testing.ModuleDatabase;

/** The whole room on a fresh database, its neighbours faked. */
public final class TestPortal implements AutoCloseable {

    public static final String PASSWORD = "三江口 crossing 7 boats";

    public final TickingClock clock = new TickingClock();
    public final FakeUnits units = new FakeUnits();
    /** Who belongs to a unit besides the one they mainly belong to. */
    public final Map<UUID, Set<Person>> besides = new HashMap<>();
    public final FakePeople people = new FakePeople();
    public final FakeModules modules = new FakeModules();
    public final FakeProfiles profiles = new FakeProfiles();
    public final FakeNotices notices = new FakeNotices();
    public final FakeMail mail = new FakeMail();
    final FakeSpelling spelling = new FakeSpelling();
    public final ModuleDatabase db;
    public final Around around;
    public final AccountStore accountStore;
    public final SessionStore sessionStore;
    public final RoleStore roleStore;
    public final AuditStore auditStore;
    public final SetupStore setupStore;
    public final AuditChainStore chainStore;
    public final AuditChain chain;
    public final FactorStore factorStore;
    public final AuditTrail audit;
    public final Path data;
    public final Passwords passwords = new Passwords(Settings.defaults());
    public Revisions revisions;
    public Rights rights;
    public Sessions sessions;
    public Throttle throttle;
    public SignIn signIn;
    public Giving giving;
    public Roles roles;
    public RoleBook book;
    public Delegations delegations;
    public Explain explain;
    public AccountService accounts;
    public Mailboxes mailboxes;
    public PasswordReset reset;
    public Setup setup;
    public Self self;
    public OwnPassword ownPassword;
    public SecondFactor factor;
    public SignInHistory history;
    public BulkAccounts bulk;
    public Tokens tokens;
    public Policies policies;
    public Settings settings = Settings.defaults();

    public TestPortal(Database database) {
        this(ModuleDatabase.of("access", database), new FakeModules());
    }

    private TestPortal(ModuleDatabase db, FakeModules none) {
        this.db = db;
        try {
            data = Files.createTempDirectory("access");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        around = new Around(() -> units, this::directory, () -> modules, () -> profiles, FakeTexts::new, () -> null, () -> notices, () -> spelling, () -> null, () -> mail);
        accountStore = new AccountStore(db.jpa());
        sessionStore = new SessionStore(db.jpa());
        roleStore = new RoleStore(db.jpa());
        auditStore = new AuditStore(db.jpa());
        setupStore = new SetupStore(db.jpa());
        chainStore = new AuditChainStore(db.jpa());
        chain = new AuditChain(chainStore, db.transactions(), false);
        audit = new AuditTrail(auditStore, chainStore, chain, around, db.transactions(), clock);
        factorStore = new FactorStore(db.jpa());
        start();
    }

    @SuppressWarnings("unchecked")
    private People directory() {
        return (People) Proxy.newProxyInstance(People.class.getClassLoader(), new Class<?>[] {People.class}, (proxy, method, values) -> {
            if (method.getName().equals("membersOf")) {
                List<Person> members = new ArrayList<>(people.membersOf((Collection<UUID>) values[0], (LocalDate) values[1]));
                ((Collection<?>) values[0]).forEach(unit -> members.addAll(besides.getOrDefault(unit, Set.of())));
                return members;
            }
            return method.invoke(people, values);
        });
    }

    /** As a new process on the same database does: nothing is remembered. */
    public void start() {
        if (revisions != null) {
            revisions.stop();
        }
        revisions = new Revisions(roleStore, db.transactions());
        rights = new Rights(roleStore, factorStore, revisions, around, clock);
        sessions = new Sessions(sessionStore, revisions, db.transactions(), audit, settings, clock);
        throttle = new Throttle(new ThrottleStore(db.jpa()), db.transactions(), settings, clock);
        giving = new Giving(rights);
        roles = new Roles(roleStore, accountStore, rights, giving, revisions, around, audit, db.transactions());
        book = new RoleBook(roleStore, rights, giving, revisions, around, audit, db.transactions());
        delegations = new Delegations(roleStore, accountStore, rights, revisions, audit, db.transactions(), clock);
        ResetStore resetStore = new ResetStore(db.jpa());
        mailboxes = new Mailboxes(resetStore, around, settings, clock);
        accounts = new AccountService(accountStore, sessionStore, sessions, roles, rights, revisions, passwords, mailboxes, around, settings, audit, db.transactions(), clock);
        bulk = new BulkAccounts(accountStore, accounts, rights, revisions, passwords, around, db.transactions());
        ownPassword = new OwnPassword(accountStore, sessions, throttle, passwords, rights, revisions, settings, audit, db.transactions(), clock);
        Vault vault = new Vault(new RunFolder(data, "keys"));
        factor = new SecondFactor(factorStore, accountStore, vault, throttle, ownPassword, sessions, rights, revisions, audit,
                db.transactions(), clock);
        history = new SignInHistory(new SignInStore(db.jpa()), accounts, around, settings, clock);
        tokens = new Tokens(sessionStore, rights, revisions, db.transactions(), audit, settings, clock);
        policies = new Policies(factorStore, rights, giving, revisions, around, audit, db.transactions());
        signIn = new SignIn(accountStore, sessionStore, sessions, throttle, passwords, factor, history, mailboxes, settings, revisions, audit, db.transactions(), clock);
        reset = new PasswordReset(resetStore, accountStore, sessionStore, sessions, signIn, ownPassword, factor, new Seals(new OutsideStore(db.jpa()), accountStore), mailboxes, vault, throttle,
                rights, revisions, around, settings, audit, db.outbox(), db.transactions(), clock);
        explain = new Explain(rights, roleStore, accountStore, accounts);
        setup = new Setup(setupStore, accountStore, roleStore, book, rights, signIn, passwords, revisions, around, audit,
                db.transactions(), new RunFolder(data), clock);
        self = new Self(accountStore, revisions, audit, db.transactions());
    }

    /** The clock as tests of other packages see it. */
    public java.time.Clock clock() {
        return clock;
    }

    public static SignIn.From from(String address) {
        return new SignIn.From(address, "Firefox", null, Language.ZH_CN);
    }

    public static Caller system() {
        return Caller.system("test");
    }

    /** An account with {@link #PASSWORD} of its own and a role at the unit. */
    public Caller account(String name, @Nullable String role, @Nullable Unit unit) {
        UUID id = org.shuyuan.api.id.Ids.next();
        db.transactions().run(() -> {
            revisions.changed(Revisions.Kind.RIGHTS);
            accountStore.add(new Account(id, name, name, null, unit == null ? null : unit.id(), true, false, null, clock.instant(), null, 1),
                    hash());
        });
        if (role != null) {
            roles.give(system(), id, role, unit == null ? null : unit.id(), null, null);
        }
        return caller(id, name, Caller.Kind.SESSION);
    }

    private @Nullable String hash;

    private String hash() {
        if (hash == null) {
            hash = passwords.hash(PASSWORD);
        }
        return hash;
    }

    public static Caller caller(UUID id, String name, Caller.Kind kind) {
        return new Caller(id, null, name, kind, Language.ZH_CN, "10.0.0.1");
    }

    @Override
    public void close() {
        revisions.stop();
        db.close();
    }
}
