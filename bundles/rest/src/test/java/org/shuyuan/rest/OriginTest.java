package org.shuyuan.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.shuyuan.api.problem.Problem;

/** What a page says of how the portal is reached. */
class OriginTest {

    @Test
    void itIsTheFirstPartOfAnAddressOfTheWeb() {
        assertThat(Origin.of("http://10.1.2.3:8181", "calendar.bad-origin")).isEqualTo("http://10.1.2.3:8181");
        assertThat(Origin.of("https://study.example/path?q=1", "calendar.bad-origin")).isEqualTo("https://study.example");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "10.1.2.3", "ftp://10.1.2.3", "javascript:alert(1)", "http://", "http://a b"})
    void whatIsNoneIsRefusedAtItsField(@Nullable String text) {
        assertThatThrownBy(() -> Origin.of(text, "calendar.bad-origin")).isInstanceOfSatisfying(Problem.class, p -> {
            assertThat(p.status()).isEqualTo(422);
            assertThat(p.errors()).extracting(Problem.FieldError::field, Problem.FieldError::code).containsExactly(org.assertj.core.api.Assertions.tuple("origin", "calendar.bad-origin"));
        });
        assertThatThrownBy(() -> Origin.of("http://" + "a".repeat(300), "calendar.bad-origin")).isInstanceOf(Problem.class);
    }
}
