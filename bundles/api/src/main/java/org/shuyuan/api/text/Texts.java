package org.shuyuan.api.text;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.annotation.versioning.ProviderType;

/** The texts that modules bring in {@code shuyuan/i18n/<language>.json}. Thread-safe. */
@ProviderType
public interface Texts {

    /** {@code {name}} or {@code {name|for one|for others}}. */
    Pattern PLACEHOLDER = Pattern.compile("\\{(\\w+)(?:\\|([^|{}]*)\\|([^|{}]*))?}");

    /**
     * The text with its {@code {placeholders}} filled in. A value that is another in each language, such as the name of a kind, is given as {@code <name>.<language tag>}
     * for each of them ({@link #each}).
     *
     * @param language the language wanted
     * @param module whose text
     * @param key of the text
     * @param values for the placeholders
     * @return the text in the language, else in {@link Language#ZH_CN}, else the key itself
     */
    String text(Language language, String module, String key, Map<String, ?> values);

    /**
     * Puts values into a text: {@code {name}} is the value, {@code {name|day|days}} the value and the word for one or for others, which
     * languages need that have a plural. What no value is given for stays as it is; nothing is looked for in the values.
     *
     * @param text with placeholders
     * @param values for the placeholders
     * @return the text filled in
     */
    static String filled(String text, Map<String, ?> values) {
        return filled(Language.ZH_CN, text, values);
    }

    /**
     * Puts values into a text, of those that are given for each language the one of the text's.
     *
     * @param language of the text
     * @param text with placeholders
     * @param values for the placeholders
     * @return the text filled in
     */
    static String filled(Language language, String text, Map<String, ?> values) {
        return text.indexOf('{') < 0 ? text : PLACEHOLDER.matcher(text).replaceAll(found -> {
            // a placeholder has no dot, so this is no other's name
            String own = found.group(1) + "." + language.tag();
            String key = values.containsKey(own) ? own : found.group(1);
            if (!values.containsKey(key)) {
                return Matcher.quoteReplacement(found.group());
            }
            String value = String.valueOf(values.get(key));
            String word = found.group(2) == null ? "" : " " + ("1".equals(value) ? found.group(2) : found.group(3));
            return Matcher.quoteReplacement(value + word);
        });
    }

    /**
     * A value that is another in each language, for a text whose reader's language is not known yet.
     *
     * @param name of the placeholder
     * @param value in a language
     * @return to put among the values
     */
    static Map<String, String> each(String name, Function<Language, String> value) {
        Map<String, String> values = new HashMap<>();
        for (Language language : Language.values()) {
            values.put(name + "." + language.tag(), value.apply(language));
        }
        return values;
    }

    /**
     * A text without placeholders.
     *
     * @param language the language wanted
     * @param module whose text
     * @param key of the text
     * @return as the other
     */
    default String text(Language language, String module, String key) {
        return text(language, module, key, Map.of());
    }
}
