package org.shuyuan.calendar.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.shuyuan.calendar.internal.Period.Every;

/** Weeks, months, quarters, half-years and years. */
class PeriodTest {

    @ParameterizedTest
    @CsvSource({
        "WEEK, 2026-01-02, 2026-W01, 2025-12-29, 2026-01-04",
        "WEEK, 2026-12-31, 2026-W53, 2026-12-28, 2027-01-03",
        "WEEK, 2027-01-03, 2026-W53, 2026-12-28, 2027-01-03",
        "WEEK, 2024-12-30, 2025-W01, 2024-12-30, 2025-01-05",
        "MONTH, 2028-02-29, 2028-02, 2028-02-01, 2028-02-29",
        "QUARTER, 2026-03-31, 2026-Q1, 2026-01-01, 2026-03-31",
        "QUARTER, 2026-10-01, 2026-Q4, 2026-10-01, 2026-12-31",
        "HALF_YEAR, 2026-06-30, 2026-H1, 2026-01-01, 2026-06-30",
        "HALF_YEAR, 2026-07-01, 2026-H2, 2026-07-01, 2026-12-31",
        "YEAR, 2026-12-31, 2026, 2026-01-01, 2026-12-31"})
    void aDayLiesInOnePeriodThatIsFoundAgainByItsName(Every every, LocalDate day, String name, LocalDate first, LocalDate last) {
        Period period = Period.holding(every, day);
        assertThat(period).isEqualTo(new Period(every, first, last));
        assertThat(period.name()).isEqualTo(name);
        assertThat(Period.named(name)).contains(period);
    }

    @ParameterizedTest
    @CsvSource({"WEEK, 2026-12-30, 1, 2027-W01", "WEEK, 2026-01-01, -1, 2025-W52", "MONTH, 2026-01-31, -1, 2025-12", "QUARTER, 2026-11-01, 1, 2027-Q1", "HALF_YEAR, 2026-01-01, -1, 2025-H2",
        "YEAR, 2026-05-01, -1, 2025"})
    void theOneBeforeAndTheOneAfterGoOverTheTurnOfTheYear(Every every, LocalDate day, int by, String name) {
        assertThat(Period.holding(every, day).plus(by).name()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2025-W53", "2026-W00", "2026-W54", "2026-13", "2026-00", "2026-Q5", "2026-H3", "1969", "2201", "26", "2026-5", "2026-05-01", "", "２０２６"})
    void whatIsNoPeriodIsNone(String name) {
        assertThat(Period.named(name)).isEmpty();
    }

    @Test
    void thereIsTimeToPlanBeforeEachEnd() {
        for (Every every : Every.values()) {
            assertThat(every.lead()).isBetween(1, Obligation.mostLead(every) - 1);
        }
    }
}
