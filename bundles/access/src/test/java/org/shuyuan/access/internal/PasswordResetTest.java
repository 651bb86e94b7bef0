package org.shuyuan.access.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.shuyuan.access.internal.jpa.OutsideStore;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Person;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.id.Ids;
import org.shuyuan.api.id.Secrets;
import org.shuyuan.api.mail.Mail.Letter;
import org.shuyuan.api.outbox.OutboxEntry;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;

/** Who has forgotten the password gets a link by mail; whoever asks learns nothing, and a mailbox alone opens no more than it should. */
class PasswordResetTest {

    private static final String HOME = "10.0.0.1";
    private static final String FRESH = "seven lanterns over 江";

    /** 王伟 of the outlet, with a mailbox, who has signed in once. */
    private static Account wang(TestPortal portal) {
        return member(portal, "wang", "wang@example.cn");
    }

    private static Account member(TestPortal portal, String name, String mail) {
        Account made = made(portal, name, Set.of(mail));
        portal.mailboxes.made(made);
        portal.signIn.open(name, TestPortal.PASSWORD, TestPortal.from(HOME));
        return portal.accountStore.find(made.id()).orElseThrow();
    }

    /** An account as one that is older than what is known of mailboxes. */
    private static Account made(TestPortal portal, String name, Set<String> reached) {
        Unit unit = portal.units.roots().isEmpty() ? portal.units.add("营业部", null) : portal.units.roots().get(0);
        Person person = portal.people.add(name, "N" + name, unit);
        portal.people.reached.put(person.id(), reached);
        UUID id = Ids.next();
        portal.accountStore.add(new Account(id, name, name, person.id(), unit.id(), true, false, "zh-CN", portal.clock.instant(), null, 1), portal.passwords.hash(TestPortal.PASSWORD));
        return portal.accountStore.find(id).orElseThrow();
    }

    /** The new address is told of and opens nothing for a week. */
    private static void countsInAWeek(TestPortal portal) {
        portal.reset.ask("wang", TestPortal.from("10.0.0.9"));
        outbox(portal);
        assertThat(portal.mail.sent()).as("the owner has not signed in since").isEmpty();
        portal.signIn.open("wang", TestPortal.PASSWORD, TestPortal.from(HOME));
        assertThat(portal.notices.sent()).extracting(n -> n.notice().key()).contains("notice.new-mailbox");
        portal.reset.ask("wang", TestPortal.from("10.0.0.9"));
        outbox(portal);
        assertThat(portal.mail.sent()).as("the owner has been told, and has a week to object").isEmpty();
        portal.clock.pass(Duration.ofDays(7).plusSeconds(1));
        assertThat(asked(portal, "wang")).isNotEmpty();
    }

    /** What the outbox does after the answer. */
    private static void outbox(TestPortal portal) {
        for (OutboxEntry entry : entries(portal)) {
            new ResetLetters(portal.reset, portal.settings, portal.clock).accept(new OutboxEntry(entry.id(), entry.topic(), entry.payload(), portal.clock.instant()));
        }
    }

    private static List<OutboxEntry> entries(TestPortal portal) {
        try (Connection c = portal.db.pool().getConnection();
                PreparedStatement s = c.prepareStatement("select id, topic, payload from persistence_outbox where topic = 'access.reset-asked' order by id");
                ResultSet r = s.executeQuery()) {
            List<OutboxEntry> found = new ArrayList<>();
            while (r.next()) {
                found.add(new OutboxEntry(r.getLong(1), r.getString(2), r.getString(3), portal.clock.instant()));
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As the mail's thread does when it hands the letter over. */
    private static String secret(TestPortal portal, Letter letter) {
        String link = portal.reset.values(letter.key(), letter.reference()).orElseThrow().get("link");
        assertThat(link).startsWith("https://portal.example.cn/reset#");
        return link.substring(link.indexOf('#') + 1);
    }

    private static String asked(TestPortal portal, String who) {
        portal.reset.ask(who, TestPortal.from("10.0.0.9"));
        outbox(portal);
        List<Letter> sent = portal.mail.sent();
        return secret(portal, sent.get(sent.size() - 1));
    }

    @BothDatabases
    void aForgottenPasswordIsSetAnewByALinkThatWorksOnce(Database database) {
        try (TestPortal portal = new TestPortal(database)) {
            Account wang = wang(portal);
            SignIn.Opened before = portal.signIn.open("wang", TestPortal.PASSWORD, TestPortal.from(HOME));
            String secret = asked(portal, "WANG");

            Letter letter = portal.mail.sent().get(0);
            assertThat(letter.to()).isEqualTo("wang@example.cn");
            assertThat(letter.values().toString()).as("nothing secret is stored with the letter").doesNotContain(secret);
            assertThat(portal.reset.link(secret).account()).isEqualTo("wang");
            portal.reset.link(secret);
            portal.reset.set(secret, FRESH, TestPortal.from("10.0.0.9"));

            assertThat(portal.sessions.bySession(before.session())).as("all sessions have ended").isEmpty();
            assertThatThrownBy(() -> portal.signIn.open("wang", TestPortal.PASSWORD, TestPortal.from(HOME))).hasMessage("access.wrong-password");
            assertThat(portal.signIn.open("wang", FRESH, TestPortal.from(HOME)).account().id()).isEqualTo(wang.id());
            assertThat(portal.notices.sent()).anySatisfy(n -> assertThat(n.notice().key()).isEqualTo("notice.password-reset"));
            assertThat(portal.mail.sent()).extracting(Letter::key).containsExactly("mail.reset", "mail.password-changed");
            assertThat(portal.audit.about("access.account", wang.id().toString(), 20)).extracting(e -> e.action()).contains("access.ask-reset", "access.reset-by-mail");
            assertThatThrownBy(() -> portal.reset.set(secret, FRESH + "2", TestPortal.from("10.0.0.9"))).as("used").hasMessage("access.reset-over");
        }
    }

    @BothDatabases
    void aLinkThatIsOldReplacedAlteredOrOvertakenOpensNothing(Database database) {
        try (TestPortal portal = new TestPortal(database)) {
            Account wang = wang(portal);
            String first = asked(portal, "wang@example.cn");
            String second = asked(portal, "wang");
            assertThatThrownBy(() -> portal.reset.link(first)).as("replaced by a newer").hasMessage("access.reset-over");
            assertThatThrownBy(() -> portal.reset.link(second.substring(1) + "A")).as("altered").hasMessage("access.reset-over");
            assertThatThrownBy(() -> portal.reset.link("")).hasMessage("access.reset-over");
            assertThatThrownBy(() -> portal.reset.link(null)).hasMessage("access.reset-over");
            portal.clock.pass(Duration.ofMinutes(30).plusSeconds(1));
            assertThatThrownBy(() -> portal.reset.set(second, FRESH, TestPortal.from(HOME))).as("old").hasMessage("access.reset-over");

            String third = asked(portal, "wang");
            portal.ownPassword.change(new Caller(wang.id(), wang.person(), "wang", Caller.Kind.SESSION, org.shuyuan.api.text.Language.ZH_CN, HOME), null, TestPortal.PASSWORD, FRESH);
            assertThatThrownBy(() -> portal.reset.link(third)).as("the password was changed meanwhile").hasMessage("access.reset-over");
        }
    }

    @BothDatabases
    void whoeverAsksHearsTheSameAndWhatWasTypedIsNotWrittenDown(Database database) {
        try (TestPortal portal = new TestPortal(database)) {
            wang(portal);
            for (String who : List.of("wang", "nobody", "wang@example.cn", "nobody@example.cn", "a password typed into the wrong field")) {
                portal.reset.ask(who, TestPortal.from("10.0.0.9"));
            }
            assertThat(entries(portal)).hasSize(5).noneSatisfy(e -> assertThat(e.payload()).contains("wang")).noneSatisfy(e -> assertThat(e.payload()).contains("wrong field"));
            outbox(portal);
            outbox(portal);
            assertThat(portal.mail.sent()).as("two of five are somebody's; the same entry writes once").hasSize(2);
        }
    }

    @BothDatabases
    void askingIsSlowedDownForGuessersAndNotForTheOwner(Database database) {
        try (TestPortal portal = new TestPortal(database)) {
            wang(portal);
            SignIn.Opened own = portal.signIn.open("wang", TestPortal.PASSWORD, TestPortal.from(HOME));
            for (int i = 0; i < 5; i++) {
                portal.reset.ask("wang", TestPortal.from("203.0.113." + i));
            }
            assertThatThrownBy(() -> portal.reset.ask("wang", TestPortal.from("203.0.113.77"))).hasMessage("access.too-many-attempts");
            assertThatThrownBy(() -> {
                for (int i = 0; i < 40; i++) {
                    portal.reset.ask("name" + i, TestPortal.from("198.51.100.1"));
                }
            }).as("many names from one address").hasMessage("access.too-many-attempts");
            portal.reset.ask("wang", new SignIn.From("203.0.113.77", "Firefox", own.device(), org.shuyuan.api.text.Language.ZH_CN));
            portal.reset.ask("wang", TestPortal.from(HOME));
            assertThat(portal.signIn.open("wang", TestPortal.PASSWORD, TestPortal.from("203.0.113.80")).account().name()).as("signing in is counted apart").isEqualTo("wang");
            outbox(portal);
            assertThat(portal.mail.sent()).as("a mailbox is not filled").hasSizeLessThanOrEqualTo(3);
        }
    }

    @BothDatabases
    void noLinkGoesToWhoMayNotHaveOne(Database database) {
        try (TestPortal portal = new TestPortal(database)) {
            Account disabled = member(portal, "left", "left@example.cn");
            Account ldap = member(portal, "ldap", "ldap@example.cn");
            member(portal, "one", "office@example.cn");
            member(portal, "two", "office@example.cn");
            Account administrator = member(portal, "root", "root@example.cn");
            portal.account("robot", null, portal.units.roots().get(0));
            portal.roles.give(TestPortal.system(), administrator.id(), "system-administrator", null, null, null);
            portal.accounts.change(TestPortal.system(), disabled.id(), null, null, false, 1);
            OutsideStore outside = new OutsideStore(portal.db.jpa());
            String sealed = portal.passwords.hashGenerated(Secrets.random());
            portal.accountStore.password(ldap.id(), sealed, false, portal.clock.instant(), null);
            outside.add(new OutsideStore.Link(Ids.next(), "ldap", "uid-1", ldap.id(), "ldap", sealed, portal.clock.instant(), portal.clock.instant()));

            for (String who : List.of("left", "ldap", "ldap@example.cn", "one", "office@example.cn", "root", "robot")) {
                portal.reset.ask(who, TestPortal.from("10.0.0.9"));
            }
            outbox(portal);
            assertThat(portal.mail.sent()).isEmpty();
        }
    }

    @BothDatabases
    void whoAdministersGetsALinkOnlyWithASecondFactorWhichIsStillAsked(Database database) {
        try (TestPortal portal = new TestPortal(database)) {
            Account root = member(portal, "root", "root@example.cn");
            portal.roles.give(TestPortal.system(), root.id(), "system-administrator", null, null, null);
            Caller caller = new Caller(root.id(), root.person(), "root", Caller.Kind.SESSION, org.shuyuan.api.text.Language.ZH_CN, HOME);
            Enrolment.of(portal, caller);
            String secret = asked(portal, "root");
            assertThatThrownBy(() -> portal.reset.set(secret, "江-lantern", TestPortal.from(HOME))).as("the policy of administrators").hasMessage("rest.invalid");
            portal.reset.set(secret, FRESH, TestPortal.from(HOME));
            assertThatThrownBy(() -> portal.signIn.open("root", FRESH, TestPortal.from(HOME))).hasMessage("access.second-factor-needed");
        }
    }

    @BothDatabases
    void aMailAddressThatSomebodyElseChangedOpensNothingBehindTheOwnersBack(Database database) {
        try (TestPortal portal = new TestPortal(database)) {
            Account wang = wang(portal);
            portal.people.reached.put(wang.person(), Set.of("thief@example.cn"));
            portal.reset.ask("wang", TestPortal.from("10.0.0.9"));
            outbox(portal);
            assertThat(portal.mail.sent()).as("the owner has not seen it").isEmpty();

            portal.signIn.open("wang", TestPortal.PASSWORD, TestPortal.from(HOME));
            assertThat(portal.notices.sent()).anySatisfy(n -> {
                assertThat(n.notice().key()).isEqualTo("notice.new-mailbox");
                assertThat(n.notice().values()).containsEntry("address", "t***@example.cn");
            });
            portal.reset.ask("wang", TestPortal.from("10.0.0.9"));
            outbox(portal);
            assertThat(portal.mail.sent()).as("the owner has been told, and has a week to object").isEmpty();
            portal.clock.pass(Duration.ofDays(7).plusSeconds(1));
            assertThat(asked(portal, "wang")).isNotEmpty();
        }
    }

    @BothDatabases
    void aMailAddressThatWasAddedIsAsGoodAsChanged(Database database) {
        try (TestPortal portal = new TestPortal(database)) {
            Account wang = made(portal, "wang", Set.of());
            portal.mailboxes.made(wang);
            portal.signIn.open("wang", TestPortal.PASSWORD, TestPortal.from(HOME));
            assertThat(portal.notices.sent()).as("there is none to tell of").noneMatch(n -> n.notice().key().equals("notice.new-mailbox"));
            portal.people.reached.put(wang.person(), Set.of("thief@example.cn"));
            countsInAWeek(portal);
        }
    }

    @BothDatabases
    void aMailAddressThatWasAddedAfterTheAccountWasMadeIsToo(Database database) {
        try (TestPortal portal = new TestPortal(database)) {
            Account wang = made(portal, "wang", Set.of());
            portal.mailboxes.made(wang);
            portal.people.reached.put(wang.person(), Set.of("thief@example.cn"));
            countsInAWeek(portal);
        }
    }

    @BothDatabases
    void ofAnAccountThatIsOlderThanTheseRowsNoAddressCountsAtOnce(Database database) {
        try (TestPortal portal = new TestPortal(database)) {
            made(portal, "wang", Set.of("wang@example.cn"));
            countsInAWeek(portal);
        }
    }

    @BothDatabases
    void oneThatWasThereWhenTheAccountWasMadeCountsFromTheFirstSignIn(Database database) {
        try (TestPortal portal = new TestPortal(database)) {
            Unit unit = portal.units.add("营业部", null);
            Person person = portal.people.add("王伟", "N1", unit);
            portal.people.reached.put(person.id(), Set.of("wang@example.cn"));
            Caller administrator = portal.account("root", "system-administrator", null);
            AccountService.Made made = portal.accounts.create(administrator, unit.id(), person.id(), "wang", null, null);
            portal.reset.ask("wang", TestPortal.from("10.0.0.9"));
            outbox(portal);
            assertThat(portal.mail.sent()).as("nobody has signed in yet").isEmpty();

            portal.signIn.open("wang", made.initial(), TestPortal.from(HOME));
            assertThat(portal.notices.sent()).as("nothing is new").noneMatch(n -> n.notice().key().equals("notice.new-mailbox"));
            assertThat(asked(portal, "wang")).isNotEmpty();
        }
    }

    @BothDatabases
    void whileTheDirectoryIsAwayNothingIsForgotten(Database database) {
        try (TestPortal portal = new TestPortal(database)) {
            Account wang = wang(portal);
            Mailboxes away = new Mailboxes(new org.shuyuan.access.internal.jpa.ResetStore(portal.db.jpa()),
                    new Around(() -> portal.units, () -> null, () -> null, () -> null, () -> null, () -> null, () -> null, () -> null, () -> null, () -> null), portal.settings, portal.clock);
            away.seen(wang);
            assertThat(asked(portal, "wang")).isNotEmpty();
        }
    }

    @BothDatabases
    void withoutMailItIsNotOffered(Database database) {
        try (TestPortal portal = new TestPortal(database)) {
            wang(portal);
            portal.mail.ready(false);
            assertThat(portal.reset.offered()).isFalse();
            assertThatThrownBy(() -> portal.reset.ask("wang", TestPortal.from(HOME))).hasMessage("access.reset-not-offered");
        }
    }

    @BothDatabases
    void aLetterThatIsTriedAgainHasANewLinkAndTheEarlierIsVoid(Database database) {
        try (TestPortal portal = new TestPortal(database)) {
            wang(portal);
            String first = asked(portal, "wang");
            String second = secret(portal, portal.mail.sent().get(0));
            assertThatThrownBy(() -> portal.reset.link(first)).hasMessage("access.reset-over");
            assertThat(portal.reset.link(second).account()).isEqualTo("wang");
            assertThat(portal.reset.values("mail.reset", UUID.randomUUID().toString())).as("not wanted any more").isEqualTo(java.util.Optional.<Map<String, String>>empty());
        }
    }
}
