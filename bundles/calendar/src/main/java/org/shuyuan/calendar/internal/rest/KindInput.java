package org.shuyuan.calendar.internal.rest;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.text.Language;
import org.shuyuan.calendar.internal.Kind;

/** A kind as a form sends it; {@code name} by language. */
public record KindInput(@Nullable String word, @Nullable Map<String, String> name, @Nullable String colour, @Nullable List<String> keywords,
        @Nullable Integer position, boolean retired, boolean roll) {

    Kind kind(UUID id, int version, UUID unit) {
        Map<Language, String> names = new EnumMap<>(Language.class);
        for (Language language : Language.values()) {
            names.put(language, name == null ? "" : name.getOrDefault(language.tag(), "").strip());
        }
        List<String> words = keywords == null ? List.of()
                : keywords.stream().map(k -> k.replace(',', ' ').strip()).filter(k -> !k.isEmpty()).distinct().toList();
        return new Kind(id, version, unit, word == null ? "" : word.strip(), names, colour == null ? "" : colour, words,
                position == null ? 100 : position, retired, roll);
    }
}
