package org.shuyuan.launcher;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;

/** The launcher's sentences in the language of the system: Chinese (simplified or traditional), else English. Immutable. */
final class Messages {

    private final Properties texts = new Properties();

    private final String language;

    private Messages(String language) {
        this.language = language;
        try (var in = new InputStreamReader(
                Objects.requireNonNull(Messages.class.getResourceAsStream("messages." + language + ".properties")), StandardCharsets.UTF_8)) {
            texts.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Messages of(Locale locale) {
        return new Messages(language(locale));
    }

    /** In which it speaks: zh-CN, zh-TW or en. */
    String language() {
        return language;
    }

    static String language(Locale locale) {
        if (!"zh".equals(locale.getLanguage())) {
            return "en";
        }
        boolean traditional = locale.getScript().equals("Hant")
                || locale.getScript().isEmpty() && java.util.Set.of("TW", "HK", "MO").contains(locale.getCountry());
        return traditional ? "zh-TW" : "zh-CN";
    }

    /** The text with {@code {0}}, {@code {1}}… replaced; the key itself where a text is missing, so that nothing is lost. */
    String get(String key, Object... values) {
        String text = texts.getProperty(key, key);
        for (int i = 0; i < values.length; i++) {
            text = text.replace("{" + i + "}", String.valueOf(values[i]));
        }
        return text;
    }

    /** Several things one after the other, as the language does it. */
    String list(java.util.Collection<?> things) {
        return String.join(language.startsWith("zh") ? "、" : ", ", things.stream().map(String::valueOf).toList());
    }

    java.util.Set<String> keys() {
        return texts.stringPropertyNames();
    }
}
