package org.shuyuan.calendar.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.shuyuan.calendar.internal.StudyDate.Why;
import org.shuyuan.calendar.internal.StudyRule.Every;
import org.shuyuan.calendar.internal.StudyRule.Move;

/** When a study day takes place. The holidays are invented. */
class StudyDateTest {

    private static StudyRule rule(Every every, int day, Move move, boolean within) {
        return new StudyRule(UUID.randomUUID(), 1, UUID.randomUUID(), UUID.randomUUID(), "党员学习日", every, day, LocalTime.of(14, 30), 120, null, move, within, YearMonth.of(2020, 1), null);
    }

    private static Workdays published(int year, SpecialDay... days) {
        Map<Integer, HolidayYear> years = new HashMap<>();
        years.put(year, new HolidayYear(UUID.randomUUID(), 1, UUID.randomUUID(), year, null, List.of(days), Instant.EPOCH, ""));
        return new Workdays(years);
    }

    private static StudyDate only(StudyRule rule, Workdays days, String month) {
        List<StudyDate> dates = StudyDate.of(rule, days, YearMonth.parse(month), YearMonth.parse(month));
        assertThat(dates).hasSize(1);
        return dates.get(0);
    }

    private static StudyDate date(String period, String planned, String day, Why why, String name) {
        return new StudyDate(period, LocalDate.parse(planned), LocalDate.parse(day), why, name, null);
    }

    private static StudyDate none(String period, String planned, String name, int missing) {
        return new StudyDate(period, LocalDate.parse(planned), null, Why.NOT_PUBLISHED, name, missing);
    }

    @Test
    void aWorkdayStaysAsPlanned() {
        assertThat(only(rule(Every.MONTHLY, 15, Move.LATER, false), published(2026), "2026-04")).isEqualTo(date("2026-04", "2026-04-15", "2026-04-15", Why.PLANNED, null));
    }

    @Test
    void aHolidayMovesItToTheNextWorkdayOrTheOneBeforeAndIsNamed() {
        Workdays days = published(2026, HolidayTest.holiday("2026-04-15"), HolidayTest.holiday("2026-04-16"));
        assertThat(only(rule(Every.MONTHLY, 15, Move.LATER, false), days, "2026-04")).isEqualTo(date("2026-04", "2026-04-15", "2026-04-17", Why.HOLIDAY, "假日"));
        assertThat(only(rule(Every.MONTHLY, 15, Move.EARLIER, false), days, "2026-04")).isEqualTo(date("2026-04", "2026-04-15", "2026-04-14", Why.HOLIDAY, "假日"));
        assertThat(only(rule(Every.MONTHLY, 15, Move.STAY, false), days, "2026-04")).isEqualTo(date("2026-04", "2026-04-15", "2026-04-15", Why.PLANNED, null));
    }

    @Test
    void aWeekendMovesItAndAMakeUpSaturdayIsAWorkday() {
        StudyRule later = rule(Every.MONTHLY, 9, Move.LATER, false);
        assertThat(only(later, published(2026), "2026-05")).isEqualTo(date("2026-05", "2026-05-09", "2026-05-11", Why.WEEKEND, null));
        assertThat(only(later, published(2026, HolidayTest.workday("2026-05-09")), "2026-05")).as("made up on that Saturday").isEqualTo(date("2026-05", "2026-05-09", "2026-05-09", Why.PLANNED, null));
        assertThat(only(rule(Every.MONTHLY, 10, Move.EARLIER, false), published(2026, HolidayTest.workday("2026-05-09")), "2026-05").day()).as("moved to it from Sunday").isEqualTo("2026-05-09");
    }

    @Test
    void inAShorterMonthItIsTheLastDay() {
        assertThat(only(rule(Every.MONTHLY, 31, Move.STAY, false), published(2026), "2026-04").planned()).isEqualTo("2026-04-30");
        assertThat(only(rule(Every.MONTHLY, 30, Move.STAY, false), published(2026), "2026-02").planned()).isEqualTo("2026-02-28");
        assertThat(only(rule(Every.MONTHLY, 31, Move.STAY, false), published(2028), "2028-02").planned()).as("a leap year").isEqualTo("2028-02-29");
        assertThat(only(rule(Every.MONTHLY, 29, Move.LATER, false), published(2028), "2028-02").day()).as("a Tuesday").isEqualTo("2028-02-29");
    }

    @Test
    void aHolidayOnTheLastDayLeavesTheMonthUnlessItIsToStayInIt() {
        Workdays days = published(2026, HolidayTest.holiday("2026-04-30"), HolidayTest.holiday("2026-05-01"));
        assertThat(only(rule(Every.MONTHLY, 31, Move.LATER, false), days, "2026-04").day()).as("past the weekend").isEqualTo("2026-05-04");
        assertThat(only(rule(Every.MONTHLY, 31, Move.LATER, true), days, "2026-04").day()).as("back, to stay in April").isEqualTo("2026-04-29");
        assertThat(only(rule(Every.MONTHLY, 1, Move.EARLIER, true), days, "2026-05").day()).as("on, to stay in May").isEqualTo("2026-05-04");
    }

    @Test
    void aYearThatNobodyPublishedHasNoDatesAndNeitherHasOneThatDependsOnIt() {
        StudyRule later = rule(Every.MONTHLY, 31, Move.LATER, false);
        assertThat(only(later, published(2025), "2026-03")).as("a Tuesday, and yet").isEqualTo(none("2026-03", "2026-03-31", null, 2026));
        Workdays days = published(2026, HolidayTest.holiday("2026-12-31"));
        assertThat(only(later, days, "2026-12")).as("into a year not published").isEqualTo(none("2026-12", "2026-12-31", "假日", 2027));
        assertThat(only(rule(Every.MONTHLY, 31, Move.LATER, true), days, "2026-12").day()).isEqualTo("2026-12-30");
        assertThat(only(rule(Every.MONTHLY, 31, Move.STAY, false), published(2025), "2026-03").day()).as("depends on no holiday").isEqualTo("2026-03-31");
    }

    @Test
    void aWeeklyDayStaysInItsWeek() {
        Workdays days = published(2026, HolidayTest.holiday("2026-05-01"), HolidayTest.holiday("2026-05-04"), HolidayTest.holiday("2026-05-05"), HolidayTest.holiday("2026-05-06"),
                HolidayTest.holiday("2026-05-07"), HolidayTest.holiday("2026-05-08"));
        assertThat(StudyDate.of(rule(Every.WEEKLY, 5, Move.LATER, false), days, YearMonth.of(2026, 5), YearMonth.of(2026, 5)))
                .extracting(StudyDate::period, d -> String.valueOf(d.day()), StudyDate::why).containsExactly(tuple("2026-W18", "2026-04-30", Why.HOLIDAY), tuple("2026-W19", "null", Why.NO_WORKDAY),
                        tuple("2026-W20", "2026-05-15", Why.PLANNED), tuple("2026-W21", "2026-05-22", Why.PLANNED), tuple("2026-W22", "2026-05-29", Why.PLANNED));
    }

    @Test
    void aRuleHoldsFromMonthToMonth() {
        StudyRule r = rule(Every.MONTHLY, 15, Move.STAY, false);
        StudyRule spring = new StudyRule(r.id(), 1, r.unit(), r.kind(), r.title(), r.every(), r.day(), r.start(), r.minutes(), null, r.move(), false, YearMonth.of(2026, 3), YearMonth.of(2026, 5));
        assertThat(StudyDate.of(spring, published(2026), YearMonth.of(2026, 1), YearMonth.of(2026, 12))).extracting(StudyDate::period).containsExactly("2026-03", "2026-04", "2026-05");
    }
}
