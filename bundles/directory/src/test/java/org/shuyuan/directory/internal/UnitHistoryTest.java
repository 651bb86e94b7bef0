package org.shuyuan.directory.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.UnitState;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.directory.internal.jpa.PastStore;
import org.shuyuan.rest.ListQuery;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;
import org.shuyuan.testing.FakeAccess;

/** What a unit was called, where it hung and what became of it. */
class UnitHistoryTest {

    private static final LocalDate TODAY = LocalDate.now(ZoneId.of("Asia/Shanghai"));
    private static final LocalDate SPRING = TODAY.minusDays(200);
    private static final LocalDate SUMMER = TODAY.minusDays(100);

    private static Consumer<Throwable> refused(int status, String code) {
        return e -> assertThat(e).isInstanceOfSatisfying(Problem.class, p -> {
            assertThat(p.status()).isEqualTo(status);
            assertThat(p.errors().isEmpty() ? p.code() : p.errors().get(0).code()).isEqualTo(code);
        });
    }

    private static UnitService.Draft unit(UUID parent, String name, LocalDate on) {
        return new UnitService.Draft(parent, name, "department", null, null, on);
    }

    private static UnitData made(World w, UUID parent, String name) {
        return w.units.create(w.secretary, unit(parent, name, SPRING));
    }

    private static PersonService.Shown person(World w, String name, UUID unit) {
        return w.persons.create(w.secretary, new PersonRules.Draft(name, null, null, null, null, null, null, null, null, null, null, null, unit, "科员", null));
    }

    private static List<String> names(World w, LocalDate on) {
        return w.unitPages.subtree(w.secretary, w.bank.id(), on).stream().map(UnitState::name).toList();
    }

    @BothDatabases
    void whatAUnitWasCalledAndWhereItHungStaysAnswerable(Database database) {
        try (World w = new World(database)) {
            UnitData office = made(w, w.bank.id(), "办公室");
            UnitData archive = made(w, w.bank.id(), "档案组");
            UnitData renamed = w.units.change(w.secretary, archive.id(), archive.version(), unit(w.bank.id(), "档案室", SUMMER));
            w.units.change(w.secretary, archive.id(), renamed.version(), unit(office.id(), "档案室", null));

            assertThat(w.tree.history(archive.id())).extracting(UnitState::name, UnitState::parent, UnitState::from, UnitState::to).containsExactly(
                    org.assertj.core.groups.Tuple.tuple("档案组", w.bank.id(), SPRING, SUMMER),
                    org.assertj.core.groups.Tuple.tuple("档案室", w.bank.id(), SUMMER, TODAY),
                    org.assertj.core.groups.Tuple.tuple("档案室", office.id(), TODAY, null));
            assertThat(names(w, SPRING.minusDays(1))).containsExactly("云溪县支行");
            assertThat(names(w, SPRING)).contains("档案组").doesNotContain("档案室");
            assertThat(names(w, SUMMER)).contains("档案室").doesNotContain("档案组");
            assertThat(w.tree.subtree(office.id(), SUMMER)).hasSize(1);
            assertThat(w.tree.subtree(office.id(), TODAY)).hasSize(2);
        }
    }

    @BothDatabases
    void aSecondChangeOnOneDayTakesThePlaceOfTheFirst(Database database) {
        try (World w = new World(database)) {
            UnitData office = made(w, w.bank.id(), "办公室");
            UnitData once = w.units.change(w.secretary, office.id(), office.version(), unit(w.bank.id(), "办工室", null));
            w.units.change(w.secretary, office.id(), once.version(), unit(w.bank.id(), "综合办公室", null));
            assertThat(w.tree.history(office.id())).extracting(UnitState::name).containsExactly("办公室", "综合办公室");
        }
    }

    @BothDatabases
    void noChangeCountsFromADayToComeOrBeforeTheLastOne(Database database) {
        try (World w = new World(database)) {
            UnitData office = made(w, w.bank.id(), "办公室");
            assertThatThrownBy(() -> w.units.change(w.secretary, office.id(), office.version(), unit(w.bank.id(), "新", TODAY.plusDays(1)))).satisfies(refused(422, "directory.bad-day"));
            assertThatThrownBy(() -> w.units.change(w.secretary, office.id(), office.version(), unit(w.bank.id(), "新", SPRING.minusDays(1)))).satisfies(refused(422, "directory.bad-day"));
            assertThatThrownBy(() -> w.units.create(w.secretary, unit(w.bank.id(), "新", TODAY.plusDays(1)))).satisfies(refused(422, "directory.bad-day"));
        }
    }

    @BothDatabases
    void mergingTakesPeopleAndUnitsOverOnADayAndTheOldIdStillLeadsSomewhere(Database database) {
        try (World w = new World(database)) {
            UnitData credit = made(w, w.bank.id(), "信贷科");
            UnitData finance = made(w, w.bank.id(), "金融科");
            UnitData desk = made(w, credit.id(), "柜台组");
            PersonService.Shown wang = person(w, "王伟", credit.id());
            PersonService.Shown li = person(w, "李明", desk.id());

            w.merges.merge(w.secretary, credit.id(), credit.version(), new UnitMerges.Draft(finance.id(), null));

            assertThat(w.tree.find(credit.id())).isEmpty();
            assertThat(w.tree.successor(credit.id())).map(u -> u.name()).contains("金融科");
            assertThat(w.tree.records(List.of(credit.id())).get(credit.id())).satisfies(r -> {
                assertThat(r.name()).isEqualTo("信贷科");
                assertThat(r.mergedInto()).isEqualTo(finance.id());
                assertThat(r.closedOn()).isEqualTo(TODAY);
            });
            assertThat(w.tree.get(desk.id()).parent()).isEqualTo(finance.id());
            PersonService.Shown moved = w.persons.get(w.secretary, wang.person().id());
            assertThat(moved.memberships()).extracting(MembershipData::unitName, MembershipData::to).containsExactly(
                    org.assertj.core.groups.Tuple.tuple("金融科", null), org.assertj.core.groups.Tuple.tuple("信贷科", TODAY));
            assertThat(moved.main().position()).isEqualTo("科员");
            assertThat(moved.person().version()).as("who edits the person meanwhile is told").isGreaterThan(wang.person().version());
            assertThat(w.directory.unitsOf(wang.person().id(), TODAY)).containsExactly(finance.id());
            assertThat(w.persons.get(w.secretary, li.person().id()).memberships()).hasSize(1);
            assertThat(w.unitPages.members(w.secretary, credit.id(), TODAY.minusDays(1), ListQuery.of(null, 1, 20, null)).total()).as("nobody belonged before they were added").isZero();
            assertThat(names(w, TODAY.minusDays(1))).contains("信贷科", "柜台组");
            assertThat(w.unitPages.history(w.secretary, finance.id()).absorbed()).extracting("name").containsExactly("信贷科");
            assertThat(w.unitPages.history(w.secretary, credit.id()).named()).containsKey(finance.id());
            assertThat(w.audit.actions()).contains("directory.merge-unit", "directory.move-person", "directory.move-unit");
        }
    }

    @BothDatabases
    void itsAudienceGroupsGoAlongAndWhatTheyWereStaysAnswerable(Database database) {
        try (World w = new World(database)) {
            UnitData credit = made(w, w.bank.id(), "信贷科");
            UnitData finance = made(w, w.bank.id(), "金融科");
            PersonService.Shown wang = person(w, "王伟", credit.id());
            person(w, "李明", finance.id());
            GroupData hand = w.groups.create(w.secretary, new GroupService.Draft(credit.id(), Map.of("zh-CN", "通讯员"), null, null, null));
            w.groups.name(w.secretary, hand.id(), List.of(wang.person().id()));
            GroupData rule = w.groups.create(w.secretary, new GroupService.Draft(credit.id(), Map.of("zh-CN", "骨干"),
                    com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.objectNode().put("field", "position").set("has",
                            com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.arrayNode().add("科员")), null, null));
            Caller above = FakeAccess.person("above");
            w.access.grant(above, Permissions.GROUPS, finance.id());

            w.merges.merge(w.secretary, credit.id(), credit.version(), new UnitMerges.Draft(finance.id(), null));

            assertThat(w.groups.list(w.secretary, finance.id())).extracting(GroupData::id).contains(hand.id(), rule.id());
            assertThat(w.groups.members(w.secretary, finance.id(), hand.id(), null)).extracting(m -> m.candidate().name()).containsExactly("王伟");
            assertThat(w.groups.members(w.secretary, finance.id(), rule.id(), null)).extracting(m -> m.candidate().name()).containsExactlyInAnyOrder("王伟", "李明");
            GroupData now = w.groups.get(w.secretary, finance.id(), hand.id());
            assertThat(w.groups.writable(above, now)).as("kept by who keeps groups there").isTrue();
            assertThat(w.past.asOf(List.of(hand.id()), TODAY.minusDays(1)).get(hand.id())).containsEntry(PastStore.UNIT, java.util.Optional.of(credit.id().toString()));
            assertThat(w.audit.actions()).contains("directory.move-group");
        }
    }

    @BothDatabases
    void twoGroupsOfOneNameStandInTheWayOfAMerger(Database database) {
        try (World w = new World(database)) {
            UnitData credit = made(w, w.bank.id(), "信贷科");
            UnitData finance = made(w, w.bank.id(), "金融科");
            GroupData one = w.groups.create(w.secretary, new GroupService.Draft(credit.id(), Map.of("zh-CN", "通讯员"), null, null, null));
            w.groups.create(w.secretary, new GroupService.Draft(finance.id(), Map.of("zh-CN", "通讯员"), null, null, null));
            assertThatThrownBy(() -> w.merges.merge(w.secretary, credit.id(), credit.version(), new UnitMerges.Draft(finance.id(), null)))
                    .satisfies(refused(409, "directory.groups-alike"));
            assertThat(w.tree.find(credit.id())).as("nothing of it stays").isPresent();
            w.groups.close(w.secretary, one.id(), one.version());
            w.merges.merge(w.secretary, credit.id(), credit.version(), new UnitMerges.Draft(finance.id(), null));
            assertThat(w.tree.find(credit.id())).isEmpty();
        }
    }

    @BothDatabases
    void ofADayToComeNothingIsShown(Database database) {
        try (World w = new World(database)) {
            UnitData office = made(w, w.bank.id(), "办公室");
            // a day beyond today anywhere, whatever the unit's zone
            LocalDate later = TODAY.plusDays(2);
            assertThatThrownBy(() -> w.unitPages.subtree(w.secretary, w.bank.id(), later)).satisfies(refused(422, "directory.day-to-come"));
            assertThatThrownBy(() -> w.unitPages.members(w.secretary, office.id(), later, ListQuery.of(null, 1, 20, null))).satisfies(refused(422, "directory.day-to-come"));
            assertThat(w.unitPages.subtree(w.secretary, w.bank.id(), LocalDate.now(w.bank.zone()))).hasSize(2);
            assertThatThrownBy(() -> w.unitPages.subtree(w.stranger, w.bank.id(), later)).as("who may not read learns nothing").satisfies(refused(403, "access.forbidden"));
        }
    }

    @BothDatabases
    void aChainOfMergersLeadsToTheUnitThatStands(Database database) {
        try (World w = new World(database)) {
            UnitData a = made(w, w.bank.id(), "一科");
            UnitData b = made(w, w.bank.id(), "二科");
            UnitData c = made(w, w.bank.id(), "三科");
            w.merges.merge(w.secretary, a.id(), a.version(), new UnitMerges.Draft(b.id(), SUMMER));
            w.merges.merge(w.secretary, b.id(), w.units.get(w.secretary, b.id()).version(), new UnitMerges.Draft(c.id(), null));
            assertThat(w.tree.successor(a.id())).map(u -> u.id()).contains(c.id());
            assertThat(w.tree.successor(UUID.randomUUID())).isEmpty();
        }
    }

    @BothDatabases
    void whoBelongsToBothBelongsToTheSuccessorOnce(Database database) {
        try (World w = new World(database)) {
            UnitData credit = made(w, w.bank.id(), "信贷科");
            UnitData finance = made(w, w.bank.id(), "金融科");
            PersonService.Shown wang = person(w, "王伟", credit.id());
            w.memberships.add(new MembershipData(UUID.randomUUID(), wang.person().id(), finance.id(), "金融科", "兼职", null, SUMMER, null, false));
            w.merges.merge(w.secretary, credit.id(), credit.version(), new UnitMerges.Draft(finance.id(), null));
            assertThat(w.persons.get(w.secretary, wang.person().id()).memberships()).filteredOn(m -> m.to() == null).singleElement()
                    .satisfies(m -> assertThat(m.main()).isTrue());
        }
    }

    @BothDatabases
    void aRoleAtAMergedUnitReachesNothingOfItsSuccessor(Database database) {
        try (World w = new World(database)) {
            UnitData credit = made(w, w.bank.id(), "信贷科");
            UnitData finance = made(w, w.bank.id(), "金融科");
            PersonService.Shown wang = person(w, "王伟", credit.id());
            Caller clerk = w.stranger;
            List.of(Permissions.READ, Permissions.WRITE, Permissions.UNITS).forEach(p -> w.access.grant(clerk, p, credit.id()));
            assertThat(w.persons.get(clerk, wang.person().id()).writable()).isTrue();

            w.merges.merge(w.secretary, credit.id(), credit.version(), new UnitMerges.Draft(finance.id(), null));

            assertThatThrownBy(() -> w.units.subtree(clerk, finance.id())).satisfies(refused(403, "access.forbidden"));
            assertThatThrownBy(() -> w.persons.get(clerk, wang.person().id())).satisfies(refused(404, "directory.no-such-person"));
            assertThatThrownBy(() -> w.units.subtree(clerk, credit.id())).satisfies(refused(404, "directory.no-such-unit"));
            assertThatThrownBy(() -> w.unitPages.history(clerk, credit.id())).satisfies(refused(403, "access.forbidden"));
        }
    }

    @BothDatabases
    void mergingIsRefusedWhereItWouldMakeACircleOrTwoOfOneNameOrTouchTheRoot(Database database) {
        try (World w = new World(database)) {
            UnitData a = made(w, w.bank.id(), "一科");
            UnitData below = made(w, a.id(), "综合组");
            UnitData b = made(w, w.bank.id(), "二科");
            made(w, b.id(), "综合组");
            assertThatThrownBy(() -> w.merges.merge(w.secretary, a.id(), a.version(), new UnitMerges.Draft(below.id(), null))).satisfies(refused(422, "directory.cycle"));
            assertThatThrownBy(() -> w.merges.merge(w.secretary, a.id(), a.version(), new UnitMerges.Draft(a.id(), null))).satisfies(refused(422, "directory.cycle"));
            assertThatThrownBy(() -> w.merges.merge(w.secretary, a.id(), a.version(), new UnitMerges.Draft(b.id(), null))).satisfies(refused(409, "directory.children-alike"));
            assertThatThrownBy(() -> w.merges.merge(w.secretary, w.bank.id(), 0, new UnitMerges.Draft(b.id(), null))).satisfies(refused(409, "directory.root-stays"));
            assertThatThrownBy(() -> w.merges.merge(w.secretary, a.id(), a.version() + 1, new UnitMerges.Draft(w.bank.id(), null))).satisfies(refused(412, "rest.changed-meanwhile"));
            assertThat(w.tree.find(a.id())).as("nothing of it stays").isPresent();
            assertThat(w.tree.get(below.id()).parent()).isEqualTo(a.id());
        }
    }

    @BothDatabases
    void whoManagesOnlyOneOfTwoUnitsDoesNotMergeThem(Database database) {
        try (World w = new World(database)) {
            UnitData a = made(w, w.bank.id(), "一科");
            UnitData b = made(w, w.bank.id(), "二科");
            w.access.grant(w.stranger, Permissions.UNITS, a.id());
            assertThatThrownBy(() -> w.merges.merge(w.stranger, a.id(), a.version(), new UnitMerges.Draft(b.id(), null))).satisfies(refused(403, "access.forbidden"));
            w.access.grant(w.stranger, Permissions.UNITS, b.id());
            assertThatThrownBy(() -> w.merges.merge(w.stranger, a.id(), a.version(), new UnitMerges.Draft(b.id(), null)))
                    .as("the unit above loses one").satisfies(refused(403, "access.forbidden"));
        }
    }

    @BothDatabases
    void kindsAreTheOfficesOwnAndStayWhileAnyUnitHadThem(Database database) {
        try (World w = new World(database)) {
            assertThat(w.kinds.list(w.secretary, w.bank.id())).extracting(UnitKind::code).startsWith("organisation", "department", "branch", "group");
            UnitKind station = w.kinds.create(w.secretary, new UnitKinds.Draft(Map.of("zh-CN", "所", "en", "Station"), null));
            assertThat(station.names().text(org.shuyuan.api.text.Language.ZH_TW)).isEqualTo("所");
            UnitData made = w.units.create(w.secretary, new UnitService.Draft(w.bank.id(), "城关所", station.code(), null));
            assertThat(w.tree.get(made.id()).kind()).isEqualTo(station.code());
            assertThatThrownBy(() -> w.kinds.remove(w.secretary, station.code(), station.version())).satisfies(refused(409, "directory.kind-in-use"));
            assertThatThrownBy(() -> w.kinds.create(w.secretary, new UnitKinds.Draft(Map.of("zh-CN", "所"), null))).satisfies(refused(422, "directory.kind-taken"));
            assertThatThrownBy(() -> w.kinds.create(w.secretary, new UnitKinds.Draft(Map.of("en", "Station"), null))).satisfies(refused(422, "directory.needed"));
            assertThatThrownBy(() -> w.kinds.change(w.secretary, station.code(), station.version() + 1, new UnitKinds.Draft(Map.of("zh-CN", "站"), null)))
                    .satisfies(refused(412, "rest.changed-meanwhile"));
            assertThatThrownBy(() -> w.units.create(w.secretary, new UnitService.Draft(w.bank.id(), "x", "nonsense", null))).satisfies(refused(422, "directory.unknown-kind"));
            w.access.grant(w.stranger, Permissions.UNITS, made.id());
            assertThatThrownBy(() -> w.kinds.create(w.stranger, new UnitKinds.Draft(Map.of("zh-CN", "站"), null))).satisfies(refused(403, "access.forbidden"));
            UnitKind unused = w.kinds.create(w.secretary, new UnitKinds.Draft(Map.of("zh-CN", "站"), null));
            w.kinds.remove(w.secretary, unused.code(), unused.version());
            assertThat(w.kinds.list(w.secretary, w.bank.id())).extracting(UnitKind::code).doesNotContain(unused.code());
        }
    }
}
