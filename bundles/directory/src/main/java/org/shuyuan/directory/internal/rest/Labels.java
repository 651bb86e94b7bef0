package org.shuyuan.directory.internal.rest;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.text.Language;
import org.shuyuan.api.text.Texts;

/** The module's texts. Thread-safe. */
final class Labels {

    private static final Set<String> CODED = Set.of("gender", "political", "category");

    private final Texts texts;

    Labels(Texts texts) {
        this.texts = texts;
    }

    String text(Language language, String key) {
        return texts.text(language, "directory", key);
    }

    String text(Language language, String key, Map<String, ?> values) {
        return texts.text(language, "directory", key, values);
    }

    String text(Language language, String module, String key, Map<String, ?> values) {
        return texts.text(language, module, key, values);
    }

    /** The word for a code; what is no code of ours is an office's own word and shown as it is. */
    @Nullable String value(Language language, String field, @Nullable String value) {
        if (value == null || !CODED.contains(field)) {
            return value;
        }
        String key = field + "." + value;
        String text = value.matches("[a-z-]+") ? text(language, key) : value;
        return text.equals(key) ? value : text;
    }
}
