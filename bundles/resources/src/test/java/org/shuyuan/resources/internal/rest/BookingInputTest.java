package org.shuyuan.resources.internal.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.resources.internal.Repeats;

/** How a booking that repeats is read. */
class BookingInputTest {

    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    @Test
    void aRepeatHasALastDay() {
        assertThat(BookingInput.repeat("weekly", "2026-06-30", ZONE)).isEqualTo(new Repeats.Repeat("weekly", LocalDate.of(2026, 6, 30), ZONE));
        assertThat(BookingInput.repeat(null, "2026-06-30", ZONE)).as("once").isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"+999999999-12-31", "+999999-01-01", "0001-01-01", "2026-02-30", "月底"})
    void aLastDayThatIsNoneOrOfAYearInWhichNothingIsBookedIsRefused(String until) {
        assertThatThrownBy(() -> BookingInput.repeat("weekly", until, ZONE)).isInstanceOfSatisfying(Problem.class, p -> {
            assertThat(p.status()).isEqualTo(422);
            assertThat(p.errors()).extracting(Problem.FieldError::code).containsExactly("resources.bad-day");
        });
    }
}
