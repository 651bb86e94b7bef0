package org.shuyuan.directory.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.text.Names;
import org.shuyuan.directory.internal.PersonRules.Draft;
import org.shuyuan.directory.internal.jpa.UnitStore;
import org.shuyuan.rest.ListQuery;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;

class UnitsAndPeopleTest {

    private static Consumer<Throwable> status(int status) {
        return e -> assertThat(e).isInstanceOfSatisfying(Problem.class, p -> assertThat(p.status()).isEqualTo(status));
    }

    private static UnitService.Draft unit(UUID parent, String name) {
        return new UnitService.Draft(parent, name, "department", null);
    }

    private static Draft person(String name, String number, UUID unit) {
        return new Draft(name, number, "男", "1983.05", "党员", null, "138 1234 5678", null, "中层干部", null, null, null, unit, "科长", null);
    }

    @BothDatabases
    void aPortalIsFoundedOnce(Database database) {
        try (World w = new World(database)) {
            assertThatThrownBy(() -> w.tree.found(Caller.system("x"), "另一个", "bank", "Asia/Shanghai")).satisfies(status(409));
            assertThat(w.tree.roots()).extracting("name").containsExactly("云溪县支行");
            assertThat(w.audit.actions()).containsExactly("directory.found");
        }
    }

    @BothDatabases
    void unitsAreCreatedRenamedMovedAndClosed(Database database) {
        try (World w = new World(database)) {
            UnitData a = w.units.create(w.secretary, unit(w.bank.id(), "办公室"));
            UnitData b = w.units.create(w.secretary, unit(a.id(), "机要组"));
            assertThat(w.tree.subtree(w.bank.id())).extracting("name").containsExactly("云溪县支行", "办公室", "机要组");
            UnitData moved = w.units.change(w.secretary, b.id(), b.version(), unit(w.bank.id(), "机要室"));
            assertThat(w.tree.get(b.id()).path()).containsExactly(w.bank.id(), b.id());
            assertThatThrownBy(() -> w.units.change(w.secretary, b.id(), b.version(), unit(w.bank.id(), "旧"))).satisfies(status(412));
            w.units.close(w.secretary, b.id(), moved.version(), null);
            assertThat(w.tree.find(b.id())).isEmpty();
        }
    }

    @BothDatabases
    void aUnitNeverComesBelowItselfNorTooDeep(Database database) {
        try (World w = new World(database)) {
            UnitData top = w.units.create(w.secretary, unit(w.bank.id(), "1"));
            UnitData last = top;
            for (int i = 2; i < UnitRules.DEPTH; i++) {
                last = w.units.create(w.secretary, unit(last.id(), "" + i));
            }
            UUID deepest = last.id();
            assertThatThrownBy(() -> w.units.create(w.secretary, unit(deepest, "13"))).satisfies(status(422));
            assertThatThrownBy(() -> w.units.change(w.secretary, top.id(), top.version(), unit(deepest, "1"))).satisfies(status(422));
            assertThatThrownBy(() -> w.units.create(w.secretary, unit(w.bank.id(), " 1 "))).satisfies(status(422));
        }
    }

    @BothDatabases
    void anotherNodesChangeIsSeenWithinASecond(Database database) throws Exception {
        try (World w = new World(database)) {
            UnitTree other = new UnitTree(new UnitStore(w.db.jpa()), w.unitHistory, w.db.transactions());
            long before = other.revision();
            UnitData made = w.units.create(w.secretary, unit(w.bank.id(), "办公室"));
            long end = System.nanoTime() + 1_500_000_000L;
            while (other.revision() == before && System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            assertThat(other.subtreeIds(w.bank.id())).contains(made.id());
            other.close();
        }
    }

    @BothDatabases
    void whoMayOnlyReadChangesNoUnit(Database database) {
        try (World w = new World(database)) {
            assertThatThrownBy(() -> w.units.subtree(w.stranger, w.bank.id())).satisfies(status(403));
            w.access.grant(w.stranger, Permissions.READ, w.bank.id());
            assertThat(w.units.subtree(w.stranger, w.bank.id())).hasSize(1);
            assertThatThrownBy(() -> w.units.create(w.stranger, unit(w.bank.id(), "办公室"))).satisfies(status(403));
        }
    }

    @BothDatabases
    void aPersonIsAddedChangedMovedAndLeavesWithTheHistoryKept(Database database) {
        try (World w = new World(database)) {
            UnitData office = w.units.create(w.secretary, unit(w.bank.id(), "办公室"));
            UnitData vault = w.units.create(w.secretary, unit(w.bank.id(), "国库科"));
            PersonService.Shown made = w.persons.create(w.secretary, person("王　伟", "a1", office.id()));
            assertThat(made.person().name()).isEqualTo("王伟");
            assertThat(made.person().number()).isEqualTo("A1");
            assertThat(made.person().birth()).isEqualTo("1983-05");
            assertThat(made.person().political()).isEqualTo("party-member");

            PersonService.Shown moved = w.persons.change(w.secretary, made.person().id(), made.person().version(), person("王伟", "A1", vault.id()));
            assertThat(moved.memberships()).hasSize(2);
            assertThat(moved.main().unitName()).isEqualTo("国库科");
            assertThatThrownBy(() -> w.persons.change(w.secretary, made.person().id(), made.person().version(), person("王伟", "A1", vault.id()))).satisfies(status(412));
            assertThatThrownBy(() -> w.units.close(w.secretary, vault.id(), vault.version(), null)).satisfies(status(409));

            PersonService.Shown left = w.persons.leave(w.secretary, made.person().id(), moved.person().version(), null);
            assertThat(left.main().to()).isNotNull();
            assertThat(w.audit.about("directory.person", made.person().id().toString(), 1).get(0).after()).asString().as("leaving takes nothing but the membership")
                    .contains("name=王伟").contains("to=");
            assertThat(w.persons.list(w.secretary, w.bank.id(), true, null, null, false, Names.Order.PINYIN, ListQuery.of(null, 1, 20, null)).total()).isZero();
            assertThat(w.persons.list(w.secretary, w.bank.id(), true, null, null, true, Names.Order.PINYIN, ListQuery.of(null, 1, 20, null)).total()).isEqualTo(1);
            assertThat(w.audit.actions()).contains("directory.create-person", "directory.move-person", "directory.leave");
        }
    }

    @BothDatabases
    void whoComesBackGetsAnotherMembershipAndStaysTheSamePerson(Database database) {
        try (World w = new World(database)) {
            UnitData office = w.units.create(w.secretary, unit(w.bank.id(), "办公室"));
            PersonService.Shown made = w.persons.create(w.secretary, person("王伟", "A1", w.bank.id()));
            PersonService.Shown left = w.persons.leave(w.secretary, made.person().id(), made.person().version(), null);
            assertThatThrownBy(() -> w.persons.leave(w.secretary, made.person().id(), left.person().version(), null)).satisfies(status(409));
            PersonService.Shown back = w.persons.change(w.secretary, made.person().id(), left.person().version(), person("王伟", "A1", office.id()));
            assertThat(back.main().to()).isNull();
            assertThat(back.main().unitName()).isEqualTo("办公室");
            assertThat(back.memberships()).hasSize(2);
            assertThat(w.persons.list(w.secretary, w.bank.id(), true, null, null, false, Names.Order.PINYIN, ListQuery.of(null, 1, 20, null)).total()).isEqualTo(1);
            assertThat(w.persons.list(w.secretary, w.bank.id(), true, null, null, true, Names.Order.PINYIN, ListQuery.of(null, 1, 20, null)).total()).isZero();
        }
    }

    @BothDatabases
    void openPagesHearOfEveryWriteOnceItIsCommittedAndOfNoFailedOne(Database database) {
        try (World w = new World(database)) {
            UnitData office = w.units.create(w.secretary, unit(w.bank.id(), "办公室"));
            PersonService.Shown made = w.persons.create(w.secretary, person("王伟", "A1", office.id()));
            assertThat(w.notices.heard()).containsExactly("changed {\"module\":\"directory\",\"type\":\"unit\",\"id\":\"" + office.id() + "\",\"unit\":\"" + office.id() + "\"}",
                    "changed {\"module\":\"directory\",\"type\":\"person\",\"id\":\"" + made.person().id() + "\",\"unit\":\"" + office.id() + "\"}");
            assertThatThrownBy(() -> w.persons.create(w.secretary, person("李明", "A1", office.id()))).satisfies(status(422));
            assertThatThrownBy(() -> w.units.create(w.secretary, unit(w.bank.id(), "办公室"))).satisfies(status(422));
            assertThat(w.notices.heard()).hasSize(2);
        }
    }

    @BothDatabases
    void aStaffNumberIsGivenOnce(Database database) {
        try (World w = new World(database)) {
            w.persons.create(w.secretary, person("王伟", "A1", w.bank.id()));
            assertThatThrownBy(() -> w.persons.create(w.secretary, person("李明", "Ａ１", w.bank.id()))).satisfies(status(422));
        }
    }

    @BothDatabases
    void wrongValuesAreToldFieldByField(Database database) {
        try (World w = new World(database)) {
            Draft wrong = new Draft("", "x".repeat(50), "?", "1985.13", null, null, "12", "a@b", null, null, null, null, w.bank.id(), null, null);
            assertThatThrownBy(() -> w.persons.create(w.secretary, wrong)).isInstanceOfSatisfying(Problem.class,
                    p -> assertThat(p.errors()).extracting("field").containsExactlyInAnyOrder("name", "number", "gender", "birth", "phone", "mail"));
        }
    }

    @BothDatabases
    void phoneAndBirthAreHiddenAndSurviveAnEditByWhoMayNotSeeThem(Database database) {
        try (World w = new World(database)) {
            PersonService.Shown made = w.persons.create(w.secretary, person("王伟", "A1", w.bank.id()));
            w.access.grant(w.stranger, Permissions.READ, w.bank.id()).grant(w.stranger, Permissions.WRITE, w.bank.id());
            PersonService.Shown seen = w.persons.get(w.stranger, made.person().id());
            assertThat(seen.person().phone()).isEqualTo("138****5678");
            assertThat(seen.person().birth()).isEqualTo("1983");
            w.persons.change(w.stranger, made.person().id(), made.person().version(),
                    new Draft("王伟", "A1", "男", "1983", null, null, "138****5678", null, null, null, null, null, w.bank.id(), "副科长", null));
            assertThat(w.persons.get(w.secretary, made.person().id()).person().phone()).isEqualTo("13812345678");
        }
    }

    @BothDatabases
    void whoMayNotSeeAPersonIsToldThereIsNone(Database database) {
        try (World w = new World(database)) {
            PersonService.Shown made = w.persons.create(w.secretary, person("王伟", "A1", w.bank.id()));
            assertThatThrownBy(() -> w.persons.get(w.stranger, made.person().id())).satisfies(status(404));
            assertThatThrownBy(() -> w.persons.create(w.stranger, person("李明", "A2", w.bank.id()))).satisfies(status(403));
            assertThatThrownBy(() -> w.persons.search(w.stranger, w.bank.id(), "")).satisfies(status(403));
        }
    }

    @BothDatabases
    void theListIsSearchedSortedAndPaged(Database database) {
        try (World w = new World(database)) {
            w.confirm(w.open("roster-bank.xlsx"));
            assertThat(w.persons.list(w.secretary, w.bank.id(), true, null, null, false, Names.Order.PINYIN, ListQuery.of("yx100", 1, 5, "-number")).items()).hasSize(5)
                    .first().extracting("person.number").isEqualTo("YX1009");
            assertThat(w.persons.list(w.secretary, w.bank.id(), true, "leader", null, false, Names.Order.PINYIN, ListQuery.of(null, 1, 20, "unit,name")).total()).isEqualTo(4);
            assertThat(w.persons.list(w.secretary, w.bank.id(), false, null, null, false, Names.Order.PINYIN, ListQuery.of(null, 1, 20, null)).total()).isZero();
            assertThat(w.persons.search(w.secretary, w.bank.id(), "王伟")).hasSize(2);
            assertThat(w.persons.search(w.secretary, w.bank.id(), "")).hasSize(20);
            assertThat(List.of("100%", "a_b")).allSatisfy(q -> assertThat(
                    w.persons.list(w.secretary, w.bank.id(), true, null, null, false, Names.Order.PINYIN, ListQuery.of(q, 1, 20, null)).total()).isZero());
        }
    }

    @BothDatabases
    void aDayOfLeavingThatLiesAheadTakesEffectOnThatDay(Database database) {
        try (World w = new World(database)) {
            PersonService.Shown made = w.persons.create(w.secretary, new Draft("王伟", "A1", null, null, null, null, null, null, null, null, null, null, w.bank.id(), "科员", null));
            java.util.UUID id = made.person().id();
            java.time.LocalDate day = org.shuyuan.directory.internal.jpa.PastStore.today().plusDays(10);
            PersonService.Shown leaving = w.persons.leave(w.secretary, id, made.person().version(), day);
            assertThat(PersonView.of(leaving, org.shuyuan.api.text.Language.ZH_CN).left()).isFalse();
            assertThat(leaving.main()).satisfies(m -> assertThat(m.to()).isEqualTo(day));
            assertThat(w.persons.search(w.secretary, w.bank.id(), "王伟")).hasSize(1);
            assertThat(w.people.counts().get(w.bank.id())).isEqualTo(1);
            assertThat(w.directory.membersOf(List.of(w.bank.id()), day.minusDays(1))).hasSize(1);
            assertThat(w.directory.membersOf(List.of(w.bank.id()), day)).isEmpty();
            assertThat(w.openCsv(w.bank.id(), "姓名,工号,部门\n王伟,A1,云溪县支行\n").preview().lines()).allMatch(l -> l.person() != null && !l.person().left());
            // another day, and a change besides it
            PersonService.Shown later = w.persons.leave(w.secretary, id, leaving.person().version(), day.plusDays(5));
            PersonService.Shown changed = w.persons.change(w.secretary, id, later.person().version(),
                    new Draft("王伟", "A1", null, null, null, null, "13812345678", null, null, null, null, null, w.bank.id(), "科长", null));
            assertThat(changed.main()).satisfies(m -> assertThat(m.to()).isEqualTo(day.plusDays(5)));
            PersonService.Shown staying = w.persons.stay(w.secretary, id, changed.person().version());
            assertThat(staying.main()).satisfies(m -> assertThat(m.to()).isNull());
            assertThatThrownBy(() -> w.persons.stay(w.secretary, id, staying.person().version())).satisfies(status(409));
            assertThatThrownBy(() -> w.persons.stay(w.stranger, id, staying.person().version())).satisfies(status(404));
            assertThat(w.audit.actions()).endsWith("directory.stay");
        }
    }
}
