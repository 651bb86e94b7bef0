package org.shuyuan.persistence.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A result of before is never given again, whatever stands in an older configuration file. */
class H2OptionsTest {

    @Test
    void onlyH2IsToldAndOnce() {
        assertThat(H2Options.certain("jdbc:h2:file:/data/db/shuyuan;WRITE_DELAY=0")).isEqualTo("jdbc:h2:file:/data/db/shuyuan;WRITE_DELAY=0;OPTIMIZE_REUSE_RESULTS=FALSE");
        assertThat(H2Options.certain("jdbc:h2:mem:a;optimize_reuse_results=false")).isEqualTo("jdbc:h2:mem:a;optimize_reuse_results=false");
        assertThat(H2Options.certain("jdbc:postgresql://127.0.0.1:5432/shuyuan")).isEqualTo("jdbc:postgresql://127.0.0.1:5432/shuyuan");
    }
}
