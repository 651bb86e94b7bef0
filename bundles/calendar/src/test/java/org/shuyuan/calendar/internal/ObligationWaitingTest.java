package org.shuyuan.calendar.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.LocalTime;
import java.time.YearMonth;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Group;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.id.Ids;
import org.shuyuan.calendar.internal.Obligation.Over;
import org.shuyuan.calendar.internal.Period.Every;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;

/** What waits for whom on the first page, and the event that is proposed for it. */
class ObligationWaitingTest {

    private static String waiting(Duties d, Caller caller, @Nullable Unit unit) {
        return d.standing.waiting(caller, unit == null ? null : unit.id()).stream().map(w -> w.period().name() + " " + w.state().word() + ": " + d.say(w.rows())).collect(Collectors.joining("; "));
    }

    @BothDatabases
    void whatIsDueWaitsForWhoPlansThereUntilItIsPlanned(Database database) {
        try (Portal p = new Portal(database)) {
            Duties d = new Duties(p);
            d.owed(1, Every.MONTH, Over.BELOW);
            d.held(p.credit, "2025-12-10");
            d.held(p.office, "2025-12-10");
            Duties early = d.at("2026-01-10T09:00");
            assertThat(waiting(early, p.organiser, p.bank)).as("there is time").isEmpty();
            Duties late = d.at("2026-01-26T09:00");
            assertThat(waiting(late, p.organiser, p.bank)).isEqualTo("2026-01 due: 办公室 due 0+0, 信贷部 due 0+0");
            assertThat(waiting(late, p.organiser, p.credit)).as("at a department its own").isEqualTo("2026-01 due: 信贷部 due 0+0");
            assertThat(waiting(late, p.member, p.credit)).as("who only reads has nothing to plan").isEmpty();
            assertThat(waiting(late, p.stranger, p.bank)).isEmpty();
            d.held(p.credit, "2026-01-29");
            assertThat(waiting(late, p.organiser, p.bank)).isEqualTo("2026-01 due: 办公室 due 0+0");
        }
    }

    @BothDatabases
    void whatWasMissedWaitsForAMonthAtMostAndNotLongerThanItsPeriod(Database database) {
        try (Portal p = new Portal(database)) {
            Duties d = new Duties(p);
            Obligation yearly = d.owed(1, Every.YEAR, Over.UNIT);
            assertThat(waiting(d.at("2026-01-31T09:00"), p.organiser, p.bank)).isEqualTo("2025 missed: 县支行 missed 0+0");
            assertThat(waiting(d.at("2026-02-01T09:00"), p.organiser, p.bank)).isEmpty();
            d.obligations.change(p.organiser, yearly, true);
            assertThat(waiting(d.at("2026-01-31T09:00"), p.organiser, p.bank)).as("given up").isEmpty();
            d.owed(1, Every.WEEK, Over.UNIT);
            assertThat(waiting(d.at("2026-01-13T09:00"), p.organiser, p.bank)).isEqualTo("2026-W02 missed: 县支行 missed 0+0");
        }
    }

    @BothDatabases
    void theSpeakerIsToldOfTheOwnTalkAlone(Database database) {
        try (Portal p = new Portal(database)) {
            Duties d = new Duties(p);
            Group leaders = p.groups.add("领导班子", p.bank, p.organiser.account(), p.member.account());
            d.owed(1, Every.HALF_YEAR, Over.MEMBERS, leaders.id());
            Duties june = d.at("2026-06-20T09:00");
            assertThat(waiting(june, p.member, p.credit)).isEqualTo("2026-H1 due: 王伟 due 0+0");
            assertThat(waiting(june, p.member, null)).as("wherever the page stands").isEqualTo("2026-H1 due: 王伟 due 0+0");
            assertThat(waiting(june, p.organiser, p.bank)).isEqualTo("2026-H1 due: 组织委员 due 0+0, 王伟 due 0+0");
        }
    }

    @BothDatabases
    void aNewEventIsProposedForTheStudyDayThatIsStillFree(Database database) {
        try (Portal p = new Portal(database)) {
            HolidayTest.publish(p, p.organiser, p.bank, 2026);
            p.rules.add(p.organiser, new StudyRule(Ids.next(), 0, p.bank.id(), p.kind("study"), "学习日", StudyRule.Every.WEEKLY, 3, LocalTime.of(14, 30), 120, "三楼", StudyRule.Move.STAY, true,
                    YearMonth.of(2026, 1), null));
            Duties d = new Duties(p).at("2026-03-10T09:00");
            Obligation o = d.owed(2, Every.MONTH, Over.UNITS, p.credit.id());
            ObligationProposals.Proposal first = d.proposals.of(p.organiser, o.id(), p.credit.id(), "2026-03");
            assertThat(first.unit()).isEqualTo(p.credit.id());
            assertThat(first.kind().word()).isEqualTo("study");
            assertThat(first.title()).as("as its kind is called").isEqualTo("集中学习");
            assertThat(List.<Object>of(first.day(), first.start(), first.minutes(), first.place())).containsExactly(LocalDate.parse("2026-03-11"), LocalTime.of(14, 30), 120, "三楼");
            d.held(p.credit, "2026-03-11");
            assertThat(d.proposals.of(p.organiser, o.id(), p.credit.id(), "2026-03").day()).isEqualTo("2026-03-18");
            assertThat(d.proposals.of(p.organiser, o.id(), p.credit.id(), "2026-04").day()).as("the next month begins with a Wednesday").isEqualTo("2026-04-01");
        }
    }

    @BothDatabases
    void withoutAStudyDayItIsTheLastWorkdayOfThePeriodThatIsFree(Database database) {
        try (Portal p = new Portal(database)) {
            Duties d = new Duties(p).at("2026-05-20T09:00");
            Obligation o = d.owed(2, Every.MONTH, Over.UNIT);
            ObligationProposals.Proposal proposal = d.proposals.of(p.organiser, o.id(), p.bank.id(), "2026-05");
            assertThat(proposal.day()).as("the 31st is a Sunday").isEqualTo("2026-05-29");
            assertThat(proposal.start()).isNull();
            d.held(p.bank, "2026-05-29");
            assertThat(d.proposals.of(p.organiser, o.id(), p.bank.id(), "2026-05").day()).isEqualTo("2026-05-28");
        }
    }

    @BothDatabases
    void nothingIsProposedForWhatIsOverNorForWhoPlansNothingThere(Database database) {
        try (Portal p = new Portal(database)) {
            Duties d = new Duties(p);
            Obligation o = d.owed(1, Every.MONTH, Over.BELOW);
            ObligationsTest.refused(409, "calendar.obligation-over", () -> d.proposals.of(p.organiser, o.id(), p.credit.id(), "2025-12"));
            ObligationsTest.refused(403, "access.forbidden", () -> d.proposals.of(p.member, o.id(), p.credit.id(), "2026-01"));
            ObligationsTest.refused(404, "calendar.no-such-obligation", () -> d.proposals.of(p.stranger, o.id(), p.credit.id(), "2026-01"));
        }
    }
}
