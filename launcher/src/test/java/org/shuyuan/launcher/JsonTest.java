package org.shuyuan.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    @Test
    void whatIsWrittenIsReadBack() {
        Map<String, Object> value = Map.of("a", List.of("行\"\\\n", true, 1.5, Map.of()), "b", List.of());

        assertThat(Json.read(Json.write(value))).isEqualTo(value);
    }

    @Test
    void escapesAreRead() {
        assertThat(Json.read(" \"\\u4e66\\u9662\\n\\/\" ")).isEqualTo("书院\n/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[1,", "{\"a\"}", "nope", "\"a", "1 2", "\"\\u12\""})
    void whatIsNoJsonIsRefused(String text) {
        assertThatThrownBy(() -> Json.read(text)).isInstanceOf(IllegalArgumentException.class);
        assertThat(Json.object(text)).isEmpty();
    }

    @Test
    void whereItCeasesToBeJsonIsCountedAsEditorsDo() {
        assertThatThrownBy(() -> Json.read("{\n  \"a\": 1\n  \"b\": 2\n}")).isInstanceOfSatisfying(Json.Wrong.class, wrong -> {
            assertThat(wrong.line()).isEqualTo(3);
            assertThat(wrong.column()).isEqualTo(3);
        });
        assertThatThrownBy(() -> Json.read("[yes]")).isInstanceOfSatisfying(Json.Wrong.class, wrong -> assertThat(wrong.column()).isEqualTo(2));
    }

    @Test
    void aRefusalIsToldInThePortalsOwnWords() {
        Failure f = Control.refused(404, "{\"title\":\"没有这个模块\",\"detail\":\"请检查名称\",\"code\":\"modules.unknown\"}");

        assertThat(f.text(Messages.of(Locale.CHINA))).contains("没有这个模块", "请检查名称");
        assertThat(Control.refused(502, "<html>").text(Messages.of(Locale.ENGLISH))).contains("502");
    }

    @Test
    void listsAreFoundBareAndUnderTheirName() {
        assertThat(Control.entries("[{\"id\":\"a\"}]", "items")).hasSize(1);
        assertThat(Control.entries("{\"items\":[{\"id\":\"a\"},{\"id\":\"b\"}]}", "items")).hasSize(2);
        assertThat(Control.entries("{}", "items")).isEmpty();
    }
}
