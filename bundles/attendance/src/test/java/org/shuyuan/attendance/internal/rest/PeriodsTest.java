package org.shuyuan.attendance.internal.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.shuyuan.api.problem.Problem;

/** From when to when figures and lists are asked for. */
class PeriodsTest {

    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    @Test
    void aPeriodIsReadAsGiven() {
        assertThat(Periods.of("2026-03-01", "2026-03-31", ZONE)).isEqualTo(new Periods(LocalDate.of(2026, 3, 1), LocalDate.of(2026, 3, 31)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"+999999999-12-31", "-999999999-01-01", "9999-12-31", "0001-01-01", "2026-02-30", "三月"})
    void aDayThatIsNoneOrOfAYearThatNobodyMeansIsRefused(String day) {
        assertThatThrownBy(() -> Periods.of("2026-03-01", day, ZONE)).isInstanceOfSatisfying(Problem.class, p -> {
            assertThat(p.status()).isEqualTo(422);
            assertThat(p.errors()).extracting(Problem.FieldError::code).containsExactly("attendance.bad-day");
        });
    }
}
