package org.shuyuan.testing;

import java.util.Map;
import org.shuyuan.api.text.Language;
import org.shuyuan.api.text.Texts;

/** Answers {@code module:key[values]}, so a test sees which text was asked for. */
public final class FakeTexts implements Texts {

    @Override
    public String text(Language language, String module, String key, Map<String, ?> values) {
        return module + ":" + key + (values.isEmpty() ? "" : new java.util.TreeMap<>(values));
    }
}
