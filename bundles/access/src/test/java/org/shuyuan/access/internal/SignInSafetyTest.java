package org.shuyuan.access.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.shuyuan.access.internal.jpa.SignInStore.Try;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.text.Language;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;

/** Who guesses is slowed down, who does not is not; and everybody sees who tried. */
class SignInSafetyTest {

    private static final String OFFICE = "10.0.0.1";

    private static void guess(TestPortal portal, String name, String address, int times) {
        for (int i = 0; i < times; i++) {
            Problem refused = catchThrowableOfType(Problem.class, () -> portal.signIn.open(name, "guess guess", TestPortal.from(address)));
            assertThat(refused.code()).isIn("access.wrong-password", "access.too-many-attempts");
        }
    }

    @BothDatabases
    void anOfficeBehindOneAddressGoesOnWhileOneOfThemGuesses(Database database) {
        try (TestPortal portal = new TestPortal(database)) {
            for (String name : List.of("wang", "li", "zhang")) {
                portal.account(name, null, null);
                portal.signIn.open(name, TestPortal.PASSWORD, TestPortal.from(OFFICE));
            }
            for (int i = 0; i < 32; i++) {
                guess(portal, "nobody" + i, OFFICE, 1);
            }
            assertThatThrownBy(() -> portal.signIn.open("new", "x", TestPortal.from(OFFICE))).hasMessage("access.too-many-attempts");
            // whoever has signed in from the office before is not counted with the guesser, also in another browser
            for (String name : List.of("wang", "li", "zhang")) {
                assertThat(portal.signIn.open(name, TestPortal.PASSWORD, TestPortal.from(OFFICE)).account().name()).isEqualTo(name);
            }
        }
    }

    @BothDatabases
    void manyAddressesAgainstOneAccountDoNotKeepItsOwnerOut(Database database) {
        try (TestPortal portal = new TestPortal(database)) {
            portal.account("wang", null, null);
            portal.signIn.open("wang", TestPortal.PASSWORD, TestPortal.from(OFFICE));
            for (int i = 0; i < 30; i++) {
                guess(portal, "wang", "203.0.113." + i, 1);
            }
            assertThatThrownBy(() -> portal.signIn.open("wang", TestPortal.PASSWORD, TestPortal.from("198.51.100.1"))).hasMessage("access.too-many-attempts");
            assertThat(portal.signIn.open("wang", TestPortal.PASSWORD, TestPortal.from(OFFICE)).account().name()).as("from the office, in a new browser").isEqualTo("wang");
        }
    }

    @BothDatabases
    void whoGuessesFromTheOwnersOfficeIsSlowedDownThereAndTheOwnersBrowserIsNot(Database database) {
        try (TestPortal portal = new TestPortal(database)) {
            portal.account("wang", null, null);
            SignIn.Opened own = portal.signIn.open("wang", TestPortal.PASSWORD, TestPortal.from(OFFICE));
            guess(portal, "wang", OFFICE, 5);
            assertThatThrownBy(() -> portal.signIn.open("wang", "guess guess", TestPortal.from(OFFICE))).hasMessage("access.too-many-attempts");
            SignIn.From known = new SignIn.From(OFFICE, "Firefox", own.device(), Language.ZH_CN);
            assertThat(portal.signIn.open("wang", TestPortal.PASSWORD, known).account().name()).isEqualTo("wang");
            portal.clock.pass(Duration.ofMinutes(5));
            assertThat(portal.signIn.open("wang", TestPortal.PASSWORD, TestPortal.from(OFFICE)).account().name()).as("never for good").isEqualTo("wang");
        }
    }

    @BothDatabases
    void anAddressThatTriesManyNamesIsSlowedDownWhicheverOfItsAddressesItTakes(Database database) {
        try (TestPortal portal = new TestPortal(database)) {
            for (int i = 0; i < 30; i++) {
                guess(portal, "name" + i, "2001:db8:1:2::" + Integer.toHexString(i + 1), 1);
            }
            assertThatThrownBy(() -> portal.signIn.open("another", "guess", TestPortal.from("2001:db8:1:2:ffff::9"))).hasMessage("access.too-many-attempts");
            assertThatThrownBy(() -> portal.signIn.open("another", "guess", TestPortal.from("2001:db8:1:3::9"))).as("the neighbour's network").hasMessage("access.wrong-password");
        }
    }

    @BothDatabases
    void whoTriesALittleWithEveryColleagueIsSlowedDown(Database database) {
        try (TestPortal portal = new TestPortal(database)) {
            portal.account("wang", null, null);
            SignIn.Opened own = portal.signIn.open("wang", TestPortal.PASSWORD, TestPortal.from(OFFICE));
            for (int i = 0; i < 300; i++) {
                portal.throttle.begin(List.of(new Throttle.Key(Throttle.Kind.OFFICE, OFFICE)));
            }
            assertThatThrownBy(() -> portal.signIn.open("wang", "guess guess", TestPortal.from(OFFICE))).hasMessage("access.too-many-attempts");
            SignIn.From known = new SignIn.From(OFFICE, "Firefox", own.device(), Language.ZH_CN);
            assertThat(portal.signIn.open("wang", TestPortal.PASSWORD, known).account().name()).as("in the usual browser").isEqualTo("wang");
        }
    }

    @BothDatabases
    void everybodySeesWhoTriedAndIsToldOfANewBrowser(Database database) {
        try (TestPortal portal = new TestPortal(database)) {
            Unit root = portal.units.add("县支行", null);
            Unit outlet = portal.units.add("营业部", root);
            portal.modules.suggest("unit-administrator", "access.accounts", "access.roles");
            Caller admin = portal.account("管理员", "unit-administrator", root);
            Caller elsewhere = portal.account("别处", "unit-administrator", outlet);
            Caller user = portal.account("wang", null, root);
            SignIn.Opened first = portal.signIn.open("wang", TestPortal.PASSWORD, TestPortal.from(OFFICE));
            assertThat(portal.notices.sent()).as("the first browser of all").isEmpty();
            portal.clock.pass(Duration.ofMinutes(1));
            portal.signIn.open("wang", TestPortal.PASSWORD, new SignIn.From(OFFICE, "Firefox", first.device(), Language.ZH_CN));
            assertThat(portal.notices.sent()).as("a browser that is known").isEmpty();
            portal.clock.pass(Duration.ofMinutes(1));
            guess(portal, "wang", "203.0.113.9", 1);
            portal.clock.pass(Duration.ofMinutes(1));
            portal.signIn.open("wang", TestPortal.PASSWORD, new SignIn.From("203.0.113.9", "Mozilla/5.0 (Windows NT 10.0) Chrome/120.0 Edg/120.0", null, Language.ZH_CN));
            assertThat(portal.notices.sent()).hasSize(1);

            List<Try> seen = portal.history.own(user, 1, 20).items();
            assertThat(seen).extracting(Try::outcome).containsExactly("success", "wrong-password", "success", "success");
            assertThat(seen).extracting(Try::newDevice).containsExactly(true, false, false, true);
            assertThat(Devices.words(seen.get(0).agent())).isEqualTo("Edge · Windows");
            assertThat(portal.history.of(admin, user.account(), 1, 2).total()).isEqualTo(4);
            assertThatThrownBy(() -> portal.history.of(elsewhere, user.account(), 1, 20)).hasMessage("access.no-such-account");
            portal.clock.pass(Duration.ofDays(181));
            portal.history.purge();
            assertThat(portal.history.own(user, 1, 20).items()).isEmpty();
        }
    }

    @BothDatabases
    void anAdministratorEndsSessionsOfWhomHeManages(Database database) {
        try (TestPortal portal = new TestPortal(database)) {
            Unit root = portal.units.add("县支行", null);
            portal.modules.suggest("unit-administrator", "access.accounts", "access.roles");
            Caller top = portal.account("admin", Role.SYSTEM_ADMINISTRATOR, null);
            Caller admin = portal.account("管理员", "unit-administrator", root);
            Caller user = portal.account("wang", null, root);
            List<SignIn.Opened> opened = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                opened.add(portal.signIn.open("wang", TestPortal.PASSWORD, TestPortal.from(OFFICE)));
            }
            assertThatThrownBy(() -> portal.accounts.endSessions(user, user.account(), null)).hasMessage("access.no-such-account");
            assertThatThrownBy(() -> portal.accounts.endSessions(admin, top.account(), null)).hasMessage("access.no-such-account");
            portal.accounts.endSessions(admin, user.account(), portal.sessions.bySession(opened.get(0).session()).orElseThrow().id());
            assertThat(portal.sessions.bySession(opened.get(0).session())).isEmpty();
            portal.sessions.endOthers(user, portal.sessions.bySession(opened.get(1).session()).orElseThrow().id());
            assertThat(portal.sessions.bySession(opened.get(1).session())).isPresent();
            assertThat(portal.sessions.bySession(opened.get(2).session())).isEmpty();
            portal.accounts.endSessions(admin, user.account(), null);
            assertThat(portal.sessions.list(user.account())).isEmpty();
        }
    }
}
