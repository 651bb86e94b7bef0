package org.shuyuan.rest.internal;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.text.Language;
import org.shuyuan.api.text.Texts;
import org.shuyuan.rest.Json;

/**
 * The texts of a problem: the module's own; without them (it was just withdrawn, or the texts' service is being updated) the
 * general ones of this bundle for such a status, so that nobody ever reads a bare key.
 */
final class ProblemTexts {

    private static final Map<Language, Map<String, String>> OWN = own();

    private ProblemTexts() {}

    static String what(Problem problem, Language language, @Nullable Texts texts) {
        return text(problem.code(), "", problem.values(), problem.status(), language, texts);
    }

    static String toDo(Problem problem, Language language, @Nullable Texts texts) {
        return text(problem.code(), ".do", problem.values(), problem.status(), language, texts);
    }

    static String field(Problem.FieldError error, Language language, @Nullable Texts texts) {
        return text(error.code(), "", error.values(), 422, language, texts);
    }

    private static String text(String code, String suffix, Map<String, ?> values, int status, Language language, @Nullable Texts texts) {
        int dot = code.indexOf('.');
        if (texts != null && dot > 0) {
            String key = "problem." + code.substring(dot + 1) + suffix;
            String text = texts.text(language, code.substring(0, dot), key, values);
            if (!text.equals(key)) {
                return text;
            }
        }
        Map<String, String> own = OWN.getOrDefault(language, Map.of());
        String text = code.startsWith("rest.") ? own.get("problem." + code.substring(dot + 1) + suffix) : null;
        return Texts.filled(text != null ? text : own.getOrDefault("problem." + general(status) + suffix, code), values);
    }

    private static String general(int status) {
        return switch (status) {
            case 401 -> "sign-in-needed";
            case 403 -> "forbidden";
            case 404 -> "not-found";
            case 503 -> "away";
            default -> status < 500 ? "bad-request" : "failed";
        };
    }

    private static Map<Language, Map<String, String>> own() {
        Map<Language, Map<String, String>> all = new EnumMap<>(Language.class);
        for (Language language : Language.values()) {
            try (InputStream in = ProblemTexts.class.getResourceAsStream("/shuyuan/i18n/" + language.tag() + ".json")) {
                all.put(language, in == null ? Map.of() : Json.mapper().readValue(in, new TypeReference<Map<String, String>>() {}));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return all;
    }
}
