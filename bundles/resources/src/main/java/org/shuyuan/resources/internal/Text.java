package org.shuyuan.resources.internal;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.problem.Problem;

/** What the records check about text. */
final class Text {

    private Text() {}

    static @Nullable String orNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }

    static void atMost(Problem wrong, String field, @Nullable String text, int length) {
        if (text != null && text.length() > length) {
            wrong.field(field, "resources.too-long", Map.of("max", length));
        }
    }
}
