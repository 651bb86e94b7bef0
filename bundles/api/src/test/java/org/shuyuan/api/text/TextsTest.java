package org.shuyuan.api.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TextsTest {

    private static final String TEXT = "{count|row is|rows are} wrong in {name}, {other} too";

    @Test
    void aPlaceholderTakesTheValueAndTheWordForOneOrForOthers() {
        assertThat(Texts.filled(TEXT, Map.of("count", 1, "name", "a"))).isEqualTo("1 row is wrong in a, {other} too");
        assertThat(Texts.filled(TEXT, Map.of("count", 0, "name", "a"))).isEqualTo("0 rows are wrong in a, {other} too");
    }

    @Test
    void nothingIsLookedForInTheValues() {
        assertThat(Texts.filled(TEXT, Map.of("count", 2, "name", "{count} $1 \\"))).isEqualTo("2 rows are wrong in {count} $1 \\, {other} too");
    }

    @Test
    void whatIsAnotherInEachLanguageIsTheOneOfTheTexts() {
        Map<String, String> values = Texts.each("kind", language -> language == Language.EN ? "Forum" : "论坛");
        assertThat(Texts.filled(Language.EN, "Plan a {kind}", values)).isEqualTo("Plan a Forum");
        assertThat(Texts.filled(Language.ZH_TW, "请安排{kind}", values)).isEqualTo("请安排论坛");
        assertThat(Texts.filled(Language.EN, "{kind}", Map.of("kind", "one for all"))).isEqualTo("one for all");
    }

    @Test
    void whatNoValueIsGivenForStays() {
        assertThat(Texts.filled(TEXT, Map.of())).isEqualTo(TEXT);
    }
}
