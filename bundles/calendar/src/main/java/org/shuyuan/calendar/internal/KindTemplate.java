package org.shuyuan.calendar.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.id.Ids;
import org.shuyuan.api.text.Language;

/**
 * The kinds that a unit profile brings: {@code {"kinds":[{"key","name":{"zh-CN",…},"color","keywords":[]}]}}. The colour is one of
 * {@link Kind#COLOURS}, or {@code #rrggbb} which becomes the nearest of them: only those are known to be readable.
 */
final class KindTemplate {

    private record Template(@Nullable List<Line> kinds) {}

    private record Line(String key, Map<String, String> name, @Nullable String color, @Nullable List<String> keywords) {}

    private static final ObjectMapper JSON = new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private static final Map<String, Integer> SHADES = Map.of("blue", 0x2457d6, "green", 0x0b7a4f, "orange", 0xb85c00, "red", 0xc0392b,
            "purple", 0x7a3db8, "grey", 0x566176);

    private KindTemplate() {}

    /** @throws IllegalArgumentException when the profile's text is not such a template */
    static List<Kind> read(String json, UUID unit) {
        try {
            List<Line> lines = JSON.readValue(json, Template.class).kinds();
            return lines == null ? List.of()
                    : IntStream.range(0, lines.size()).mapToObj(i -> kind(lines.get(i), unit, i)).toList();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The profile's calendar template cannot be read: " + e.getOriginalMessage(), e);
        }
    }

    private static Kind kind(Line line, UUID unit, int position) {
        Map<Language, String> name = new EnumMap<>(Language.class);
        for (Language language : Language.values()) {
            name.put(language, line.name().getOrDefault(language.tag(), line.name().getOrDefault("zh-CN", line.key())));
        }
        String colour = line.color() == null ? "blue" : nearest(line.color());
        List<String> keywords = line.keywords() == null ? List.of() : line.keywords();
        return new Kind(Ids.next(), 0, unit, line.key(), name, colour, keywords, position, false);
    }

    private static String nearest(String color) {
        if (!color.matches("#[0-9a-fA-F]{6}")) {
            return Kind.COLOURS.contains(color) ? color : "blue";
        }
        int wanted = Integer.parseInt(color.substring(1), 16);
        return SHADES.entrySet().stream().min(Comparator.comparingInt(e -> distance(e.getValue(), wanted))).orElseThrow().getKey();
    }

    private static int distance(int a, int b) {
        int sum = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            int d = (a >> shift & 0xff) - (b >> shift & 0xff);
            sum += d * d;
        }
        return sum;
    }
}
