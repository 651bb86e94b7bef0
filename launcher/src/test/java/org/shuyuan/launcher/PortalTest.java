package org.shuyuan.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PortalTest {

    @Test
    void java17IsNoReasonToComplain() {
        assertThat(Portal.complaint("17", "/jdk", Locale.ENGLISH)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.8", "11", "16", "21", "25"})
    void anotherJavaIsNamedWithItsPlaceInTheLanguageOfTheSystem(String version) {
        assertThat(Portal.complaint(version, "/opt/jdk", Locale.ENGLISH)).contains("needs Java 17", "Java " + version, "/opt/jdk");
        assertThat(Portal.complaint(version, "/opt/jdk", Locale.SIMPLIFIED_CHINESE)).contains("需要 Java 17", "当前", version);
        assertThat(Portal.complaint(version, "/opt/jdk", Locale.TRADITIONAL_CHINESE)).contains("需要 Java 17", "目前", version);
    }

    @ParameterizedTest
    @CsvSource({"zh_CN.UTF-8,zh-CN", "zh_TW.Big5@x,zh-TW", "zh_HK,zh-HK", "en_US.UTF-8,en-US"})
    void theLanguageIsWhatTheEnvironmentAsksForAlsoWhereTheSystemLacksIt(String name, String tag) {
        assertThat(Portal.locale(name)).isEqualTo(Locale.forLanguageTag(tag));
    }

    @Test
    void withoutAWishTheSystemDecides() {
        assertThat(new String[] {null, "", "C", "C.UTF-8", "POSIX"}).allSatisfy(name -> assertThat(Portal.locale(name)).isEqualTo(Locale.getDefault()));
    }

    @Test
    void theEntryClassCanBeReadByJava8() throws IOException {
        try (var in = new DataInputStream(Portal.class.getResourceAsStream("Portal.class"))) {
            in.skipNBytes(6);
            assertThat(in.readUnsignedShort()).as("class file version of Java 8").isEqualTo(52);
        }
    }
}
