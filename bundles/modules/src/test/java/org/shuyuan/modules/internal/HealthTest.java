package org.shuyuan.modules.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HealthTest {

    @Test
    void anAdministratorReadsWhatWasWrongAndNotWhichExceptionCarriedIt() {
        assertThat(Health.innermost("java.lang.reflect.InvocationTargetException\n\tat x.Y.z(Y.java:1)\n"
                + "Caused by: java.lang.IllegalArgumentException: days must be 1 to 3650\n\tat x.Y.<init>(Y.java:2)\n\t... 5 more"))
                .isEqualTo("days must be 1 to 3650");
        assertThat(Health.innermost("java.lang.IllegalStateException: no")).isEqualTo("no");
    }
}
