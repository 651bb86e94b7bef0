package org.shuyuan.directory.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.text.Language;
import org.shuyuan.directory.internal.roster.Clean;
import org.shuyuan.rest.Json;

/** What something editable is called: in Chinese always, in the other languages where somebody wrote it. By language tag. */
public record LocalNames(Map<String, String> byTag) {

    private static final TypeReference<LinkedHashMap<String, String>> TYPE = new TypeReference<>() {};

    /**
     * What a form gives.
     *
     * @param limit most characters of each
     * @throws Problem 422 for {@code name.zh-CN} and the like
     */
    static LocalNames of(@Nullable Map<String, @Nullable String> given, int limit) {
        Map<String, String> names = new LinkedHashMap<>();
        Problem wrong = new Problem(422, "rest.invalid");
        for (Language language : Language.values()) {
            @Nullable String text = given == null ? null : given.get(language.tag());
            String clean = text == null ? "" : Clean.line(text);
            if (clean.length() > limit) {
                wrong.field("name." + language.tag(), "directory.too-long", Map.of("limit", limit));
            } else if (!clean.isEmpty()) {
                names.put(language.tag(), clean);
            }
        }
        if (!wrong.errors().isEmpty()) {
            throw wrong;
        }
        if (!names.containsKey(Language.ZH_CN.tag())) {
            throw Problem.invalid("name." + Language.ZH_CN.tag(), "directory.needed");
        }
        return new LocalNames(names);
    }

    public static LocalNames parse(String json) {
        try {
            return new LocalNames(Json.mapper().readValue(json, TYPE));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("names are no JSON", e);
        }
    }

    public String json() {
        try {
            return Json.mapper().writeValueAsString(byTag);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The Chinese name where there is none in the language. */
    public String text(Language language) {
        return byTag.getOrDefault(language.tag(), byTag.getOrDefault(Language.ZH_CN.tag(), ""));
    }
}
