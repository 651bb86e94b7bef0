package org.shuyuan.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.YearMonth;
import org.junit.jupiter.api.Test;

/** Which days of the year the demonstration fills, whenever it is begun. */
class DemoYearTest {

    private static String quarter(String today) {
        return DemoAttendance.quarter(LocalDate.parse(today)).toString();
    }

    private static String since(String today) {
        return DemoAttendance.since(LocalDate.parse(today)).toString();
    }

    @Test
    void theCircularIsOfTheLastThirdQuarterThatIsOver() {
        assertThat(quarter("2026-11-28")).isEqualTo("2026-07-01");
        assertThat(quarter("2026-10-01")).isEqualTo("2026-07-01");
        assertThat(quarter("2026-09-30")).as("this one still runs").isEqualTo("2025-07-01");
        assertThat(quarter("2027-01-03")).isEqualTo("2026-07-01");
    }

    @Test
    void attendanceGoesBackTwelveMonthsAndAtLeastToTheQuarterOfTheCircular() {
        assertThat(since("2026-11-28")).isEqualTo("2025-11-28");
        assertThat(since("2027-01-03")).as("not merely since the year began").isEqualTo("2026-01-03");
        assertThat(since("2027-09-30")).isEqualTo("2026-07-01");
    }

    @Test
    void theStudyDayIsTheFirstWorkdayOfAMonth() {
        assertThat(DemoStudy.day(YearMonth.parse("2026-01"))).as("New Year's Day").isEqualTo("2026-01-02");
        assertThat(DemoStudy.day(YearMonth.parse("2026-05"))).as("Labour Day and a weekend").isEqualTo("2026-05-04");
        assertThat(DemoStudy.day(YearMonth.parse("2026-08"))).as("a Saturday").isEqualTo("2026-08-03");
        assertThat(DemoStudy.day(YearMonth.parse("2026-10"))).as("the National Day and a Sunday").isEqualTo("2026-10-05");
        assertThat(DemoStudy.day(YearMonth.parse("2026-12"))).isEqualTo("2026-12-01");
    }
}
