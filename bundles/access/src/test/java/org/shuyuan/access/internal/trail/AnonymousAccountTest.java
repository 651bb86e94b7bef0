package org.shuyuan.access.internal.trail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.shuyuan.access.internal.Account;
import org.shuyuan.access.internal.AccountDirectory;
import org.shuyuan.access.internal.AnonymousAccount;
import org.shuyuan.access.internal.HeldAccount;
import org.shuyuan.access.internal.Role;
import org.shuyuan.access.internal.TestPortal;
import org.shuyuan.access.internal.Words;
import org.shuyuan.access.internal.jpa.LeaverStore;
import org.shuyuan.access.internal.jpa.OutsideStore;
import org.shuyuan.api.access.Accounts;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Anonymous;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.id.Ids;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.records.Anonymiser.Fate;
import org.shuyuan.api.records.Anonymiser.Holding;
import org.shuyuan.api.records.Anonymiser.Leaver;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;

/** Of somebody who is anonymised the accounts are closed: nothing in these tables leads back, the trail holds, what was given to others stays. */
class AnonymousAccountTest {

    /** With a letter no identifier and no digest in hexadecimal has: what is looked for in all columns can stand there only as the name. */
    private static final String NAME = "工1042";

    /** An administrator, and somebody with an account who signed in, gave a role and has everything one can have. */
    private static final class Scene implements AutoCloseable {
        final Chained chained;
        final TestPortal portal;
        final Unit office;
        final Caller admin;
        final Caller leaver;
        final Caller colleague;
        final UUID person;
        final AnonymousAccount rooms;
        final AccountDirectory directory;

        Scene(Database database) {
            chained = new Chained(database);
            portal = chained.portal;
            office = portal.units.add("办公室", null);
            portal.modules.add("calendar", "calendar.read").suggest("unit-administrator", "access.accounts", "access.roles", "calendar.read").suggest("member", "calendar.read");
            admin = portal.account("admin", Role.SYSTEM_ADMINISTRATOR, null);
            leaver = portal.account(NAME, "unit-administrator", office);
            colleague = portal.account("同事", null, office);
            person = portal.people.add("王建国", NAME, office).id();
            portal.db.jpa().run(em -> em.createQuery("update AccountEntity a set a.person = :person, a.displayName = '王建国' where a.id = :id").setParameter("person", person)
                    .setParameter("id", leaver.account()).executeUpdate());
            portal.signIn.open(NAME, TestPortal.PASSWORD, TestPortal.from("10.9.9.9"));
            portal.tokens.make(leaver, "手机日历", null);
            portal.roles.give(leaver, colleague.account(), "member", office.id(), null, null);
            new OutsideStore(portal.db.jpa()).add(new OutsideStore.Link(Ids.next(), "ldap", "uid=wangjianguo", leaver.account(), "wangjianguo", null, Instant.now(), Instant.now()));
            LeaverStore store = new LeaverStore(portal.db.jpa());
            rooms = new AnonymousAccount(store, portal.accountStore, portal.roles, portal.revisions, portal.passwords);
            directory = new AccountDirectory(portal.accountStore, portal.rights, store);
        }

        Leaver who() {
            List<Accounts.Past> ever = directory.everOf(person);
            assertThat(ever).containsExactly(new Accounts.Past(leaver.account(), Set.of(NAME)));
            return new Leaver(person, Anonymous.stored(7), 7, Set.of(leaver.account()), Set.of(NAME));
        }

        /** As the directory does it. */
        void anonymise(Caller caller, Leaver who) {
            portal.db.transactions().run(() -> {
                rooms.anonymise(caller, who);
                portal.audit.redact(caller, office.id(), new Audit.Redaction("directory.person", person.toString(), person, "离职满两年"));
            });
        }

        String everything() throws SQLException {
            StringBuilder all = new StringBuilder();
            try (Connection c = portal.db.pool().getConnection()) {
                for (String table : List.of("access_account", "access_session", "access_token", "access_device", "access_sign_in", "access_grant", "access_outside_link", "access_audit",
                        "access_audit_check", "access_password_history", "access_factor")) {
                    try (PreparedStatement s = c.prepareStatement("select * from " + table); ResultSet r = s.executeQuery()) {
                        while (r.next()) {
                            for (int i = 1; i <= r.getMetaData().getColumnCount(); i++) {
                                all.append(r.getString(i)).append('\t');
                            }
                        }
                    }
                }
            }
            return all.toString();
        }

        @Override
        public void close() {
            portal.close();
        }
    }

    @BothDatabases
    void nothingLeadsBackAndTheTrailHolds(Database database) throws SQLException {
        try (Scene scene = new Scene(database)) {
            scene.portal.audit.write(scene.admin, scene.office.id(), "directory.change-person", new Audit.Subject("directory.person", scene.person.toString(), "王建国"),
                    Map.of("position", "副行长"), Map.of("position", "顾问"));
            Leaver who = scene.who();
            assertThat(scene.rooms.holdings(scene.admin, who)).extracting(Holding::key).contains("anonymise.account", "anonymise.sessions", "anonymise.sign-ins", "anonymise.tokens",
                    "anonymise.links", "anonymise.roles", "anonymise.trail", "anonymise.signed");
            assertThat(scene.rooms.holdings(scene.admin, who)).allSatisfy(h -> assertThat(h.why() == null).isEqualTo(h.fate() == Fate.GOES));
            scene.anonymise(scene.admin, who);

            String all = scene.everything();
            for (String trace : List.of("王建国", NAME, "wangjianguo", "10.9.9.9", "副行长", "手机日历")) {
                assertThat(all).as(trace).doesNotContain(trace);
            }
            assertThat(scene.chained.found()).isEqualTo("ok");
            Account closed = scene.portal.accountStore.find(scene.leaver.account()).orElseThrow();
            assertThat(closed.enabled()).isFalse();
            assertThat(closed.name()).isEqualTo("anonymous-7");
            assertThat(closed.displayName()).isEqualTo("已匿名人员 7");
            assertThat(scene.portal.roleStore.grants(List.of(scene.colleague.account()))).singleElement().satisfies(g -> assertThat(g.grantedBy()).isEqualTo("已匿名人员 7"));
            assertThatThrownBy(() -> scene.portal.signIn.open(NAME, TestPortal.PASSWORD, TestPortal.from("10.0.0.1"))).isInstanceOf(Problem.class);
            scene.anonymise(scene.admin, who);
            assertThat(scene.portal.accountStore.find(scene.leaver.account()).orElseThrow().name()).as("a second time changes nothing").isEqualTo("anonymous-7");
            scene.portal.account(NAME, null, scene.office);
            assertThat(scene.portal.accountStore.byKey(NAME)).as("the old name is free").isPresent();
        }
    }

    @BothDatabases
    void whoMayLessThanTheAccountDoesNotCloseIt(Database database) {
        try (Scene scene = new Scene(database)) {
            Leaver who = scene.who();
            assertThatThrownBy(() -> scene.rooms.holdings(scene.colleague, who)).isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("access.more-than-own"));
            assertThatThrownBy(() -> scene.anonymise(scene.colleague, who)).isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("access.more-than-own"));
            assertThat(scene.portal.accountStore.find(scene.leaver.account()).orElseThrow().enabled()).isTrue();
        }
    }

    @BothDatabases
    void aNameThatAnotherHasNowIsNotReplaced(Database database) {
        try (Scene scene = new Scene(database)) {
            scene.portal.accounts.change(scene.admin, scene.leaver.account(), "1043", null, null, 1);
            scene.portal.account(NAME, null, scene.office);
            assertThat(scene.directory.everOf(scene.person)).containsExactly(new Accounts.Past(scene.leaver.account(), Set.of("1043")));
        }
    }

    @BothDatabases
    void whoseAccountsAreIsToldAndNobodysIsLeftOut(Database database) {
        try (Scene scene = new Scene(database)) {
            assertThat(scene.directory.people(List.of(scene.leaver.account(), scene.colleague.account(), scene.admin.account()))).contains(scene.person).doesNotContainNull().doesNotHaveDuplicates();
            assertThat(scene.directory.people(List.of())).isEmpty();
        }
    }

    @BothDatabases
    void accountAndRolesAreToldInWordsToWhoAdministersThem(Database database) {
        try (Scene scene = new Scene(database)) {
            TestPortal portal = scene.portal;
            HeldAccount held = new HeldAccount(portal.accountStore, portal.accounts, portal.sessions, portal.tokens, portal.history, portal.roleStore,
                    new Words(portal.roleStore, portal.around), portal.around);
            String told = String.valueOf(held.about(scene.admin, scene.person));
            assertThat(told).contains(NAME, "access:account.state.enabled", "access:role.unit-administrator", "办公室");
            assertThat(held.about(scene.colleague, scene.person)).isEmpty();
            String own = String.valueOf(held.held(scene.leaver));
            assertThat(own).contains("access:account.outcome.success", "access:role.unit-administrator").doesNotContain(", success,");
        }
    }
}
