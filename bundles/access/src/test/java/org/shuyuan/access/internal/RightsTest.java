package org.shuyuan.access.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.shuyuan.api.access.Access;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;

class RightsTest {

    @BothDatabases
    void aRoleReachesItsUnitAndAllBelowButNothingElse(Database database) {
        try (TestPortal portal = new TestPortal(database)) {
            Unit root = portal.units.add("县支行", null);
            Unit office = portal.units.add("办公室", root);
            Unit outlet = portal.units.add("营业部", root);
            portal.modules.add("calendar", "calendar.write").suggest("organiser", "calendar.write");
            Caller organiser = portal.account("组织委员", "organiser", office);

            assertThat(portal.rights.can(organiser, "calendar.write", office.id())).isTrue();
            assertThat(portal.rights.can(organiser, "calendar.write", portal.units.add("小组", office).id())).isTrue();
            assertThat(portal.rights.can(organiser, "calendar.write", root.id())).isFalse();
            assertThat(portal.rights.can(organiser, "calendar.write", outlet.id())).isFalse();
            assertThat(portal.rights.can(organiser, "access.accounts", office.id())).isFalse();
            assertThat(portal.rights.unitsWith(organiser, "calendar.write")).containsExactly(new Access.Held(office.id(), true));
            assertThat(portal.rights.holding("calendar.write", office.id())).containsExactly(organiser.account());
            assertThatThrownBy(() -> portal.rights.require(organiser, "calendar.write", root.id())).isInstanceOf(Problem.class)
                    .hasMessage("access.forbidden");
        }
    }

    private static void off(TestPortal portal, Caller caller, String permission, Unit unit) {
        assertThat(portal.rights.can(caller, permission, unit.id())).isFalse();
        assertThatThrownBy(() -> portal.rights.require(caller, permission, unit.id())).isInstanceOfSatisfying(Problem.class, p -> {
            assertThat(p.status()).isEqualTo(404);
            assertThat(p.code()).isEqualTo("modules.off");
        });
    }

    @BothDatabases
    void whereAModuleIsOffNobodyDoesAnythingWithItWhicheverUnitTheRequestNamed(Database database) {
        try (TestPortal portal = new TestPortal(database)) {
            Unit root = portal.units.add("县支行", null);
            Unit office = portal.units.add("办公室", root);
            portal.modules.add("calendar", "calendar.read", "calendar.write").suggest("organiser", "calendar.read", "calendar.write");
            Caller organiser = portal.account("组织委员", "organiser", office);
            Caller secretary = portal.account("书记", "organiser", root);
            Caller nobody = portal.account("访客", null, office);
            Caller administrator = portal.account("root", "system-administrator", null);
            portal.modules.off("calendar", office.id());

            off(portal, organiser, "calendar.write", office);
            off(portal, organiser, "calendar.read", office);
            off(portal, secretary, "calendar.write", office);
            off(portal, administrator, "calendar.write", office);
            assertThatThrownBy(() -> portal.rights.require(nobody, "calendar.write", office.id())).as("who may nothing learns nothing").hasMessage("access.forbidden");
            assertThat(portal.rights.can(secretary, "calendar.write", root.id())).as("the unit above is not concerned").isTrue();
            assertThat(portal.rights.can(TestPortal.system(), "calendar.write", office.id())).as("the portal's own work goes on").isTrue();

            portal.modules.on("calendar", office.id());
            assertThat(portal.rights.can(organiser, "calendar.write", office.id())).as("as it was").isTrue();
        }
    }

    @BothDatabases
    void whatAModuleKeepsWhereItIsOffIsReadByWhoAnswersForItAndFromAbove(Database database) {
        try (TestPortal portal = new TestPortal(database)) {
            Unit root = portal.units.add("县支行", null);
            Unit office = portal.units.add("办公室", root);
            portal.modules.add("calendar", "calendar.read", "calendar.write").suggest("organiser", "calendar.read", "calendar.write", "modules.activate").suggest("member", "calendar.read");
            Caller answers = portal.account("主任", "organiser", office);
            Caller member = portal.account("科员", "member", office);
            Caller above = portal.account("书记", "member", root);
            portal.modules.off("calendar", office.id());

            assertThat(portal.rights.can(answers, "calendar.read", office.id())).isTrue();
            off(portal, answers, "calendar.write", office);
            off(portal, member, "calendar.read", office);
            assertThat(portal.rights.can(above, "calendar.read", office.id())).as("what was still counts upward").isTrue();
            assertThat(portal.rights.within(above, "calendar.read", root.id())).contains(office.id());
            portal.modules.off("calendar", root.id());
            off(portal, above, "calendar.read", office);
        }
    }

    @BothDatabases
    void modulesOfThePlatformAndThoseThatAreNotHereAreNotOff(Database database) {
        try (TestPortal portal = new TestPortal(database)) {
            Unit root = portal.units.add("县支行", null);
            Caller administrator = portal.account("root", "system-administrator", null);
            portal.modules.off("directory", root.id());
            assertThat(portal.rights.can(administrator, "directory.write", root.id())).as("not a module that units choose").isTrue();
        }
    }

    @BothDatabases
    void whatAModuleSuggestsGoesAndReturnsWithIt(Database database) {
        try (TestPortal portal = new TestPortal(database)) {
            Unit root = portal.units.add("学校", null);
            portal.modules.add("calendar", "calendar.read").suggest("member", "calendar.read");
            Caller member = portal.account("教师", "member", root);
            assertThat(portal.rights.permissions(member, root.id())).containsExactly("calendar.read");

            portal.modules.suggest("member");
            assertThat(portal.rights.permissions(member, root.id())).isEmpty();
            portal.modules.suggest("member", "calendar.read");
            assertThat(portal.rights.permissions(member, root.id())).containsExactly("calendar.read");
        }
    }

    @BothDatabases
    void aRoleCountsOnlyBetweenItsDays(Database database) {
        try (TestPortal portal = new TestPortal(database)) {
            Unit root = portal.units.add("园区", null);
            portal.modules.suggest("inspector", "calendar.read");
            Caller inspector = portal.account("督查", null, root);
            // the clock says 23 November, 10:00 in China
            portal.roles.give(TestPortal.system(), inspector.account(), "inspector", root.id(), LocalDate.of(2026, 11, 24), LocalDate.of(2026, 11, 25));
            assertThat(portal.rights.can(inspector, "calendar.read", root.id())).isFalse();
            portal.clock.pass(Duration.ofHours(14));
            assertThat(portal.rights.can(inspector, "calendar.read", root.id())).isTrue();
            portal.clock.pass(Duration.ofHours(48));
            assertThat(portal.rights.can(inspector, "calendar.read", root.id())).isFalse();
        }
    }

    @BothDatabases
    void nobodyGivesTakesOrManagesMoreThanOneHas(Database database) {
        try (TestPortal portal = new TestPortal(database)) {
            Unit root = portal.units.add("县支行", null);
            Unit office = portal.units.add("办公室", root);
            portal.modules.suggest("unit-administrator", "access.accounts", "access.roles").suggest("organiser", "calendar.write");
            Caller top = portal.account("admin", Role.SYSTEM_ADMINISTRATOR, null);
            Caller second = portal.account("办公室管理员", "unit-administrator", office);
            Caller learner = portal.account("学习者", null, office);

            assertThatThrownBy(() -> portal.roles.give(second, learner.account(), Role.SYSTEM_ADMINISTRATOR, null, null, null))
                    .hasMessage("access.forbidden");
            assertThatThrownBy(() -> portal.roles.give(second, learner.account(), "organiser", office.id(), null, null))
                    .hasMessage("access.more-than-own");
            assertThatThrownBy(() -> portal.roles.give(second, learner.account(), "member", root.id(), null, null))
                    .hasMessage("access.forbidden");
            Grant given = portal.roles.give(second, learner.account(), "member", office.id(), null, null);
            assertThatThrownBy(() -> portal.roles.give(second, learner.account(), "member", office.id(), null, null))
                    .hasMessage("access.held-already");
            assertThatThrownBy(() -> portal.roles.take(learner, given.id())).hasMessage("access.forbidden");

            // an account with more rights is not his to reset
            portal.roles.give(top, learner.account(), "organiser", office.id(), null, null);
            assertThatThrownBy(() -> portal.accounts.reset(second, learner.account())).hasMessage("access.more-than-own");
            assertThatThrownBy(() -> portal.accounts.reset(second, top.account())).hasMessage("access.no-such-account");
            assertThat(portal.accounts.reset(top, learner.account())).hasSize(14);
        }
    }

    @BothDatabases
    void aRoleIsEditedByAddingAndRemoving(Database database) {
        try (TestPortal portal = new TestPortal(database)) {
            Unit root = portal.units.add("乡镇", null);
            portal.modules.suggest("member", "calendar.read", "calendar.comment");
            Caller top = portal.account("admin", Role.SYSTEM_ADMINISTRATOR, null);
            Caller member = portal.account("干部", "member", root);
            assertThatThrownBy(() -> portal.book.permit(member, "member", List.of(), 1)).hasMessage("access.forbidden");
            assertThatThrownBy(() -> portal.book.permit(top, Role.SYSTEM_ADMINISTRATOR, List.of(), 1)).hasMessage("access.fixed-role");
            assertThatThrownBy(() -> portal.book.permit(top, "member", List.of("no permission"), 1)).isInstanceOf(Problem.class);
            assertThatThrownBy(() -> portal.book.permit(top, "member", List.of(), 7)).hasMessage("rest.changed-meanwhile");

            portal.book.permit(top, "member", List.of("calendar.read", "access.audit"), 1);
            assertThat(portal.rights.permissions(member, root.id())).containsExactly("access.audit", "calendar.read");

            // what is removed stays removed, what a module brings later comes
            portal.modules.suggest("member", "calendar.read", "calendar.comment", "minutes.read");
            assertThat(portal.rights.permissions(member, root.id())).containsExactly("access.audit", "calendar.read", "minutes.read");
            portal.book.permit(top, "member", List.of("calendar.read", "calendar.comment", "minutes.read"), 2);
            assertThat(portal.rights.permissions(member, root.id())).containsExactly("calendar.comment", "calendar.read", "minutes.read");
        }
    }

    @BothDatabases
    void anotherNodeFollowsByItself(Database database) {
        try (TestPortal portal = new TestPortal(database)) {
            Unit root = portal.units.add("县支行", null);
            portal.modules.suggest("member", "calendar.read");
            portal.account("admin", Role.SYSTEM_ADMINISTRATOR, null);
            Caller member = portal.account("员工", null, root);
            Revisions elsewhere = new Revisions(portal.roleStore, portal.db.transactions());
            Rights other = new Rights(portal.roleStore, portal.factorStore, elsewhere, portal.around, portal.clock);
            assertThat(other.can(member, "calendar.read", root.id())).isFalse();
            Grant given = portal.roles.give(TestPortal.system(), member.account(), "member", root.id(), null, null);
            await("given", () -> other.can(member, "calendar.read", root.id()));
            portal.roles.take(TestPortal.system(), given.id());
            await("taken", () -> !other.can(member, "calendar.read", root.id()));
            elsewhere.stop();
        }
    }

    /** That it takes less than a second is measured in {@code benchmarks/}. */
    private static void await(String what, BooleanSupplier there) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!there.getAsBoolean()) {
            assertThat(System.nanoTime()).as("the other node still does not know what was " + what).isLessThan(end);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    @BothDatabases
    void theLastSystemAdministratorStays(Database database) {
        try (TestPortal portal = new TestPortal(database)) {
            Caller top = portal.account("admin", Role.SYSTEM_ADMINISTRATOR, null);
            UUID grant = portal.roles.grants(List.of(top.account())).get(0).id();
            assertThatThrownBy(() -> portal.roles.take(top, grant)).hasMessage("access.last-administrator");
            assertThatThrownBy(() -> portal.accounts.change(top, top.account(), null, null, false, 1)).hasMessage("access.not-oneself");
            assertThatThrownBy(() -> portal.accounts.change(TestPortal.system(), top.account(), null, null, false, 1))
                    .hasMessage("access.last-administrator");
            Caller second = portal.account("admin2", Role.SYSTEM_ADMINISTRATOR, null);
            portal.roles.take(second, grant);
            assertThat(portal.rights.everything(top)).isFalse();
        }
    }

    @BothDatabases
    void answersWithinTwentyMicrosecondsWhenWarm(Database database) {
        try (TestPortal portal = new TestPortal(database)) {
            Unit root = portal.units.add("县支行", null);
            Unit office = portal.units.add("办公室", root);
            portal.modules.suggest("organiser", "calendar.write");
            Caller organiser = portal.account("组织委员", "organiser", root);
            int times = 20_000;
            long best = Long.MAX_VALUE;
            for (int round = 0; round < 10; round++) {
                long start = System.nanoTime();
                for (int i = 0; i < times; i++) {
                    portal.rights.can(organiser, "calendar.write", office.id());
                }
                best = Math.min(best, System.nanoTime() - start);
            }
            assertThat(best / times).isLessThan(20_000);
        }
    }
}
