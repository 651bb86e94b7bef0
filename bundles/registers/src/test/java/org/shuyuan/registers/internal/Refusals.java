package org.shuyuan.registers.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.shuyuan.api.problem.Problem;

/** How a test says that something is refused. */
final class Refusals {

    private Refusals() {}

    static void refused(int status, String code, ThrowingCallable what) {
        assertThatThrownBy(what).isInstanceOfSatisfying(Problem.class, p -> {
            assertThat(p.code()).isEqualTo(code);
            assertThat(p.status()).isEqualTo(status);
        });
    }

    static void invalid(String field, String code, ThrowingCallable what) {
        assertThatThrownBy(what).isInstanceOfSatisfying(Problem.class, p -> assertThat(p.errors()).extracting(Problem.FieldError::field, Problem.FieldError::code)
                .contains(tuple(field, code)));
    }
}
