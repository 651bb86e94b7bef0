package org.shuyuan.access.internal.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.shuyuan.api.problem.Problem;

/** Of which days the trail is asked for. */
class AuditDaysTest {

    @Test
    void aDayIsReadAsGiven() {
        assertThat(AuditResource.day("2026-11-23", "from")).isEqualTo(LocalDate.of(2026, 11, 23));
    }

    @ParameterizedTest
    @ValueSource(strings = {"+999999999-12-31", "+999999-01-01", "9999-12-31", "2026-02-30", "昨天"})
    void whatIsNoneOrOfAYearThatNoDatabaseHoldsIsRefused(String day) {
        assertThatThrownBy(() -> AuditResource.day(day, "to")).isInstanceOfSatisfying(Problem.class, p -> {
            assertThat(p.status()).isEqualTo(422);
            assertThat(p.errors()).extracting(Problem.FieldError::field).containsExactly("to");
        });
    }
}
