package org.shuyuan.calendar.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.time.LocalTime;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.persistence.OptimisticLockException;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.id.Ids;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.calendar.internal.StudyDays.State;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;

/** A fixed study day and the events made for it: moved only by whoever says so, and by hand only with a reason (N-18); weekly or monthly (N-20). */
class StudyDaysTest {

    private static final YearMonth MARCH = YearMonth.of(2026, 3);
    private static final YearMonth MAY = YearMonth.of(2026, 5);

    private static StudyRule on(Portal portal, Unit unit, UUID id, int version, int day, LocalTime start) {
        return new StudyRule(id, version, unit.id(), portal.kind("study"), "党员学习日", StudyRule.Every.MONTHLY, day, start, 120, "三楼会议室", StudyRule.Move.LATER, false,
                YearMonth.of(2026, 1), null);
    }

    /** The unit's study day on the 15th, the one that is there or a new one. */
    static StudyRule fixed(Portal portal, Caller caller, Unit unit) {
        portal.rules.list(portal.organiser, unit.id()).stream().filter(r -> r.unit().equals(unit.id())).findFirst().ifPresent(r -> portal.rules.remove(caller, r.id(), r.version()));
        return portal.rules.add(caller, on(portal, unit, Ids.next(), 0, 15, LocalTime.of(14, 30)));
    }

    private static void publish(Portal portal, SpecialDay... days) {
        Holidays.State now = portal.holidays.year(portal.organiser, portal.bank.id(), 2026);
        portal.holidays.publish(portal.organiser, HolidayTest.year(portal.bank, 2026, portal.holidays.ownVersion(portal.bank.id(), now), days));
    }

    private static List<State> states(Portal portal, StudyRule rule) {
        return portal.studyDays.list(portal.organiser, rule.id(), MARCH, MAY).stream().map(StudyDays.Line::state).toList();
    }

    private static List<String> days(Portal portal) {
        return Portal.days(portal.month(portal.organiser, portal.bank, "2026-01-01", "2027-01-01", false));
    }

    @BothDatabases
    void eventsAreMadeOfAPeriodAndASecondTimeAddsNothing(Database database) {
        try (Portal portal = new Portal(database)) {
            // given a published year and a study day on the 15th
            publish(portal, HolidayTest.holiday("2026-04-15"));
            StudyRule rule = fixed(portal, portal.organiser, portal.bank);
            // when its events are made, twice
            StudyDays.Made made = portal.studyDays.make(portal.organiser, rule.id(), MARCH, MAY, List.of());
            StudyDays.Made again = portal.studyDays.make(portal.organiser, rule.id(), MARCH, MAY, List.of());
            // then they stand in the calendar once: the Sunday and the holiday moved on
            assertThat(made.added()).containsExactly("2026-03", "2026-04", "2026-05");
            assertThat(again.added()).isEmpty();
            assertThat(days(portal)).containsExactly("2026-03-16", "2026-04-16", "2026-05-15");
            assertThat(states(portal, rule)).containsOnly(State.MADE);
            assertThat(portal.audit.actions()).contains("calendar.add-study-rule", "calendar.add-event", "calendar.make-study-days");
        }
    }

    @BothDatabases
    void twoWhoMakeThemAtOnceMakeThemOnce(Database database) throws Exception {
        try (Portal portal = new Portal(database)) {
            publish(portal, HolidayTest.holiday("2026-04-15"));
            StudyRule rule = fixed(portal, portal.organiser, portal.bank);
            List<Callable<Integer>> both = List.of(() -> portal.studyDays.make(portal.organiser, rule.id(), MARCH, MAY, List.of()).added().size(),
                    () -> portal.studyDays.make(portal.organiser, rule.id(), MARCH, MAY, List.of()).added().size());
            var pool = Executors.newFixedThreadPool(2);
            int added = 0;
            for (Future<Integer> one : pool.invokeAll(both)) {
                added += one.get();
            }
            pool.shutdown();
            assertThat(added).isEqualTo(3);
            assertThat(portal.db.count("calendar_event")).isEqualTo(3);
        }
    }

    @BothDatabases
    void monthsOfAYearThatNobodyPublishedAreLeftOutAndNamedAndSoIsWhatIsOver(Database database) {
        try (Portal portal = new Portal(database)) {
            publish(portal, HolidayTest.holiday("2026-04-15"));
            StudyRule rule = fixed(portal, portal.organiser, portal.bank);
            StudyDays.Made made = portal.studyDays.make(portal.organiser, rule.id(), YearMonth.of(2026, 11), YearMonth.of(2027, 2), List.of());
            assertThat(made.added()).containsExactly("2026-11", "2026-12");
            assertThat(made.unpublished()).containsExactly(2027);
            assertThat(portal.studyDays.make(portal.organiser, rule.id(), YearMonth.of(2025, 6), YearMonth.of(2025, 12), List.of()).added()).isEmpty();
        }
    }

    @BothDatabases
    void changedHolidaysAndRulesMoveNothingUntilSomebodySaysSo(Database database) {
        try (Portal portal = new Portal(database)) {
            publish(portal, HolidayTest.holiday("2026-12-31"));
            StudyRule rule = fixed(portal, portal.organiser, portal.bank);
            portal.studyDays.make(portal.organiser, rule.id(), MARCH, MAY, List.of());
            // when the 15th of April becomes a holiday
            publish(portal, HolidayTest.holiday("2026-04-15"), HolidayTest.holiday("2026-12-31"));
            // then the date is told, and stays
            assertThat(states(portal, rule)).containsExactly(State.MADE, State.DIFFERS, State.MADE);
            assertThat(days(portal)).containsExactly("2026-03-16", "2026-04-15", "2026-05-15");
            // until it is moved
            portal.studyDays.moveToRule(portal.organiser, rule.id(), List.of("2026-04"));
            assertThat(days(portal)).containsExactly("2026-03-16", "2026-04-16", "2026-05-15");
            assertThat(states(portal, rule)).containsOnly(State.MADE);
            assertThat(portal.audit.actions()).contains("calendar.move-study-day", "calendar.change-event");
            // and another hour of the rule differs everywhere
            portal.rules.change(portal.organiser, on(portal, portal.bank, rule.id(), portal.rules.get(portal.organiser, rule.id()).version(), 15, LocalTime.of(9, 0)));
            assertThat(states(portal, rule)).containsOnly(State.DIFFERS);
            portal.studyDays.moveToRule(portal.organiser, rule.id(), List.of("2026-03", "2026-04", "2026-05"));
            assertThat(portal.studyDays.list(portal.organiser, rule.id(), MARCH, MAY)).allSatisfy(l -> assertThat(l.event().schedule().start().toLocalTime()).isEqualTo(LocalTime.of(9, 0)));
        }
    }

    @BothDatabases
    void whatIsMovedByHandNeedsAReasonAndKeepsIt(Database database) {
        try (Portal portal = new Portal(database)) {
            publish(portal, HolidayTest.holiday("2026-12-31"));
            StudyRule rule = fixed(portal, portal.organiser, portal.bank);
            portal.studyDays.make(portal.organiser, rule.id(), MARCH, MAY, List.of());
            // when one is moved without and with a reason
            assertThatThrownBy(() -> portal.studyDays.moveByHand(portal.organiser, rule.id(), "2026-05", LocalDate.parse("2026-05-20"), " ")).isInstanceOfSatisfying(Problem.class,
                    p -> assertThat(p.errors()).extracting(Problem.FieldError::code).containsExactly("calendar.study-reason"));
            assertThat(days(portal)).contains("2026-05-15");
            portal.studyDays.moveByHand(portal.organiser, rule.id(), "2026-05", LocalDate.parse("2026-05-20"), "与上级会议冲突");
            // then it stands there, with the reason, and holidays leave it alone
            publish(portal, HolidayTest.holiday("2026-05-20"));
            StudyDays.Line may = portal.studyDays.list(portal.organiser, rule.id(), MAY, MAY).get(0);
            assertThat(may.state()).isEqualTo(State.BY_HAND);
            assertThat(may.made().reason()).isEqualTo("与上级会议冲突");
            assertThat(may.made().givenBy()).isEqualTo("组织委员");
            assertThat(days(portal)).contains("2026-05-20");
            // and back to the rule it loses the reason
            portal.studyDays.moveToRule(portal.organiser, rule.id(), List.of("2026-05"));
            assertThat(portal.studyDays.list(portal.organiser, rule.id(), MAY, MAY).get(0).made().reason()).isNull();
            assertThat(days(portal)).contains("2026-05-15");
        }
    }

    @BothDatabases
    void whatIsMovedOnTheEventsOwnPageIsSeenAndItsReasonCanBeGivenLater(Database database) {
        try (Portal portal = new Portal(database)) {
            publish(portal, HolidayTest.holiday("2026-12-31"));
            StudyRule rule = fixed(portal, portal.organiser, portal.bank);
            portal.studyDays.make(portal.organiser, rule.id(), MAY, MAY, List.of());
            Event event = portal.studyDays.list(portal.organiser, rule.id(), MAY, MAY).get(0).event();
            Schedule s = event.schedule();
            portal.service.change(portal.organiser, event.id(), event.version(), event.draft().with(
                    new Schedule(false, s.start().plusDays(3), s.end().plusDays(3), s.zone(), null, List.of(), List.of()), List.of()));
            StudyDays.Line moved = portal.studyDays.list(portal.organiser, rule.id(), MAY, MAY).get(0);
            assertThat(moved.state()).isEqualTo(State.BY_HAND);
            assertThat(moved.made().reason()).isNull();
            portal.studyDays.moveByHand(portal.organiser, rule.id(), "2026-05", LocalDate.parse("2026-05-18"), "党委统一安排");
            assertThat(portal.studyDays.list(portal.organiser, rule.id(), MAY, MAY).get(0).made().reason()).isEqualTo("党委统一安排");
            assertThat(days(portal)).containsExactly("2026-05-18");
        }
    }

    @BothDatabases
    void whatSomebodyDeletedDoesNotComeBackByItself(Database database) {
        try (Portal portal = new Portal(database)) {
            publish(portal, HolidayTest.holiday("2026-12-31"));
            StudyRule rule = fixed(portal, portal.organiser, portal.bank);
            portal.studyDays.make(portal.organiser, rule.id(), MARCH, MAY, List.of());
            Event event = portal.studyDays.list(portal.organiser, rule.id(), MAY, MAY).get(0).event();
            portal.service.remove(portal.organiser, event.id(), event.version());
            assertThat(states(portal, rule)).containsExactly(State.MADE, State.MADE, State.DELETED);
            assertThat(portal.studyDays.make(portal.organiser, rule.id(), MARCH, MAY, List.of()).added()).isEmpty();
            assertThatThrownBy(() -> portal.studyDays.moveToRule(portal.organiser, rule.id(), List.of("2026-05"))).isInstanceOfSatisfying(Problem.class,
                    p -> assertThat(p.code()).isEqualTo("calendar.study-not-movable"));
            assertThat(portal.studyDays.make(portal.organiser, rule.id(), MARCH, MAY, List.of("2026-05")).added()).containsExactly("2026-05");
        }
    }

    @BothDatabases
    void aRuleIsOneForUnitAndKindAndItsEventsOutliveIt(Database database) {
        try (Portal portal = new Portal(database)) {
            publish(portal, HolidayTest.holiday("2026-12-31"));
            StudyRule rule = fixed(portal, portal.organiser, portal.bank);
            assertThatThrownBy(() -> portal.rules.add(portal.organiser, on(portal, portal.bank, Ids.next(), 0, 20, LocalTime.NOON))).isInstanceOfSatisfying(Problem.class,
                    p -> assertThat(p.errors()).extracting(Problem.FieldError::code).containsExactly("calendar.study-rule-exists"));
            assertThat(portal.rules.list(portal.member, portal.credit.id())).as("holds below").containsExactly(rule);
            portal.studyDays.make(portal.organiser, rule.id(), MARCH, MAY, List.of());
            assertThatThrownBy(() -> portal.kinds.remove(portal.organiser, rule.kind(), 1)).isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("calendar.kind-in-use"));
            assertThatThrownBy(() -> portal.rules.remove(portal.organiser, rule.id(), rule.version() + 1)).isInstanceOf(OptimisticLockException.class);
            portal.rules.remove(portal.organiser, rule.id(), rule.version());
            assertThat(portal.db.count("calendar_study_day")).isZero();
            assertThat(portal.db.count("calendar_event")).isEqualTo(3);
        }
    }

    @BothDatabases
    void aGroupStudiesEveryWeekWhereItsBranchDoesEveryMonth(Database database) {
        try (Portal portal = new Portal(database)) {
            // given a branch that studies on the 15th and a department below it that studies on Fridays
            publish(portal, HolidayTest.holiday("2026-05-01"));
            StudyRule branch = fixed(portal, portal.organiser, portal.bank);
            StudyRule weekly = portal.rules.add(portal.organiser, new StudyRule(Ids.next(), 0, portal.credit.id(), branch.kind(), "周五学习", StudyRule.Every.WEEKLY, 5, LocalTime.of(16, 0), 60, null,
                    StudyRule.Move.EARLIER, false, YearMonth.of(2026, 1), null));
            assertThat(portal.rules.list(portal.member, portal.credit.id())).as("its own first").containsExactly(weekly, branch);
            // when the events of May are made
            assertThat(portal.studyDays.make(portal.organiser, weekly.id(), MAY, MAY, List.of()).added()).containsExactly("2026-W18", "2026-W19", "2026-W20", "2026-W21", "2026-W22");
            // then the holiday's is on the Thursday before, by the holidays of the branch
            assertThat(Portal.days(portal.month(portal.member, portal.credit, "2026-04-01", "2026-06-01", false)))
                    .containsExactly("2026-04-30", "2026-05-08", "2026-05-15", "2026-05-22", "2026-05-29");
            // and when the rule is monthly from then on, what was made is told to be no date of it
            portal.rules.change(portal.organiser, new StudyRule(weekly.id(), weekly.version(), portal.credit.id(), branch.kind(), "每月学习", StudyRule.Every.MONTHLY, 20, LocalTime.of(16, 0), 60, null,
                    StudyRule.Move.EARLIER, false, YearMonth.of(2026, 1), null));
            assertThat(portal.studyDays.list(portal.organiser, weekly.id(), MAY, MAY)).extracting(l -> l.date().why()).containsOnly(StudyDate.Why.NOT_BY_RULE, StudyDate.Why.PLANNED).hasSize(6);
        }
    }

    @BothDatabases
    void whoMayOnlyReadSeesTheDatesAndChangesNothing(Database database) {
        try (Portal portal = new Portal(database)) {
            publish(portal, HolidayTest.holiday("2026-12-31"));
            StudyRule rule = fixed(portal, portal.organiser, portal.bank);
            assertThat(portal.studyDays.list(portal.member, rule.id(), MARCH, MAY)).as("it holds for the department").hasSize(3);
            List<Runnable> acts = new ArrayList<>(List.of(() -> portal.studyDays.make(portal.member, rule.id(), MARCH, MAY, List.of()),
                    () -> portal.studyDays.moveToRule(portal.member, rule.id(), List.of("2026-03")),
                    () -> portal.studyDays.moveByHand(portal.member, rule.id(), "2026-03", LocalDate.parse("2026-03-20"), "理由"),
                    () -> portal.rules.remove(portal.member, rule.id(), rule.version()), () -> portal.rules.change(portal.member, rule)));
            acts.forEach(act -> assertThatThrownBy(act::run).isInstanceOfSatisfying(Problem.class, p -> assertThat(p.status()).isEqualTo(403)));
            assertThatThrownBy(() -> portal.rules.get(portal.stranger, rule.id())).isInstanceOfSatisfying(Problem.class, p -> assertThat(p.status()).isEqualTo(404));
            assertThat(portal.db.count("calendar_event")).isZero();
        }
    }
}
