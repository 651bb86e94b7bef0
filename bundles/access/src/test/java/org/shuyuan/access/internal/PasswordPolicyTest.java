package org.shuyuan.access.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Person;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;

class PasswordPolicyTest {

    private static TestPortal portal(Database database, Map<String, Object> settings) {
        TestPortal portal = new TestPortal(database);
        portal.settings = SettingsTest.read(new HashMap<>(settings));
        portal.start();
        return portal;
    }

    private static void refused(TestPortal portal, Caller user, String current, String wanted, String code) {
        assertThatThrownBy(() -> portal.ownPassword.change(user, null, current, wanted)).isInstanceOfSatisfying(Problem.class,
                problem -> assertThat(problem.errors()).extracting(Problem.FieldError::code).containsExactly(code));
    }

    @BothDatabases
    void whatTheOfficeAsksForIsHeld(Database database) {
        try (TestPortal portal = portal(database, Map.of("password.length", "12", "password.history", "2", "password.refused", "锦江支行, jinjiang"))) {
            Caller user = portal.account("wang", null, null);
            refused(portal, user, TestPortal.PASSWORD, "elevenchar1", "access.password-short");
            refused(portal, user, TestPortal.PASSWORD, "jinjiang2026!", "access.password-like-name");
            portal.ownPassword.change(user, null, TestPortal.PASSWORD, "first long phrase of mine");
            refused(portal, user, "first long phrase of mine", TestPortal.PASSWORD, "access.password-before");
            portal.clock.pass(Duration.ofSeconds(1));
            portal.ownPassword.change(user, null, "first long phrase of mine", "second long phrase of mine");
            portal.clock.pass(Duration.ofSeconds(1));
            portal.ownPassword.change(user, null, "second long phrase of mine", "third long phrase of mine");
            assertThat(portal.db.count("access_password_history")).as("no more than asked for").isEqualTo(2);
            portal.ownPassword.change(user, null, "third long phrase of mine", TestPortal.PASSWORD);
        }
    }

    @BothDatabases
    void aPasswordGrowsOldOnlyWhereTheSettingsSaySo(Database database) {
        try (TestPortal portal = portal(database, Map.of("password.days", "90"))) {
            Unit root = portal.units.add("县支行", null);
            portal.modules.suggest("member", "calendar.read");
            Caller user = portal.account("wang", "member", root);
            portal.clock.pass(Duration.ofDays(89));
            portal.signIn.open("wang", TestPortal.PASSWORD, TestPortal.from("10.0.0.1"));
            assertThat(portal.rights.can(user, "calendar.read", root.id())).isTrue();
            portal.clock.pass(Duration.ofDays(2));
            portal.signIn.open("wang", TestPortal.PASSWORD, TestPortal.from("10.0.0.1"));
            assertThat(portal.rights.can(user, "calendar.read", root.id())).isFalse();
            portal.ownPassword.change(user, null, TestPortal.PASSWORD, "a quite different phrase");
            assertThat(portal.rights.can(user, "calendar.read", root.id())).isTrue();
        }
    }

    @BothDatabases
    void anInitialPasswordThatWaitsTooLongOpensNothing(Database database) {
        try (TestPortal portal = portal(database, Map.of("password.initial.days", "7"))) {
            Caller user = portal.account("wang", null, null);
            AccountService.Made made = portal.accounts.resetTo(TestPortal.system(), user.account());
            portal.clock.pass(Duration.ofDays(7).minusMinutes(1));
            assertThat(portal.signIn.open("wang", made.initial(), TestPortal.from("10.0.0.1")).account().mustChange()).isTrue();
            portal.clock.pass(Duration.ofMinutes(2));
            assertThatThrownBy(() -> portal.signIn.open("wang", "wrong wrong", TestPortal.from("10.0.0.1"))).hasMessage("access.wrong-password");
            assertThatThrownBy(() -> portal.signIn.open("wang", made.initial(), TestPortal.from("10.0.0.1"))).hasMessage("access.initial-expired");
            portal.clock.pass(Duration.ofHours(1));
            String again = portal.accounts.reset(TestPortal.system(), user.account());
            assertThat(portal.signIn.open("wang", again, TestPortal.from("10.0.0.1")).account().name()).isEqualTo("wang");
        }
    }

    @BothDatabases
    void whoWouldGetWhichAccountIsShownBeforeAndMadeSo(Database database) {
        try (TestPortal portal = new TestPortal(database)) {
            Unit root = portal.units.add("县支行", null);
            Unit office = portal.units.add("办公室", root);
            portal.modules.suggest("unit-administrator", "access.accounts", "access.roles");
            Caller admin = portal.account("管理员", "unit-administrator", office);
            Person one = portal.people.add("王小明", "YX1021", office);
            Person two = portal.people.add("王晓明", "YX1022", office);
            Person none = portal.people.add("李娜", "", office);
            Person outside = portal.people.add("赵强", "YX1", root);
            portal.spelling.put("王小明", "wangxiaoming").put("王晓明", "wangxiaoming");

            BulkAccounts.Plan numbers = portal.bulk.plan(admin, office.id(), List.of(one.id(), two.id(), none.id(), outside.id()), BulkAccounts.Naming.NUMBER);
            assertThat(numbers.accounts()).extracting(BulkAccounts.Planned::account).containsExactlyInAnyOrder("YX1021", "YX1022");
            assertThat(numbers.skipped()).extracting(BulkAccounts.Skipped::reason).containsExactlyInAnyOrder("no-number", "elsewhere");
            BulkAccounts.Plan pinyin = portal.bulk.plan(admin, office.id(), null, BulkAccounts.Naming.PINYIN);
            assertThat(pinyin.accounts()).extracting(BulkAccounts.Planned::account).containsExactlyInAnyOrder("wangxiaoming", "wangxiaoming2");
            assertThat(pinyin.skipped()).extracting(BulkAccounts.Skipped::reason).containsExactly("no-pinyin");
            assertThat(portal.db.count("access_account where person is not null")).as("nothing is made yet").isZero();

            BulkAccounts.MadeMany made = portal.bulk.create(admin, office.id(), null, BulkAccounts.Naming.PINYIN, null);
            assertThat(made.made()).extracting(each -> each.account().name()).containsExactlyInAnyOrder("wangxiaoming", "wangxiaoming2");
            assertThat(made.made()).allSatisfy(each -> assertThat(each.until()).isAfter(portal.clock.instant().plus(Duration.ofDays(29))));
            assertThatThrownBy(() -> portal.bulk.plan(admin, root.id(), null, BulkAccounts.Naming.NUMBER)).hasMessage("access.forbidden");
        }
    }
}
