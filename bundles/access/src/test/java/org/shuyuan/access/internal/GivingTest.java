package org.shuyuan.access.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.shuyuan.api.access.Access;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Person;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.id.Ids;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;

/** Nobody gives more than one has, thought through from the other side. The clock says 23 November 2026. */
class GivingTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);

    /** A bank with an office and a group below it; the office's administrator; a colleague who has no role. */
    private static final class Scene implements AutoCloseable {
        final TestPortal portal;
        final Unit root;
        final Unit office;
        final Unit group;
        final Caller top;
        final Caller colleague;

        Scene(Database database) {
            portal = new TestPortal(database);
            root = portal.units.add("县支行", null);
            office = portal.units.add("办公室", root);
            group = portal.units.add("小组", office);
            portal.modules.add("calendar", "calendar.read", "calendar.write")
                    .suggest("unit-administrator", "access.accounts", "access.roles", "calendar.read").suggest("organiser", "calendar.read", "calendar.write")
                    .suggest("member", "calendar.read");
            top = portal.account("admin", Role.SYSTEM_ADMINISTRATOR, null);
            colleague = portal.account("同事", null, office);
        }

        Caller holding(String name, String role, Unit unit, boolean subtree, LocalDate until) {
            Caller caller = portal.account(name, null, unit);
            portal.roles.give(TestPortal.system(), caller.account(), role, unit.id(), subtree, null, until);
            return caller;
        }

        /** An account of a person, as those are who can be chosen to stand in. */
        UUID person(Caller caller) {
            Person person = portal.people.add(caller.name(), caller.name(), office);
            portal.db.transactions().run(() -> portal.db.jpa().run(em -> em.createQuery("update AccountEntity a set a.person = :person where a.id = :id")
                    .setParameter("person", person.id()).setParameter("id", caller.account()).executeUpdate()));
            return person.id();
        }

        @Override
        public void close() {
            portal.close();
        }
    }

    @BothDatabases
    void aRoleThatReachesItsUnitOnlyOpensNothingBelow(Database database) {
        try (Scene scene = new Scene(database)) {
            Caller here = scene.holding("本级", "organiser", scene.office, false, null);
            assertThat(scene.portal.rights.can(here, "calendar.write", scene.office.id())).isTrue();
            assertThat(scene.portal.rights.can(here, "calendar.write", scene.group.id())).isFalse();
            assertThat(scene.portal.rights.permissions(here, scene.group.id())).isEmpty();
            assertThat(scene.portal.rights.unitsWith(here, "calendar.write")).containsExactly(new Access.Held(scene.office.id(), false));
            assertThat(scene.portal.rights.within(here, "calendar.write", scene.office.id())).containsExactly(scene.office.id());
            assertThat(scene.portal.rights.within(scene.top, "calendar.write", scene.root.id())).hasSize(3);
            assertThatThrownBy(() -> scene.portal.rights.within(here, "calendar.write", scene.group.id())).hasMessage("access.forbidden");
            assertThat(scene.portal.rights.holding("calendar.write", scene.group.id())).containsExactly(scene.top.account());
        }
    }

    @BothDatabases
    void whoAdministersOneUnitOnlyGivesNothingThatReachesDown(Database database) {
        try (Scene scene = new Scene(database)) {
            Caller here = scene.holding("本级管理员", "unit-administrator", scene.office, false, null);
            assertThatThrownBy(() -> scene.portal.roles.give(here, scene.colleague.account(), "member", scene.office.id(), true, null, null))
                    .hasMessage("access.more-than-own");
            assertThatThrownBy(() -> scene.portal.roles.give(here, scene.colleague.account(), "member", scene.group.id(), false, null, null))
                    .hasMessage("access.forbidden");
            assertThat(scene.portal.roles.give(here, scene.colleague.account(), "member", scene.office.id(), false, null, null).subtree()).isFalse();
            // and manages nobody who reaches farther
            Caller wide = scene.holding("全办", "member", scene.office, true, null);
            assertThatThrownBy(() -> scene.portal.accounts.reset(here, wide.account())).hasMessage("access.more-than-own");
            assertThatThrownBy(() -> scene.portal.bulk.create(here, scene.group.id(), null, BulkAccounts.Naming.NUMBER, null)).hasMessage("access.forbidden");
        }
    }

    @BothDatabases
    void nobodyGivesForLongerThanOneHas(Database database) {
        try (Scene scene = new Scene(database)) {
            Caller acting = scene.holding("代管", "unit-administrator", scene.office, true, TODAY.plusDays(30));
            UUID to = scene.colleague.account();
            assertThatThrownBy(() -> scene.portal.roles.give(acting, to, "member", scene.office.id(), null, null)).hasMessage("access.more-than-own");
            assertThatThrownBy(() -> scene.portal.roles.give(acting, to, "member", scene.office.id(), null, TODAY.plusDays(31))).hasMessage("access.more-than-own");
            assertThatThrownBy(() -> scene.portal.roles.give(acting, acting.account(), "unit-administrator", scene.office.id(), null, null))
                    .as("to oneself for good").hasMessage("access.more-than-own");
            assertThat(scene.portal.roles.give(acting, to, "member", scene.office.id(), null, TODAY.plusDays(30)).until()).isEqualTo(TODAY.plusDays(30));
        }
    }

    @BothDatabases
    void anOwnRoleHoldsNoMoreThanItsMakerHas(Database database) {
        try (Scene scene = new Scene(database)) {
            Caller admin = scene.holding("办公室管理员", "unit-administrator", scene.office, true, null);
            RoleBook.Draft reader = draft("读者", "calendar.read");
            assertThatThrownBy(() -> scene.portal.book.create(admin, scene.office.id(), draft("写者", "calendar.write"))).hasMessage("access.more-than-own");
            assertThatThrownBy(() -> scene.portal.book.create(admin, scene.root.id(), reader)).hasMessage("access.forbidden");
            assertThatThrownBy(() -> scene.portal.book.create(scene.colleague, scene.office.id(), reader)).hasMessage("access.forbidden");
            assertThatThrownBy(() -> scene.portal.book.create(admin, scene.office.id(), new RoleBook.Draft(Map.of("en", "Reader"), null, List.of()))).isInstanceOf(Problem.class);

            Role made = scene.portal.book.create(admin, scene.office.id(), reader);
            assertThat(scene.portal.book.list(admin, scene.office.id())).extracting(Role::key).contains(made.key());
            assertThat(scene.portal.book.list(scene.top, scene.root.id())).extracting(Role::key).doesNotContain(made.key());
            assertThatThrownBy(() -> scene.portal.roles.give(scene.top, scene.colleague.account(), made.key(), scene.root.id(), null, null))
                    .as("not above where it was made").hasMessage("access.no-such-role");
            Grant given = scene.portal.roles.give(admin, scene.colleague.account(), made.key(), scene.group.id(), null, null);
            assertThat(scene.portal.rights.can(scene.colleague, "calendar.read", scene.group.id())).isTrue();

            // by editing it neither, not even somebody else's
            assertThatThrownBy(() -> scene.portal.book.change(admin, made.key(), draft("读者", "calendar.read", "calendar.write"), 1)).hasMessage("access.more-than-own");
            Role wider = scene.portal.book.change(scene.top, made.key(), draft("读写", "calendar.read", "calendar.write"), 1);
            assertThatThrownBy(() -> scene.portal.book.change(admin, made.key(), reader, (int) wider.version())).as("takes away more than he has").hasMessage("access.more-than-own");
            assertThatThrownBy(() -> scene.portal.book.change(scene.top, made.key(), reader, 1)).hasMessage("rest.changed-meanwhile");
            assertThatThrownBy(() -> scene.portal.book.permit(scene.top, made.key(), List.of(), 2)).hasMessage("access.fixed-role");
            assertThatThrownBy(() -> scene.portal.book.change(scene.top, "member", reader, 1)).hasMessage("access.fixed-role");

            assertThatThrownBy(() -> scene.portal.book.remove(scene.top, made.key(), 2)).hasMessage("access.role-in-use");
            scene.portal.roles.take(scene.top, given.id());
            assertThatThrownBy(() -> scene.portal.book.remove(admin, made.key(), 2)).hasMessage("access.more-than-own");
            scene.portal.book.remove(scene.top, made.key(), 2);
            assertThat(scene.portal.roleStore.role(made.key())).isEmpty();
        }
    }

    @BothDatabases
    void aRoleMadeWhereOnesOwnEndsCouldOutliveIt(Database database) {
        try (Scene scene = new Scene(database)) {
            Caller acting = scene.holding("代管", "unit-administrator", scene.office, true, TODAY.plusDays(30));
            Caller here = scene.holding("本级管理员", "unit-administrator", scene.office, false, null);
            for (Caller one : List.of(acting, here)) {
                assertThatThrownBy(() -> scene.portal.book.create(one, scene.office.id(), draft("读者", "calendar.read"))).hasMessage("access.more-than-own");
            }
            assertThat(scene.portal.giving.definable(acting, scene.office.id())).isEmpty();
        }
    }

    @BothDatabases
    void whoIsAwayLetsAnotherHoldTheRoleForSomeDays(Database database) {
        try (Scene scene = new Scene(database)) {
            Caller head = scene.holding("组织委员", "organiser", scene.office, true, null);
            Grant own = scene.portal.rights.grants(head.account()).get(0);
            UUID person = scene.person(scene.colleague);
            Delegations delegations = scene.portal.delegations;

            assertThatThrownBy(() -> delegations.delegate(head, wanted(own, person, TODAY, null))).as("no end").isInstanceOf(Problem.class);
            assertThatThrownBy(() -> delegations.delegate(head, wanted(own, person, TODAY.minusDays(1), TODAY))).as("in the past").isInstanceOf(Problem.class);
            assertThatThrownBy(() -> delegations.delegate(head, wanted(own, person, TODAY, TODAY.plusDays(400)))).as("too long").isInstanceOf(Problem.class);
            assertThatThrownBy(() -> delegations.delegate(head, wanted(own, Ids.next(), TODAY, TODAY))).as("to nobody").isInstanceOf(Problem.class);
            assertThatThrownBy(() -> delegations.delegate(scene.colleague, wanted(own, person, TODAY, TODAY))).as("not his, and to himself").isInstanceOf(Problem.class);

            Grant part = delegations.delegate(head, wanted(own, person, TODAY.plusDays(1), TODAY.plusDays(3))).get(0);
            assertThatThrownBy(() -> delegations.delegate(head, wanted(own, person, TODAY.plusDays(3), TODAY.plusDays(9)))).hasMessage("access.held-already");
            assertThat(scene.portal.rights.can(scene.colleague, "calendar.write", scene.office.id())).isFalse();
            scene.portal.clock.pass(Duration.ofDays(1));
            assertThat(scene.portal.rights.can(scene.colleague, "calendar.write", scene.group.id())).isTrue();
            assertThat(delegations.given(head)).extracting(Grant::id).containsExactly(part.id());
            assertThat(delegations.received(scene.colleague)).extracting(Grant::grantedBy).containsExactly("组织委员");
            scene.portal.clock.pass(Duration.ofDays(3));
            assertThat(scene.portal.rights.can(scene.colleague, "calendar.write", scene.office.id())).as("ends by itself").isFalse();
            assertThat(scene.portal.rights.can(head, "calendar.write", scene.office.id())).isTrue();
        }
    }

    @BothDatabases
    void aDelegationEndsWhenTakenBackAndWithWhatItComesFrom(Database database) {
        try (Scene scene = new Scene(database)) {
            Caller head = scene.holding("组织委员", "organiser", scene.office, true, null);
            Grant own = scene.portal.rights.grants(head.account()).get(0);
            UUID person = scene.person(scene.colleague);
            Caller stranger = scene.portal.account("路人", null, scene.office);

            Grant first = delegate(scene, head, own, person);
            assertThatThrownBy(() -> scene.portal.delegations.end(stranger, first.id())).hasMessage("access.no-such-grant");
            scene.portal.delegations.end(head, first.id());
            assertThat(scene.portal.rights.can(scene.colleague, "calendar.write", scene.office.id())).isFalse();

            Grant second = delegate(scene, head, own, person);
            scene.portal.delegations.end(scene.colleague, second.id());
            assertThat(scene.portal.rights.can(scene.colleague, "calendar.write", scene.office.id())).isFalse();

            delegate(scene, head, own, person);
            scene.portal.accounts.change(scene.top, head.account(), null, null, false, 1);
            assertThat(scene.portal.rights.can(scene.colleague, "calendar.write", scene.office.id())).as("the giver's account is disabled").isFalse();
            scene.portal.accounts.change(scene.top, head.account(), null, null, true, 2);
            assertThat(scene.portal.rights.can(scene.colleague, "calendar.write", scene.office.id())).isTrue();
            scene.portal.roles.take(scene.top, own.id());
            assertThat(scene.portal.rights.can(scene.colleague, "calendar.write", scene.office.id())).as("the role itself was taken away").isFalse();
            assertThat(scene.portal.db.count("access_grant where source is not null")).isZero();
        }
    }

    @BothDatabases
    void whoStandsInGivesNothingOnAndTheTrailSaysForWhom(Database database) {
        try (Scene scene = new Scene(database)) {
            Caller admin = scene.holding("办公室管理员", "unit-administrator", scene.office, true, null);
            Caller peer = scene.holding("另一管理员", "unit-administrator", scene.office, true, null);
            Caller third = scene.portal.account("第三人", null, scene.office);
            Grant own = scene.portal.rights.grants(admin.account()).get(0);
            UUID person = scene.person(scene.colleague);
            delegate(scene, admin, own, person);
            Caller standIn = scene.colleague;
            assertThat(scene.portal.rights.can(standIn, "access.roles", scene.office.id())).isTrue();

            Grant part = scene.portal.delegations.received(standIn).get(0);
            UUID other = scene.person(third);
            assertThat(scene.portal.delegations.delegable(standIn)).isEmpty();
            assertThatThrownBy(() -> scene.portal.delegations.delegate(standIn, wanted(part, other, TODAY, TODAY))).hasMessage("access.not-delegable");
            assertThatThrownBy(() -> scene.portal.roles.give(standIn, standIn.account(), "unit-administrator", scene.office.id(), null, null)).hasMessage("access.more-than-own");
            assertThatThrownBy(() -> scene.portal.roles.give(standIn, third.account(), "member", scene.office.id(), null, TODAY)).hasMessage("access.more-than-own");
            assertThatThrownBy(() -> scene.portal.book.create(standIn, scene.office.id(), draft("读者", "calendar.read"))).hasMessage("access.more-than-own");
            assertThatThrownBy(() -> scene.portal.accounts.reset(standIn, peer.account())).as("nobody who administers").hasMessage("access.more-than-own");
            assertThatThrownBy(() -> scene.portal.accounts.reset(standIn, admin.account())).as("nor who he stands in for").hasMessage("access.more-than-own");
            UUID fresh = scene.portal.people.add("新人", "YX9", scene.office).id();
            assertThatThrownBy(() -> scene.portal.bulk.create(standIn, scene.office.id(), List.of(fresh), BulkAccounts.Naming.NUMBER, "unit-administrator"))
                    .as("by making an account").isInstanceOf(Problem.class);

            scene.portal.accounts.reset(standIn, third.account());
            assertThat(scene.portal.db.count("access_audit where action = 'access.reset-password' and who = '同事 (代 办公室管理员)'")).isEqualTo(1);
            // in the next request, with a right of one's own, it is oneself again
            Acting.clear();
            scene.portal.roles.give(scene.top, standIn.account(), "unit-administrator", scene.office.id(), null, null);
            scene.portal.accounts.reset(standIn, third.account());
            assertThat(scene.portal.db.count("access_audit where action = 'access.reset-password' and who = '同事'")).isEqualTo(1);
        }
    }

    @BothDatabases
    void aSystemAdministratorsRoleIsNotDelegated(Database database) {
        try (Scene scene = new Scene(database)) {
            Grant own = scene.portal.rights.grants(scene.top.account()).get(0);
            UUID person = scene.person(scene.colleague);
            assertThat(scene.portal.delegations.delegable(scene.top)).isEmpty();
            assertThatThrownBy(() -> scene.portal.delegations.delegate(scene.top, wanted(own, person, TODAY, TODAY))).hasMessage("access.not-delegable");
            // and one that ends makes none that stays
            Caller acting = scene.portal.account("代理", null, null);
            scene.portal.roles.give(scene.top, acting.account(), Role.SYSTEM_ADMINISTRATOR, null, null, TODAY.plusDays(5));
            assertThat(scene.portal.rights.everything(acting)).isTrue();
            assertThatThrownBy(() -> scene.portal.roles.give(acting, acting.account(), Role.SYSTEM_ADMINISTRATOR, null, null, null)).hasMessage("access.more-than-own");
        }
    }

    @BothDatabases
    void aTokenNeitherDelegatesNorEndsADelegation(Database database) {
        try (Scene scene = new Scene(database)) {
            Caller head = scene.holding("组织委员", "organiser", scene.office, true, null);
            Grant own = scene.portal.rights.grants(head.account()).get(0);
            UUID person = scene.person(scene.colleague);
            Caller program = TestPortal.caller(head.account(), head.name(), Caller.Kind.TOKEN);
            assertThatThrownBy(() -> scene.portal.delegations.delegate(program, wanted(own, person, TODAY, TODAY))).hasMessage("access.browser-only");
            assertThatThrownBy(() -> scene.portal.delegations.end(program, own.id())).hasMessage("access.browser-only");
            assertThatThrownBy(() -> scene.portal.delegations.end(head, own.id())).as("a role is not ended as a delegation").hasMessage("access.no-such-grant");
        }
    }

    private static Grant delegate(Scene scene, Caller head, Grant own, UUID person) {
        return scene.portal.delegations.delegate(head, wanted(own, person, TODAY, TODAY.plusDays(10))).get(0);
    }

    private static Delegations.Wanted wanted(Grant grant, UUID person, LocalDate since, LocalDate until) {
        return new Delegations.Wanted(List.of(grant.id()), person, since, until, "年休假");
    }

    private static RoleBook.Draft draft(String name, String... permissions) {
        return new RoleBook.Draft(Map.of("zh-CN", name), null, List.copyOf(Set.of(permissions)));
    }
}
