package org.shuyuan.directory.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.access.Audit;
import org.shuyuan.directory.internal.ImportService.Adjustment;
import org.shuyuan.directory.internal.ImportService.Opened;
import org.shuyuan.directory.internal.roster.Comparison.State;
import org.shuyuan.directory.internal.roster.Finding;
import org.shuyuan.directory.internal.roster.Layout;
import org.shuyuan.directory.internal.roster.Natures.Nature;
import org.shuyuan.directory.internal.roster.RosterFiles;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;

/** What the four offices write beside name and number has a place too: branches, titles, subjects, the nature of enterprises. */
class EveryColumnTest {

    private static Adjustment nature(String unit, @Nullable String nature) {
        Map<String, @Nullable String> natures = new HashMap<>();
        natures.put(unit, nature);
        return new Adjustment(null, null, null, null, null, null, null, natures, null, null, null, null);
    }

    private static UnitData unit(World w, String name) {
        return w.unitStore.snapshot().units().stream().filter(u -> u.name().equals(name)).findFirst().orElseThrow();
    }

    @BothDatabases
    void noColumnOfTheFourIsLeftOutButTheRunningNumber(Database database) {
        Map<String, List<String>> left = Map.of("roster-bank.xlsx", List.of("序号"), "roster-school.xlsx", List.of(), "roster-park-gbk.csv", List.of(), "roster-township-hant.csv", List.of());
        left.forEach((file, columns) -> {
            var book = RosterFiles.book(file);
            Layout layout = Layout.propose(book).get(0);
            assertThat(Layout.ordered(Layout.row(book.sheets().get(layout.sheet()), layout.headerRow()).orElseThrow()).entrySet().stream()
                    .filter(c -> !layout.columns().containsKey(c.getKey())).map(c -> c.getValue().text())).as(file).isEqualTo(columns);
        });
    }

    @BothDatabases
    void theSchoolsTeachersHaveTitleSubjectAndASecondPlaceInTheirBranch(Database database) {
        try (World w = new World(database)) {
            w.confirm(w.open("roster-school.xlsx"));
            PersonService.Shown head = w.persons.get(w.secretary, w.people.byNumber("20260001").orElseThrow().id());
            assertThat(head.person().title()).isEqualTo("二级");
            assertThat(head.person().subject()).isEqualTo("历史");
            assertThat(head.main().unitName()).isEqualTo("校级领导");
            assertThat(head.memberships()).filteredOn(m -> !m.main()).singleElement().satisfies(m -> assertThat(m.unitName()).isEqualTo("第三党支部"));
            assertThat(unit(w, "第三党支部").kind()).isEqualTo("branch");
            assertThat(unit(w, "第三党支部").parent()).isEqualTo(w.bank.id());
            assertThat(unit(w, "离退休党支部").parent()).as("a branch of people of one unit lies below it").isEqualTo(unit(w, "退休教师").id());
            assertThat(w.open("roster-school.xlsx").preview().nothing()).isTrue();
        }
    }

    @BothDatabases
    void aBranchOfSomebodyWhoIsNoMemberIsTakenAndTold(Database database) {
        try (World w = new World(database)) {
            Opened opened = w.open("roster-school.xlsx");
            Finding told = RosterFiles.preview("roster-school.xlsx").lines().stream().filter(l -> l.entry().sheet() == 1 && l.entry().row() == 2).findFirst().orElseThrow()
                    .entry().findings().stream().filter(f -> f.code().equals("branch-not-member")).findFirst().orElseThrow();
            assertThat(told.found()).isEqualTo("离退休党支部");
            assertThat(opened.preview().notes()).extracting("code").contains("branch-not-member");
        }
    }

    @BothDatabases
    void whoChangesTheBranchLeavesTheOldOne(Database database) {
        try (World w = new World(database)) {
            w.confirm(w.openCsv(w.bank.id(), "工号,姓名,部门,党支部\nA1,王伟,办公室,第一党支部\nA2,李明,国库科,第一党支部\n"));
            Opened next = w.openCsv(w.bank.id(), "工号,姓名,部门,党支部\nA1,王伟,办公室,第二党支部\nA2,李明,国库科,\n");
            assertThat(next.preview().lines().get(0).changes()).singleElement().satisfies(c -> {
                assertThat(c.before()).isEqualTo("第一党支部");
                assertThat(c.after()).isEqualTo("第二党支部");
            });
            assertThat(next.preview().lines().get(1).state()).as("an empty cell changes nothing").isEqualTo(State.UNCHANGED);
            w.confirm(next);
            UUID person = w.people.byNumber("A1").orElseThrow().id();
            assertThat(w.people.memberships(person)).filteredOn(m -> !m.main() && m.to() == null).extracting("unitName").containsExactly("第二党支部");
            assertThat(w.people.memberships(person)).filteredOn(m -> m.main()).hasSize(1);
        }
    }

    @BothDatabases
    void theParksEnterprisesLieBelowItWithTheirBranchesAndTheirNature(Database database) {
        try (World w = new World(database)) {
            Opened opened = w.open("roster-park-gbk.csv");
            Nature nature = opened.preview().natures().stream().filter(n -> n.unit().name().equals("宏远航空物流有限公司")).findFirst().orElseThrow();
            assertThat(nature.written()).as("the same enterprise with differing natures is reported").hasSizeGreaterThan(1);
            assertThat(opened.preview().notes()).extracting("code").contains("nature-differs");
            Opened chosen = w.imports.adjust(w.secretary, opened.data().id(), opened.data().version(), nature("宏远航空物流有限公司", "外资"));
            w.confirm(chosen);
            UnitData enterprise = unit(w, "宏远航空物流有限公司");
            assertThat(enterprise.kind()).isEqualTo("organisation");
            assertThat(enterprise.parent()).isEqualTo(w.bank.id());
            assertThat(enterprise.nature()).isEqualTo("外资");
            assertThat(unit(w, "宏远航空物流党支部").parent()).isEqualTo(enterprise.id());
            Opened again = w.openCsv(w.bank.id(), "企业名称,企业性质,姓名,联系电话\n宏远航空物流有限公司,民营,李泽可,13912449532\n宏远航空物流有限公司,合资,金强宇,13995288688\n");
            assertThat(again.preview().natures().get(0).changes()).as("rows that disagree do not overwrite what was chosen").isFalse();
            Opened agreed = w.openCsv(w.bank.id(), "企业名称,企业性质,姓名,联系电话\n宏远航空物流有限公司,国有,李泽可,13912449532\n");
            assertThat(agreed.preview().natures().get(0).changes()).isTrue();
            w.confirm(agreed);
            assertThat(unit(w, "宏远航空物流有限公司").nature()).isEqualTo("国有");
        }
    }

    @BothDatabases
    void eachPersonsTrailSaysWhoBroughtOrChangedThemWhenAndFromWhichRow(Database database) {
        try (World w = new World(database)) {
            w.confirm(w.open("roster-bank.xlsx"));
            assertThat(w.audit.actions()).filteredOn("directory.create-person"::equals).hasSize(85);
            UUID person = w.people.byNumber("YX1001").orElseThrow().id();
            w.confirm(w.openCsv(w.bank.id(), "工号,姓名,职务\nYX1001,区桂,行长\n"));
            List<Audit.Entry> trail = w.audit.about("directory.person", person.toString(), 10);
            assertThat(trail).extracting(Audit.Entry::action).containsExactly("directory.change-person", "directory.create-person");
            assertThat(trail.get(0).who()).isEqualTo(w.secretary.name());
            assertThat(trail.get(0).before()).contains("党委书记、行长");
            assertThat(Objects.requireNonNull(trail.get(0).after())).contains("roster.csv · 2").contains("position=行长").doesNotContain("18684874526");
            assertThat(trail.get(1).after()).contains("roster-bank.xlsx · 4");
        }
    }

    @BothDatabases
    void unitsLieBelowTheParentTheFileNamesAndACircleIsTold(Database database) {
        try (World w = new World(database)) {
            Opened opened = w.openCsv(w.bank.id(), "工号,姓名,部门,上级部门\nA1,王伟,信贷组,业务部\nA2,李明,业务部,\nA3,何建国,甲科,乙科\nA4,孙丽,乙科,丙科\nA5,周敏,丙科,甲科\nA6,吴刚,信贷组,财务部\n");
            assertThat(opened.preview().lines().get(2).entry().findings()).extracting(Finding::code).contains("unit-cycle");
            assertThat(opened.preview().lines().get(5).entry().findings()).extracting(Finding::code).contains("unit-parent-differs");
            w.confirm(opened);
            assertThat(unit(w, "信贷组").parent()).isEqualTo(unit(w, "业务部").id());
            assertThat(List.of(unit(w, "甲科"), unit(w, "乙科"), unit(w, "丙科"))).allSatisfy(u -> assertThat(u.parent()).isEqualTo(w.bank.id()));
        }
    }

    @BothDatabases
    void whatWasTrueBeforeTheImportStaysAnswerable(Database database) {
        try (World w = new World(database)) {
            w.confirm(w.openCsv(w.bank.id(), "工号,姓名,部门,职务,政治面貌\nA1,王伟,办公室,科员,群众\n"));
            w.confirm(w.openCsv(w.bank.id(), "工号,姓名,部门,职务,政治面貌\nA1,王伟,办公室,科长,中共党员\n"));
            UUID person = w.people.byNumber("A1").orElseThrow().id();
            UUID membership = w.people.memberships(person).get(0).id();
            var yesterday = new org.shuyuan.directory.internal.jpa.PastStore(w.db.jpa()).asOf(List.of(person, membership), java.time.LocalDate.now().minusDays(2));
            assertThat(yesterday.get(person)).containsEntry("political", java.util.Optional.of("masses"));
            assertThat(yesterday.get(membership)).containsEntry("position", java.util.Optional.of("科员"));
        }
    }
}
