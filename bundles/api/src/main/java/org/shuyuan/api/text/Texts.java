package org.shuyuan.api.text;

import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/** The texts that modules bring in {@code shuyuan/i18n/<language>.json}. Thread-safe. */
@ProviderType
public interface Texts {

    /**
     * The text with its {@code {placeholders}} filled in.
     *
     * @param language the language wanted
     * @param module whose text
     * @param key of the text
     * @param values for the placeholders
     * @return the text in the language, else in {@link Language#ZH_CN}, else the key itself
     */
    String text(Language language, String module, String key, Map<String, ?> values);

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
