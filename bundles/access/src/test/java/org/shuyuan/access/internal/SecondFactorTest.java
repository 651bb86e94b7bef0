package org.shuyuan.access.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.id.Secrets;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.text.Language;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;

class SecondFactorTest {

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /** What the app in somebody's pocket does. */
    static String code(TestPortal portal, String secret) {
        return code(portal, secret, 0);
    }

    private static String code(TestPortal portal, String secret, int stepsLater) {
        return Totp.code(bytes(secret), Totp.step(portal.clock.instant()) + stepsLater, Totp.DIGITS);
    }

    private static byte[] bytes(String base32) {
        byte[] bytes = new byte[base32.length() * 5 / 8];
        long buffer = 0;
        int bits = 0;
        int at = 0;
        for (char one : base32.toCharArray()) {
            buffer = buffer << 5 | ALPHABET.indexOf(one);
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                bytes[at++] = (byte) (buffer >> bits);
            }
        }
        return bytes;
    }

    /** Enrols the account and lets the used code pass away. */
    private static String enrol(TestPortal portal, Caller user) {
        SecondFactor.Started started = portal.factor.start(user, TestPortal.PASSWORD, "县支行");
        portal.factor.confirm(user, null, code(portal, started.secret()));
        portal.clock.pass(Duration.ofMinutes(2));
        return started.secret();
    }

    private static SignIn.Opened open(TestPortal portal, String code) {
        return portal.signIn.open("wang", TestPortal.PASSWORD, code, TestPortal.from("10.0.0.1"));
    }

    @BothDatabases
    void aCodeIsAskedForOnceItWasShownThatTheAppHasTheSecret(Database database) throws Exception {
        try (TestPortal portal = new TestPortal(database)) {
            Caller user = portal.account("wang", null, null);
            SignIn.Opened here = open(portal, null);
            SignIn.Opened there = open(portal, null);
            UUID keep = portal.sessions.bySession(here.session()).orElseThrow().id();
            assertThatThrownBy(() -> portal.factor.start(user, "not the password", "县支行")).as("a session alone is not enough").isInstanceOf(Problem.class);
            assertThatThrownBy(() -> portal.factor.start(TestPortal.caller(user.account(), "wang", Caller.Kind.TOKEN), TestPortal.PASSWORD, "x")).hasMessage("access.browser-only");
            SecondFactor.Started started = portal.factor.start(user, TestPortal.PASSWORD, "县支行");
            assertThat(started.uri()).startsWith("otpauth://totp/").contains("secret=" + started.secret());
            assertThat(open(portal, null).account().name()).as("not asked for before it is confirmed").isEqualTo("wang");
            assertThatThrownBy(() -> portal.factor.confirm(user, keep, "000000")).isInstanceOf(Problem.class);

            List<String> recovery = portal.factor.confirm(user, keep, code(portal, started.secret()));
            assertThat(recovery).hasSize(10).doesNotHaveDuplicates();
            assertThat(portal.sessions.bySession(here.session())).isPresent();
            assertThat(portal.sessions.bySession(there.session())).as("opened without a code").isEmpty();
            Problem needed = catchThrowableOfType(Problem.class, () -> open(portal, null));
            assertThat(needed.code()).isEqualTo("access.second-factor-needed");
            portal.clock.pass(Duration.ofMinutes(1));
            assertThat(open(portal, code(portal, started.secret())).account().name()).isEqualTo("wang");

            // nothing of it is readable in the database
            assertThat(portal.db.count("access_factor where secret like '%" + started.secret() + "%'")).isZero();
            assertThat(portal.db.count("access_recovery_code where code_hash = '" + Secrets.hash(recovery.get(0)) + "'")).isZero();
            assertThat(Files.readString(portal.data.resolve("keys/access.key"))).hasSize(64);
        }
    }

    @BothDatabases
    void aCodeOpensOnceAndSoDoesARecoveryCode(Database database) {
        try (TestPortal portal = new TestPortal(database)) {
            Caller user = portal.account("wang", null, null);
            SecondFactor.Started started = portal.factor.start(user, TestPortal.PASSWORD, "县支行");
            List<String> recovery = portal.factor.confirm(user, null, code(portal, started.secret()));
            assertThatThrownBy(() -> open(portal, code(portal, started.secret()))).as("seen at the enrolment").hasMessage("access.wrong-code");
            portal.clock.pass(Duration.ofMinutes(2));
            String once = code(portal, started.secret());
            assertThat(open(portal, once.substring(0, 3) + " " + once.substring(3)).account().name()).isEqualTo("wang");
            assertThatThrownBy(() -> open(portal, once)).as("looked over the shoulder").hasMessage("access.wrong-code");
            assertThatThrownBy(() -> open(portal, code(portal, started.secret(), -1))).as("an older one").hasMessage("access.wrong-code");

            assertThat(open(portal, recovery.get(0).toUpperCase()).account().name()).isEqualTo("wang");
            assertThatThrownBy(() -> open(portal, recovery.get(0))).hasMessage("access.wrong-code");
            assertThat(portal.factor.state(user).recoveryLeft()).isEqualTo(9);
            assertThat(portal.audit.about("access.account", user.account().toString(), 50)).as("that a recovery code was used is written down, the code is not")
                    .filteredOn(entry -> entry.action().equals("access.use-recovery-code")).singleElement()
                    .satisfies(entry -> assertThat(entry.after()).contains("9").doesNotContain(recovery.get(0).substring(0, 4)));
            portal.clock.pass(Duration.ofMinutes(10));
            List<String> fresh = portal.factor.newRecovery(user, code(portal, started.secret()));
            assertThatThrownBy(() -> open(portal, recovery.get(1))).as("replaced").hasMessage("access.wrong-code");
            assertThat(open(portal, fresh.get(1)).account().name()).isEqualTo("wang");
        }
    }

    @BothDatabases
    void codesCannotBeGuessedNeitherByWhoKnowsThePassword(Database database) {
        try (TestPortal portal = new TestPortal(database)) {
            Caller user = portal.account("wang", null, null);
            SignIn.Opened own = open(portal, null);
            String secret = enrol(portal, user);
            SignIn.From stranger = TestPortal.from("203.0.113.9");
            for (int i = 0; i < 5; i++) {
                assertThatThrownBy(() -> portal.signIn.open("wang", TestPortal.PASSWORD, "000000", stranger)).hasMessage("access.wrong-code");
            }
            assertThatThrownBy(() -> portal.signIn.open("wang", TestPortal.PASSWORD, code(portal, secret), stranger)).hasMessage("access.too-many-attempts");
            // the owner's own browser is counted by itself
            SignIn.From known = new SignIn.From("10.0.0.1", "Firefox", own.device(), Language.ZH_CN);
            assertThat(portal.signIn.open("wang", TestPortal.PASSWORD, code(portal, secret), known).account().name()).isEqualTo("wang");
            // and a wrong password tells nothing of a second factor
            assertThatThrownBy(() -> portal.signIn.open("wang", "wrong wrong", null, TestPortal.from("10.0.0.1"))).hasMessage("access.wrong-password");
        }
    }

    @BothDatabases
    void whoAdministersWhereTheUnitAsksForItIsLedToEnrol(Database database) {
        try (TestPortal portal = new TestPortal(database)) {
            Unit root = portal.units.add("县支行", null);
            Unit office = portal.units.add("办公室", root);
            portal.modules.suggest("unit-administrator", "access.accounts", "access.roles").suggest("member", "calendar.read");
            Caller top = portal.account("admin", Role.SYSTEM_ADMINISTRATOR, null);
            Caller admin = portal.account("wang", "unit-administrator", office);
            Caller member = portal.account("员工", "member", office);
            assertThatThrownBy(() -> portal.policies.ask(admin, root.id(), true)).hasMessage("access.forbidden");
            assertThatThrownBy(() -> portal.policies.ask(member, office.id(), true)).hasMessage("access.forbidden");

            portal.policies.ask(top, office.id(), true);
            assertThat(portal.rights.everything(top)).as("asked at the office, not at the top").isTrue();
            assertThat(portal.rights.can(member, "calendar.read", office.id())).as("administers nothing").isTrue();
            assertThat(portal.rights.waitsForSecondFactor(admin.account())).isTrue();
            assertThatThrownBy(() -> portal.rights.require(admin, "access.accounts", office.id())).hasMessage("access.enrol-first");
            assertThatThrownBy(() -> portal.tokens.make(admin, "script", null)).as("a token would outlive it").hasMessage("access.enrol-first");

            String secret = enrol(portal, admin);
            assertThat(portal.rights.can(admin, "access.accounts", office.id())).isTrue();
            assertThat(portal.policies.get(admin, office.id())).isEqualTo(new Policies.Policy(true, null));
            assertThatThrownBy(() -> portal.factor.remove(admin, code(portal, secret))).hasMessage("access.factor-required");

            portal.policies.ask(top, root.id(), true);
            assertThat(portal.rights.waitsForSecondFactor(top.account())).as("inherited by all, and the top itself").isTrue();
            portal.policies.ask(TestPortal.system(), root.id(), false);
            portal.policies.ask(TestPortal.system(), office.id(), false);
            portal.factor.remove(admin, code(portal, secret));
            assertThat(portal.factor.state(admin).enrolled()).isFalse();
        }
    }

    @BothDatabases
    void whoHasMoreTakesALostOneAway(Database database) {
        try (TestPortal portal = new TestPortal(database)) {
            Unit root = portal.units.add("县支行", null);
            portal.modules.suggest("unit-administrator", "access.accounts", "access.roles");
            Caller top = portal.account("admin", Role.SYSTEM_ADMINISTRATOR, null);
            Caller admin = portal.account("管理员", "unit-administrator", root);
            Caller peer = portal.account("wang", "unit-administrator", root);
            Caller member = portal.account("员工", null, root);
            Account target = portal.accountStore.find(peer.account()).orElseThrow();
            enrol(portal, peer);

            assertThat(portal.accounts.hasMore(admin, target)).as("no more than an equal").isFalse();
            assertThat(portal.accounts.hasMore(admin, portal.accountStore.find(member.account()).orElseThrow())).isTrue();
            assertThatThrownBy(() -> portal.factor.reset(admin, target, portal.accounts.hasMore(admin, target), root.id())).hasMessage("access.more-than-own");
            assertThatThrownBy(() -> portal.factor.reset(peer, target, true, root.id())).hasMessage("access.not-oneself");
            portal.factor.reset(top, target, portal.accounts.hasMore(top, target), root.id());
            assertThat(open(portal, null).account().name()).isEqualTo("wang");
            assertThat(portal.db.count("access_audit where action = 'access.reset-second-factor' and who = 'admin'")).isEqualTo(1);
        }
    }

    @BothDatabases
    void aRowCopiedToAnotherAccountOrReadWithAnotherKeyOpensNothing(Database database) throws Exception {
        try (TestPortal portal = new TestPortal(database)) {
            UUID one = UUID.randomUUID();
            Vault vault = new Vault(new RunFolder(portal.data, "keys"));
            String stored = vault.encrypt(one, new byte[] {1, 2, 3});
            assertThat(vault.decrypt(one, stored)).containsExactly(1, 2, 3);
            assertThat(new Vault(new RunFolder(portal.data, "keys")).decrypt(one, stored)).as("after a restart").containsExactly(1, 2, 3);
            assertThatThrownBy(() -> vault.decrypt(UUID.randomUUID(), stored)).hasMessage("access.factor-unreadable");
            assertThatThrownBy(() -> new Vault(new RunFolder(portal.data, "other")).decrypt(one, stored)).hasMessage("access.factor-unreadable");
            assertThatThrownBy(() -> vault.decrypt(one, "nonsense")).hasMessage("access.factor-unreadable");
        }
    }
}
