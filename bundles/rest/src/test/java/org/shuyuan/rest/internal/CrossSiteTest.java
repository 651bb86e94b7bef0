package org.shuyuan.rest.internal;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class CrossSiteTest {

    private static void write(Map<String, String> headers) {
        CrossSite.refuse("POST", headers::get);
    }

    @Test
    void thePortalsOwnPagesMayWrite() {
        assertThatCode(() -> write(Map.of("X-Shuyuan", "1", "Host", "portal:8181", "Origin", "http://portal:8181", "Sec-Fetch-Site", "same-origin")))
                .doesNotThrowAnyException();
        assertThatCode(() -> write(Map.of("X-Shuyuan", "1"))).doesNotThrowAnyException();
    }

    @Test
    void anotherSiteMayNot() {
        assertThatThrownBy(() -> write(Map.of("Host", "portal:8181"))).hasMessage("access.cross-site");
        assertThatThrownBy(() -> write(Map.of("X-Shuyuan", "1", "Host", "portal:8181", "Origin", "http://evil"))).hasMessage("access.cross-site");
        assertThatThrownBy(() -> write(Map.of("X-Shuyuan", "1", "Sec-Fetch-Site", "cross-site"))).hasMessage("access.cross-site");
        assertThatThrownBy(() -> write(Map.of("X-Shuyuan", "1", "Host", "portal", "Origin", "null"))).hasMessage("access.cross-site");
    }

    @Test
    void anybodyMayRead() {
        assertThatCode(() -> CrossSite.refuse("GET", name -> null)).doesNotThrowAnyException();
    }
}
