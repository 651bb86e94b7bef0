package org.shuyuan.calendar.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.calendar.internal.ImportPlan.Action;
import org.shuyuan.office.internal.OfficeWorkbooks;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;

/** A plan's workbook as a unit has it: read, shown, confirmed. */
class PlanImportTest {

    private static InputStream workbook() {
        return Objects.requireNonNull(PlanImportTest.class.getResourceAsStream("/study-plan-2026.xlsx"));
    }

    private static PlanFile.Found read(String... lines) {
        byte[] csv = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
        return new PlanFile(new OfficeWorkbooks()).read(new ByteArrayInputStream(csv), "a.csv", null, 2026, List.of());
    }

    @BothDatabases
    void aYearsPlanIsShownFirstAndGoesIntoADraftOnceConfirmed(Database database) {
        try (Portal portal = new Portal(database)) {
            PlanImports.Preview preview = portal.planImports.begin(portal.organiser, portal.bank.id(), null, "plan.xlsx", workbook());
            // shown with the title of the merged row, months written both ways, columns by their headings
            assertThat(preview.title()).isEqualTo("2026年度理论学习中心组学习计划");
            assertThat(preview.found().span()).isEqualTo(new Plan.Span(Plan.Period.YEAR, 2026, 1));
            assertThat(preview.found().headings()).containsEntry("A", "月份").containsEntry("E", "主讲人").hasSize(7);
            assertThat(preview.found().faults()).isEmpty();
            assertThat(preview.count(Action.ADDED)).isEqualTo(24);
            PlanItem february = preview.lines().get(2).item();
            assertThat(february.host().words()).isEqualTo("各科科长轮流");
            assertThat(preview.lines()).filteredOn(l -> l.item().month() == 6).hasSize(2);
            assertThat(portal.db.count("calendar_plan")).as("nothing is written").isZero();
            // and written once confirmed
            PlanImports.Preview done = portal.planImports.confirm(portal.organiser, preview.upload().id(), PlanImports.Choice.NONE);
            Plan plan = portal.plans.find(portal.organiser, Objects.requireNonNull(done.upload().plan()));
            assertThat(plan.state()).isEqualTo(Plan.State.DRAFT);
            assertThat(plan.items()).hasSize(24).isSortedAccordingTo(Comparator.comparingInt(PlanItem::month));
            assertThat(portal.audit.actions()).contains("calendar.read-plan-file", "calendar.import-plan");
            assertThatThrownBy(() -> portal.planImports.confirm(portal.organiser, preview.upload().id(), PlanImports.Choice.NONE))
                    .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("calendar.import-confirmed"));
        }
    }

    @BothDatabases
    void theSameFileTwiceChangesNothingAndWhatWasChosenInTheDraftStays(Database database) {
        try (Portal portal = new Portal(database)) {
            PlanImports.Preview first = portal.planImports.begin(portal.organiser, portal.bank.id(), null, "plan.xlsx", workbook());
            Plan plan = Objects.requireNonNull(portal.planImports.confirm(portal.organiser, first.upload().id(), PlanImports.Choice.NONE).draft());
            PlanItem one = plan.items().get(0);
            Plan changed = portal.plans.changeItem(portal.organiser, plan.id(), plan.version(), one.id(), new PlanItem(one.id(), one.line(), one.month(), LocalDate.parse("2026-01-15"), one.topic(),
                    one.content(), one.form(), one.kind(), new PlanItem.Who(portal.member.account(), null), one.audience(), one.audienceWords(), one.responsible(), one.note()));
            PlanImports.Preview second = portal.planImports.begin(portal.organiser, portal.bank.id(), null, "plan.xlsx", workbook());
            assertThat(second.draft()).isEqualTo(changed);
            assertThat(second.count(Action.UNCHANGED)).isEqualTo(24);
            portal.planImports.confirm(portal.organiser, second.upload().id(), PlanImports.Choice.NONE);
            assertThat(portal.plans.find(portal.organiser, plan.id())).isEqualTo(changed);
        }
    }

    @BothDatabases
    void nobodyImportsWhereTheyDoNotPlanNorIntoWhatIsInForce(Database database) {
        try (Portal portal = new Portal(database)) {
            assertThatThrownBy(() -> portal.planImports.begin(portal.member, portal.credit.id(), null, "plan.xlsx", workbook()))
                    .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.status()).isEqualTo(403));
            PlanImports.Preview preview = portal.planImports.begin(portal.organiser, portal.bank.id(), null, "plan.xlsx", workbook());
            assertThatThrownBy(() -> portal.planImports.show(portal.member, preview.upload().id(), PlanImports.Choice.NONE))
                    .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.status()).isEqualTo(404));
            Plan plan = CalendarPlansTest.submitted(portal, portal.organiser, portal.bank);
            assertThatThrownBy(() -> portal.planImports.begin(portal.organiser, portal.bank.id(), plan.id(), "plan.xlsx", workbook()))
                    .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("calendar.plan-not-open"));
        }
    }

    @Test
    void monthsAndDaysAreReadAsPeopleWriteThem() {
        PlanFile.Found found = read("2026年第二季度学习计划,,", "月 份,主题,备注", "4月,甲,", "5,乙,", "五月份,丙,", "6月15日,丁,", "２０２６年６月,戊,", "2026-04-07,己,", "4.8,庚,");
        assertThat(found.span()).isEqualTo(new Plan.Span(Plan.Period.QUARTER, 2026, 2));
        assertThat(found.faults()).isEmpty();
        assertThat(found.rows()).extracting(r -> r.item().month(), r -> Objects.toString(r.item().day(), "")).containsExactly(tuple(4, ""), tuple(5, ""), tuple(5, ""), tuple(6, "2026-06-15"),
                tuple(6, ""), tuple(4, "2026-04-07"), tuple(4, "2026-04-08"));
    }

    @Test
    void everyProblemIsToldByRowAndCellAndTheOthersAreTaken() {
        PlanFile.Found found = read("2026年度计划", "月份,学习专题,学习形式", "13月,甲,", ",乙,", "3月,,集中学习", "3-4月,丙,", "3月,丁," + "长".repeat(101), "2025年3月,戊,", "注：时间以通知为准,,");
        assertThat(found.faults()).extracting(PlanFile.Fault::row, PlanFile.Fault::column, PlanFile.Fault::key, PlanFile.Fault::refused).containsExactly(
                tuple(3, "A", "plans.fault.bad-month", true), tuple(4, "A", "plans.fault.no-month", true), tuple(5, "B", "plans.fault.no-topic", true), tuple(6, "A", "plans.fault.bad-month", true),
                tuple(7, "C", "plans.fault.cut", false), tuple(8, "A", "plans.fault.outside", true));
        assertThat(found.rows()).extracting(r -> r.item().topic()).containsExactly("丁");
        assertThatThrownBy(() -> read("姓名,电话", "王伟,1")).isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("calendar.plan-no-columns"));
    }
}
