package org.shuyuan.directory.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.UUID;
import java.util.function.Consumer;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.text.Names;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.directory.internal.PersonService.Shown;
import org.shuyuan.directory.internal.jpa.PastStore;
import org.shuyuan.directory.internal.jpa.PersonStore;
import org.shuyuan.rest.ListQuery;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;
import org.shuyuan.testing.FakeAccess;

/** A person in several units. */
class MembershipServiceTest {

    private static final LocalDate TODAY = PastStore.today();

    private static Consumer<Throwable> refused(int status, String code) {
        return e -> assertThat(e).isInstanceOfSatisfying(Problem.class, p -> {
            assertThat(p.status()).isEqualTo(status);
            assertThat(p.errors().isEmpty() ? p.code() : p.errors().get(0).code()).isEqualTo(code);
        });
    }

    private static final class Office {
        final World w;
        final UnitData section;
        final UnitData branch;
        final UUID wang;

        Office(World w) {
            this.w = w;
            section = w.units.create(w.secretary, new UnitService.Draft(w.bank.id(), "办公室", "department", null));
            branch = w.units.create(w.secretary, new UnitService.Draft(w.bank.id(), "第一支部", "branch", null));
            wang = w.persons.create(w.secretary, new PersonRules.Draft("王伟", "A1", null, null, null, null, null, null, null, null, null, null, section.id(), "科长", null)).person().id();
        }

        Shown now() {
            return w.persons.get(w.secretary, wang);
        }

        Shown joinsBranch() {
            return w.memberService.add(w.secretary, wang, now().person().version(), new MembershipService.Draft(branch.id(), "支部委员", "2024-05", TODAY.minusDays(30)));
        }

        UUID membership(String unit) {
            return now().memberships().stream().filter(m -> m.unitName().equals(unit)).findFirst().orElseThrow().id();
        }
    }

    @BothDatabases
    void aPersonBelongsToSeveralUnitsWithAPositionInEach(Database database) {
        try (World w = new World(database)) {
            Office o = new Office(w);
            Shown shown = o.joinsBranch();
            assertThat(shown.memberships()).extracting(MembershipData::unitName, MembershipData::position, MembershipData::main).containsExactlyInAnyOrder(
                    org.assertj.core.groups.Tuple.tuple("办公室", "科长", true), org.assertj.core.groups.Tuple.tuple("第一支部", "支部委员", false));
            assertThat(shown.main().unitName()).isEqualTo("办公室");
            assertThat(w.directory.unitsOf(o.wang, TODAY)).containsExactlyInAnyOrder(o.section.id(), o.branch.id());
            assertThat(w.directory.membersOf(java.util.Set.of(o.branch.id()), TODAY)).extracting("name", "position").containsExactly(org.assertj.core.groups.Tuple.tuple("王伟", "支部委员"));
            assertThat(w.directory.membersOf(java.util.Set.of(o.branch.id()), TODAY.minusDays(31))).isEmpty();
            assertThat(w.units.counts().own()).containsEntry(o.branch.id(), 1L).containsEntry(o.section.id(), 1L);
            assertThat(w.units.counts().all()).as("counted once").containsEntry(o.branch.id(), 1L).containsEntry(w.bank.id(), 1L);
        }
    }

    @BothDatabases
    void aUnitsListHoldsWhoBelongsThereBesidesMarkedAsSuch(Database database) {
        try (World w = new World(database)) {
            Office o = new Office(w);
            assertThat(listed(o, w.secretary, o.branch.id(), "")).isEmpty();
            o.joinsBranch();
            assertThat(listed(o, w.secretary, o.branch.id(), "")).singleElement().satisfies(l -> {
                assertThat(l.main().unitName()).as("where the person mainly belongs").isEqualTo("办公室");
                assertThat(l.also().unitName()).isEqualTo("第一支部");
                assertThat(l.also().position()).isEqualTo("支部委员");
            });
            assertThat(listed(o, w.secretary, o.branch.id(), "支部")).as("found by the unit's name").hasSize(1);
            assertThat(w.persons.search(w.secretary, o.branch.id(), "wangwei")).as("a picker too").hasSize(1);
            assertThat(listed(o, w.secretary, o.section.id(), "")).singleElement().satisfies(l -> assertThat(l.also()).isNull());
            assertThat(listed(o, w.secretary, w.bank.id(), "")).as("above both once, by the main one").singleElement().satisfies(l -> assertThat(l.also()).isNull());
            assertThat(w.units.counts().all().get(o.branch.id())).as("figures say the same").isEqualTo(listed(o, w.secretary, o.branch.id(), "").size());
            Caller branchSecretary = FakeAccess.person("branch secretary");
            w.access.grant(branchSecretary, Permissions.READ, o.branch.id());
            assertThat(listed(o, branchSecretary, o.branch.id(), "")).hasSize(1);
            assertThatThrownBy(() -> listed(o, branchSecretary, o.section.id(), "")).satisfies(refused(403, "access.forbidden"));
            ListQuery export = ListQuery.of(null, 1, 20, null);
            export.setFormat("xlsx");
            assertThat(w.persons.list(w.secretary, o.branch.id(), true, null, null, false, Names.Order.PINYIN, export).items()).singleElement()
                    .satisfies(l -> assertThat(l.also()).as("marked in the workbook as well").isNotNull());
            w.memberService.end(w.secretary, o.wang, o.membership("第一支部"), o.now().person().version(), null);
            assertThat(listed(o, w.secretary, o.branch.id(), "")).as("no longer").isEmpty();
        }
    }

    private static java.util.List<PersonStore.Listed> listed(Office o, Caller caller, UUID unit, String q) {
        return o.w.persons.list(caller, unit, true, null, null, false, Names.Order.PINYIN, ListQuery.of(q, 1, 20, null)).items();
    }

    @BothDatabases
    void theMainMembershipIsOneAndWhatItWasStaysAnswerable(Database database) {
        try (World w = new World(database)) {
            Office o = new Office(w);
            o.joinsBranch();
            Shown shown = w.memberService.makeMain(w.secretary, o.wang, o.membership("第一支部"), o.now().person().version());
            assertThat(shown.memberships()).filteredOn(MembershipData::main).extracting(MembershipData::unitName).containsExactly("第一支部");
            assertThat(w.directory.find(o.wang)).map(p -> p.unitName()).contains("第一支部");
            Shown ended = w.memberService.end(w.secretary, o.wang, o.membership("办公室"), shown.person().version(), null);
            assertThat(ended.memberships()).filteredOn(m -> m.to() == null).hasSize(1);
            assertThat(w.past.asOf(java.util.List.of(o.membership("第一支部")), TODAY.minusDays(1)).get(o.membership("第一支部"))).containsEntry(PastStore.MAIN, java.util.Optional.of("false"));
        }
    }

    @BothDatabases
    void aPositionOfThePastIsKept(Database database) {
        try (World w = new World(database)) {
            Office o = new Office(w);
            o.joinsBranch();
            w.memberService.change(w.secretary, o.wang, o.membership("第一支部"), o.now().person().version(), new MembershipService.Draft(null, "书记", "2024-05", null));
            assertThat(w.directory.membersOf(java.util.Set.of(o.branch.id()), TODAY)).extracting("position").containsExactly("书记");
            assertThat(w.directory.membersOf(java.util.Set.of(o.branch.id()), TODAY.minusDays(1))).extracting("position").containsExactly("支部委员");
        }
    }

    @BothDatabases
    void whatCannotBeIsRefused(Database database) {
        try (World w = new World(database)) {
            Office o = new Office(w);
            int version = o.joinsBranch().person().version();
            MembershipService.Draft again = new MembershipService.Draft(o.branch.id(), null, null, null);
            assertThatThrownBy(() -> w.memberService.add(w.secretary, o.wang, version, again)).satisfies(refused(422, "directory.already-member"));
            assertThatThrownBy(() -> w.memberService.add(w.secretary, o.wang, version - 1, again)).satisfies(refused(412, "rest.changed-meanwhile"));
            assertThatThrownBy(() -> w.memberService.add(w.secretary, o.wang, version, new MembershipService.Draft(w.bank.id(), null, null, TODAY.plusDays(1))))
                    .satisfies(refused(422, "directory.bad-day"));
            assertThatThrownBy(() -> w.memberService.end(w.secretary, o.wang, o.membership("办公室"), version, null)).satisfies(refused(409, "directory.main-needed"));
            assertThatThrownBy(() -> w.memberService.end(w.secretary, o.wang, UUID.randomUUID(), version, null)).satisfies(refused(404, "directory.no-such-membership"));
            w.memberService.end(w.secretary, o.wang, o.membership("第一支部"), version, null);
            assertThatThrownBy(() -> w.memberService.makeMain(w.secretary, o.wang, o.membership("第一支部"), o.now().person().version()))
                    .satisfies(refused(409, "directory.membership-over"));
        }
    }

    @BothDatabases
    void whoWritesAtOneUnitDoesNotDecideOfAnother(Database database) {
        try (World w = new World(database)) {
            Office o = new Office(w);
            int version = o.joinsBranch().person().version();
            w.access.grant(w.stranger, Permissions.READ, o.branch.id()).grant(w.stranger, Permissions.WRITE, o.branch.id());
            assertThatThrownBy(() -> w.memberService.add(w.stranger, o.wang, version, new MembershipService.Draft(w.bank.id(), null, null, null))).satisfies(refused(403, "access.forbidden"));
            assertThatThrownBy(() -> w.memberService.change(w.stranger, o.wang, o.membership("办公室"), version, new MembershipService.Draft(null, "主任", null, null)))
                    .satisfies(refused(403, "access.forbidden"));
            assertThatThrownBy(() -> w.memberService.makeMain(w.stranger, o.wang, o.membership("第一支部"), version)).as("the office loses its main membership")
                    .satisfies(refused(403, "access.forbidden"));
            assertThatThrownBy(() -> w.memberService.end(FakeStranger.CALLER, o.wang, o.membership("第一支部"), version, null)).satisfies(refused(404, "directory.no-such-person"));
            assertThat(w.memberService.change(w.stranger, o.wang, o.membership("第一支部"), version, new MembershipService.Draft(null, "书记", null, null)).memberships())
                    .extracting(MembershipData::position).contains("书记");
        }
    }

    private static final class FakeStranger {
        static final org.shuyuan.api.access.Caller CALLER = org.shuyuan.testing.FakeAccess.person("passer-by");
    }
}
