package org.shuyuan.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessagesTest {

    private static final Messages CHINESE = Messages.of(Locale.SIMPLIFIED_CHINESE);
    private static final Messages TRADITIONAL = Messages.of(Locale.TRADITIONAL_CHINESE);
    private static final Messages ENGLISH = Messages.of(Locale.FRENCH);

    @ParameterizedTest
    @CsvSource({"zh-CN,zh-CN", "zh,zh-CN", "zh-SG,zh-CN", "zh-TW,zh-TW", "zh-HK,zh-TW", "zh-Hant,zh-TW", "zh-Hans-HK,zh-CN", "en-GB,en", "de,en"})
    void theLanguageFollowsTheSystem(String system, String language) {
        assertThat(Messages.language(Locale.forLanguageTag(system))).isEqualTo(language);
    }

    @Test
    void everySentenceIsThereInAllThreeLanguagesWithTheSameValues() {
        assertThat(CHINESE.keys()).isEqualTo(ENGLISH.keys());
        assertThat(TRADITIONAL.keys()).isEqualTo(ENGLISH.keys());
        for (String key : ENGLISH.keys()) {
            assertThat(places(CHINESE.get(key))).as(key).isEqualTo(places(ENGLISH.get(key))).isEqualTo(places(TRADITIONAL.get(key)));
        }
    }

    @Test
    void everySentenceThatTheCodeSaysExists() throws Exception {
        var used = new TreeSet<String>();
        try (var files = Files.list(Path.of("src/main/java/org/shuyuan/launcher"))) {
            for (Path file : files.toList()) {
                var match = Pattern.compile("(?:Fault\\((?:place|name|part), |messages\\.get\\(|new Failure\\([\\w.]+, |told\\(|say\\(folder, )\"([a-z.-]+)\"").matcher(Files.readString(file));
                while (match.find()) {
                    used.add(match.group(1));
                }
            }
        }
        assertThat(used).hasSizeGreaterThan(25);
        assertThat(ENGLISH.keys()).containsAll(used);
    }

    @Test
    void severalThingsAreNamedAsTheLanguageDoesIt() {
        assertThat(CHINESE.list(java.util.List.of("甲", "乙"))).isEqualTo("甲、乙");
        assertThat(TRADITIONAL.list(java.util.List.of("甲", "乙"))).isEqualTo("甲、乙");
        assertThat(ENGLISH.list(java.util.List.of("a", "b"))).isEqualTo("a, b");
    }

    @Test
    void theTakenPortIsNamedInEachLanguage() {
        Failure taken = new Failure(Failure.PORT_TAKEN, "port-taken", 8181, "127.0.0.1", 8182);

        assertThat(taken.text(CHINESE)).contains("端口 8181", "--port 8182");
        assertThat(taken.text(TRADITIONAL)).contains("連接埠 8181");
        assertThat(taken.text(ENGLISH)).contains("Port 8181");
    }

    private static TreeSet<String> places(String text) {
        var found = new TreeSet<String>();
        var match = Pattern.compile("\\{\\d\\}").matcher(text);
        while (match.find()) {
            found.add(match.group());
        }
        return found;
    }
}
