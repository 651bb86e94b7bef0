package org.shuyuan.access.internal.outside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.shuyuan.access.internal.Account;
import org.shuyuan.access.internal.Enrolment;
import org.shuyuan.access.internal.Grant;
import org.shuyuan.access.internal.Role;
import org.shuyuan.access.internal.SignIn;
import org.shuyuan.access.internal.TestPortal;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.access.OutsideIdentity;
import org.shuyuan.api.directory.Person;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;

/** Whose account it is, and what the groups give. */
class OutsideSignInTest {

    @BothDatabases
    void aPersonOfTheListGetsAnAccountAndKeepsItUnderANewName(Database database) {
        try (Outside outside = new Outside(database)) {
            Unit bank = outside.portal.units.add("江城支行", null);
            Person wang = outside.portal.people.add("王伟", "A001", bank);
            outside.server.rules = Outside.rules(Map.of("match.unknown", "create"));
            outside.server.people.put("wangwei", Outside.identity("uuid-1", "wangwei", " A001 "));

            Account first = outside.enter("wangwei").account();
            assertThat(first.person()).isEqualTo(wang.id());
            assertThat(first.name()).isEqualTo("A001");
            assertThat(outside.portal.roleStore.grants(List.of(first.id()))).extracting(Grant::role, Grant::unit).containsExactly(org.assertj.core.groups.Tuple.tuple("member", bank.id()));

            // married, renamed and without a number there: it is the same subject
            outside.server.people.put("wangwei2", Outside.identity("uuid-1", "wangwei2", ""));
            assertThat(outside.enter("wangwei2").account().id()).isEqualTo(first.id());
            assertThat(outside.store.links(first.id())).extracting(link -> link.name()).containsExactly("wangwei2");
            assertThat(outside.portal.db.count("access_account")).isEqualTo(1);
        }
    }

    @BothDatabases
    void whoIsNotInTheListIsRefusedAndAnAccountIsMadeOnlyWhereTheSettingSaysSo(Database database) {
        try (Outside outside = new Outside(database)) {
            Unit bank = outside.portal.units.add("江城支行", null);
            outside.portal.people.add("王伟", "A001", bank);
            outside.server.people.put("wangwei", Outside.identity("uuid-1", "wangwei", "A001"));
            outside.server.people.put("stranger", Outside.identity("uuid-2", "stranger", "Z999"));
            assertThatThrownBy(() -> outside.enter("wangwei")).hasMessage("access.outside-no-account");
            outside.server.rules = Outside.rules(Map.of("match.unknown", "create"));
            assertThatThrownBy(() -> outside.enter("stranger")).hasMessage("access.outside-unknown");
            assertThat(outside.portal.db.count("access_account")).isZero();
            assertThat(outside.portal.db.count("access_audit where action = 'access.sign-in-failed' and after_json like '%outside-unknown%'")).isEqualTo(1);
        }
    }

    @BothDatabases
    void twoWhoFitAreRefused(Database database) {
        try (Outside outside = new Outside(database)) {
            Unit bank = outside.portal.units.add("江城支行", null);
            Person one = outside.portal.people.add("王伟", "A001", bank);
            Person other = outside.portal.people.add("王薇", "A002", bank);
            outside.portal.people.reached.put(one.id(), Set.of("office@bank.cn"));
            outside.portal.people.reached.put(other.id(), Set.of("office@bank.cn"));
            outside.server.rules = Outside.rules(Map.of("match.unknown", "create", "match.by", "mail", "match.attribute", "mail"));
            outside.server.people.put("wangwei", new OutsideIdentity("uuid-1", "wangwei", Map.of("MAIL", List.of("Office@bank.cn")), Set.of(), true, null));
            assertThatThrownBy(() -> outside.enter("wangwei")).hasMessage("access.outside-ambiguous");
            assertThat(outside.portal.db.count("access_account")).isZero();
        }
    }

    @BothDatabases
    void aNameGivenToSomebodyElseTakesNothingOver(Database database) {
        try (Outside outside = new Outside(database)) {
            Unit bank = outside.portal.units.add("江城支行", null);
            outside.portal.people.add("王伟", "A001", bank);
            outside.portal.people.add("李芳", "A002", bank);
            outside.server.rules = Outside.rules(Map.of("match.unknown", "create"));
            outside.server.people.put("wangwei", Outside.identity("uuid-1", "wangwei", "A001"));
            Account wang = outside.enter("wangwei").account();

            // another entry with the old number
            outside.server.people.put("wangwei", Outside.identity("uuid-9", "wangwei", "A001"));
            assertThatThrownBy(() -> outside.enter("wangwei")).hasMessage("access.outside-linked-already");
            // a source whose subject is the name itself, given to another person
            outside.server.people.put("wangwei", Outside.identity("uuid-1", "wangwei", "A002"));
            assertThatThrownBy(() -> outside.enter("wangwei")).hasMessage("access.outside-other-person");

            // an administrator takes the link away: the new one is matched
            outside.links.remove(TestPortal.system(), wang.id(), outside.store.links(wang.id()).get(0).id());
            outside.server.people.put("wangwei", Outside.identity("uuid-9", "wangwei", "A001"));
            assertThat(outside.enter("wangwei").account().id()).isEqualTo(wang.id());
        }
    }

    @BothDatabases
    void whoIsDisabledThereOrHereIsRefused(Database database) {
        try (Outside outside = new Outside(database)) {
            Unit bank = outside.portal.units.add("江城支行", null);
            outside.portal.people.add("王伟", "A001", bank);
            outside.server.rules = Outside.rules(Map.of("match.unknown", "create"));
            OutsideIdentity wang = Outside.identity("uuid-1", "wangwei", "A001");
            outside.server.people.put("wangwei", wang);
            outside.portal.account("admin", Role.SYSTEM_ADMINISTRATOR, null);
            Account account = outside.enter("wangwei").account();

            outside.server.people.put("wangwei", new OutsideIdentity("uuid-1", "wangwei", wang.attributes(), Set.of(), false, null));
            assertThatThrownBy(() -> outside.enter("wangwei")).hasMessage("access.outside-disabled");
            outside.server.people.put("wangwei", wang);
            outside.portal.accounts.change(TestPortal.system(), account.id(), null, null, false, (int) account.version());
            assertThatThrownBy(() -> outside.enter("wangwei")).hasMessage("access.account-disabled");
        }
    }

    @BothDatabases
    void aLinkedAccountLosesItsPasswordAndAnAdministratorKeepsHis(Database database) {
        try (Outside outside = new Outside(database)) {
            Caller user = outside.portal.account("wang", null, null);
            Caller admin = outside.portal.account("admin", Role.SYSTEM_ADMINISTRATOR, null);
            outside.server.rules = Outside.rules(Map.of("match.by", "account", "match.attribute", "employeeNumber"));
            outside.server.people.put("w", Outside.identity("uuid-1", "w", "WANG"));
            outside.server.people.put("a", Outside.identity("uuid-2", "a", "admin"));
            outside.enter("w");
            assertThatThrownBy(() -> outside.portal.signIn.open("wang", TestPortal.PASSWORD, TestPortal.from("10.0.0.1"))).hasMessage("access.wrong-password");
            assertThat(outside.links.of(TestPortal.system(), user.account()).password()).isFalse();

            // the source is no way to become an administrator unless the settings say so
            assertThatThrownBy(() -> outside.enter("a")).hasMessage("access.outside-administrator");
            assertThat(outside.portal.db.count("access_outside_link")).isEqualTo(1);
            outside.server.rules = Outside.rules(Map.of("match.by", "account", "administrators", "true"));
            assertThat(outside.enter("a").account().id()).isEqualTo(admin.account());
            assertThat(outside.portal.signIn.open("admin", TestPortal.PASSWORD, TestPortal.from("10.0.0.1")).account().id()).isEqualTo(admin.account());

            // an administrator gives a password for the time the source is away, and takes it back
            String given = outside.portal.accounts.reset(TestPortal.system(), user.account());
            assertThat(outside.portal.signIn.open("wang", given, TestPortal.from("10.0.0.1")).account().id()).isEqualTo(user.account());
            assertThat(outside.links.of(TestPortal.system(), user.account()).password()).isTrue();
            outside.links.seal(TestPortal.system(), user.account());
            assertThatThrownBy(() -> outside.portal.signIn.open("wang", given, TestPortal.from("10.0.0.1"))).hasMessage("access.wrong-password");
            // who administers nothing sees and does nothing
            assertThatThrownBy(() -> outside.links.of(user, admin.account())).hasMessage("access.no-such-account");
            assertThatThrownBy(() -> outside.links.seal(user, admin.account())).hasMessage("access.no-such-account");
        }
    }

    @BothDatabases
    void groupsGiveRolesAndTakeThemAgainButNeverWhatWasGivenByHand(Database database) {
        try (Outside outside = new Outside(database)) {
            Unit bank = outside.portal.units.add("江城支行", null);
            Unit office = outside.portal.units.add("办公室", bank);
            Caller user = outside.portal.account("wang", "organiser", office);
            outside.server.rules = Outside.rules(Map.of("match.by", "account", "groups",
                    "cn=Heads,ou=g -> head @ 江城支行/办公室; organisers -> organiser @ " + office.id() + "; lost -> head @ 没有/的单位; odd -> nothing @ 江城支行"));
            outside.server.people.put("w", Outside.identity("uuid-1", "w", "wang", "CN=heads,OU=g", "organisers", "lost", "odd"));
            outside.enter("w");
            assertThat(held(outside, user.account())).containsExactlyInAnyOrder("organiser", "head");
            outside.enter("w");
            assertThat(outside.portal.db.count("access_grant")).as("given once").isEqualTo(2);

            outside.server.people.put("w", Outside.identity("uuid-1", "w", "wang"));
            outside.enter("w");
            assertThat(held(outside, user.account())).as("the one by hand stays").containsExactly("organiser");
            assertThat(outside.portal.db.count("access_outside_grant")).isZero();
        }
    }

    @BothDatabases
    void theLastAdministratorStaysOneThoughNoGroupSaysSoAnyMore(Database database) {
        try (Outside outside = new Outside(database)) {
            outside.portal.account("wang", null, null);
            outside.server.rules = Outside.rules(Map.of("match.by", "account", "administrators", "true", "groups", "admins -> system-administrator @ *"));
            outside.server.people.put("w", Outside.identity("uuid-1", "w", "wang", "admins"));
            Account account = outside.enter("w").account();
            assertThat(held(outside, account.id())).containsExactly(Role.SYSTEM_ADMINISTRATOR);
            outside.server.people.put("w", Outside.identity("uuid-1", "w", "wang"));
            outside.enter("w");
            assertThat(held(outside, account.id())).containsExactly(Role.SYSTEM_ADMINISTRATOR);
            outside.portal.account("admin", Role.SYSTEM_ADMINISTRATOR, null);
            outside.enter("w");
            assertThat(held(outside, account.id())).isEmpty();
        }
    }

    @BothDatabases
    void guessingIsSlowedDownAndAnEmptyPasswordIsNeverAsked(Database database) {
        try (Outside outside = new Outside(database)) {
            outside.portal.account("wang", null, null);
            outside.server.rules = Outside.rules(Map.of("match.by", "account"));
            outside.server.people.put("w", Outside.identity("uuid-1", "w", "wang"));
            SignIn.Opened own = outside.enter("w");
            outside.server.away = new Problem(503, "access.not-ready");
            for (int i = 0; i < 20; i++) {
                assertThatThrownBy(() -> outside.enter("w")).as("no guess was wrong while the server is away").hasMessage("access.not-ready");
            }
            for (String wrong : new String[] {"", null, "x".repeat(513)}) {
                assertThatThrownBy(() -> outside.signIn.password("ldap", "w", wrong, null, TestPortal.from("10.0.0.3"))).hasMessage("access.wrong-password");
            }
            outside.server.away = null;
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> outside.signIn.password("ldap", "w", "guess", null, TestPortal.from("10.0.0.3"))).hasMessage("access.wrong-password");
            }
            assertThatThrownBy(() -> outside.signIn.password("ldap", "W", Outside.PASSWORD, null, TestPortal.from("10.0.0.4"))).hasMessage("access.too-many-attempts");
            assertThat(outside.signIn.password("ldap", "w", Outside.PASSWORD, null, new SignIn.From("10.0.0.1", "Firefox", own.device(), org.shuyuan.api.text.Language.EN))
                    .account()).as("the owner's own browser").isEqualTo(outside.portal.accountStore.find(own.account().id()).orElseThrow());
            outside.servers.clear();
            assertThatThrownBy(() -> outside.enter("w")).hasMessage("access.no-such-source");
        }
    }

    @BothDatabases
    void theSecondFactorIsThePortalsUnlessTheSourceHasAskedForOne(Database database) {
        try (Outside outside = new Outside(database)) {
            Caller user = outside.portal.account("wang", null, null);
            List<String> codes = Enrolment.of(outside.portal, user);
            outside.server.rules = Outside.rules(Map.of("match.by", "account", "keep.passwords", "true"));
            outside.server.people.put("w", Outside.identity("uuid-1", "w", "wang"));
            assertThatThrownBy(() -> outside.enter("w")).hasMessage("access.second-factor-needed");
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> outside.signIn.password("ldap", "w", Outside.PASSWORD, "000000", TestPortal.from("10.0.0.1"))).hasMessage("access.wrong-code");
            }
            assertThat(outside.signIn.password("ldap", "w", Outside.PASSWORD, codes.get(0), TestPortal.from("10.0.0.1")).account().id()).isEqualTo(user.account());
            assertThatThrownBy(() -> outside.signIn.password("ldap", "w", Outside.PASSWORD, codes.get(0), TestPortal.from("10.0.0.1"))).as("used").hasMessage("access.wrong-code");
            outside.server.rules = Outside.rules(Map.of("match.by", "account", "second.factor", "source"));
            assertThat(outside.enter("w").account().id()).isEqualTo(user.account());
        }
    }

    @BothDatabases
    void manyWhoComeAtOnceForTheFirstTimeGetOneAccount(Database database) {
        try (Outside outside = new Outside(database)) {
            Unit bank = outside.portal.units.add("江城支行", null);
            outside.portal.people.add("王伟", "A001", bank);
            outside.server.rules = Outside.rules(Map.of("match.unknown", "create"));
            outside.server.people.put("wangwei", Outside.identity("uuid-1", "wangwei", "A001"));
            Set<UUID> all = Set.copyOf(IntStream.range(0, 4).mapToObj(i -> CompletableFuture.supplyAsync(() -> outside.enter("wangwei").account().id())).toList()
                    .stream().map(CompletableFuture::join).toList());
            assertThat(all).hasSize(1);
            assertThat(outside.portal.db.count("access_outside_link")).isEqualTo(1);
        }
    }

    private static List<String> held(Outside outside, UUID account) {
        return outside.portal.roleStore.grants(List.of(account)).stream().map(Grant::role).toList();
    }
}
