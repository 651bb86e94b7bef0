package org.shuyuan.calendar.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.directory.Group;
import org.shuyuan.api.id.Ids;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.text.Language;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The kinds that a unit profile brings: {@code {"kinds":[{"key","name":{"zh-CN",…},"color","keywords":[],"roll":true}]}}. The colour is one of
 * {@link Kind#COLOURS}, or {@code #rrggbb} which becomes the nearest of them: only those are known to be readable. Beside them what is owed of these kinds:
 * {@code "obligations":[{"kind":"reading","count":1,"every":"quarter","over":"unit","lead":21}]}, {@code over} {@code unit}, {@code below}, or of audience groups {@code groups} (each of them) or
 * {@code members} (each member, as speaker), with {@code "groups":[]}: their ids or names. Which people there are, no profile knows.
 */
final class KindTemplate {

    private record Template(@Nullable List<Line> kinds, @Nullable List<Owed> obligations) {}

    private record Owed(String kind, int count, String every, @Nullable String over, @Nullable List<String> groups, @Nullable Integer lead) {}

    private record Line(String key, Map<String, String> name, @Nullable String color, @Nullable List<String> keywords, boolean roll) {}

    private static final Logger LOG = LoggerFactory.getLogger(KindTemplate.class);

    private static final Obligation.Over[] BROUGHT = {Obligation.Over.UNIT, Obligation.Over.BELOW, Obligation.Over.GROUPS, Obligation.Over.MEMBERS};

    private static final ObjectMapper JSON = new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private static final Map<String, Integer> SHADES = Map.of("blue", 0x2457d6, "green", 0x0b7a4f, "orange", 0xb85c00, "red", 0xc0392b,
            "purple", 0x7a3db8, "grey", 0x566176);

    private KindTemplate() {}

    /** @throws IllegalArgumentException when the profile's text is not such a template */
    static List<Kind> read(String json, UUID unit) {
        List<Line> lines = template(json).kinds();
        return lines == null ? List.of() : IntStream.range(0, lines.size()).mapToObj(i -> kind(lines.get(i), unit, i)).toList();
    }

    /**
     * What is owed, in force from a day on. What is owed by groups of which there is none at the unit is left out, and said so in the log.
     *
     * @param kinds those that {@link #read} gave
     * @param groups those that can be addressed at the unit, the nearer one of a name last
     * @throws IllegalArgumentException when it is not such a template, names a kind that it does not bring, or a period, count or lead that there is not
     */
    static List<Obligation> obligations(String json, UUID unit, List<Kind> kinds, List<Group> groups, LocalDate from, Obligation.Trace trace) {
        List<Owed> lines = template(json).obligations();
        return lines == null ? List.of() : lines.stream().map(line -> obligation(line, unit, kinds, groups, from, trace)).flatMap(Optional::stream).toList();
    }

    private static Optional<Obligation> obligation(Owed line, UUID unit, List<Kind> kinds, List<Group> groups, LocalDate from, Obligation.Trace trace) {
        UUID kind = kinds.stream().filter(k -> k.word().equals(line.kind())).map(Kind::id).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("The profile's calendar template has no kind " + line.kind()));
        Period.Every every = one(Period.Every.values(), Period.Every::word, line.every());
        Obligation.Over over = line.over() == null ? Obligation.Over.UNIT : one(BROUGHT, Obligation.Over::word, line.over());
        List<String> named = line.groups() == null || !over.picks() ? List.of() : line.groups();
        List<UUID> targets = named.stream().map(name -> group(name, groups)).flatMap(Optional::stream).distinct().toList();
        if (targets.isEmpty() && !named.isEmpty()) {
            LOG.warn("What the profile's calendar template says of {} is left out at unit {}: there is no audience group {}", line.kind(), unit, named);
            return Optional.empty();
        }
        try {
            return Optional.of(new Obligation(Ids.next(), 0, unit, null, kind, line.count(), every, over, targets, from, null, line.lead() == null ? every.lead() : line.lead(), null, trace)
                    .checked());
        } catch (Problem wrong) {
            throw new IllegalArgumentException("The profile's calendar template cannot have the obligation of " + line.kind() + ": " + wrong.errors(), wrong);
        }
    }

    private static Optional<UUID> group(String named, List<Group> groups) {
        return groups.stream().filter(g -> g.id().toString().equalsIgnoreCase(named) || g.names().containsValue(named)).map(Group::id).reduce((farther, nearer) -> nearer);
    }

    private static <T> T one(T[] all, Function<T, String> word, String wanted) {
        return Arrays.stream(all).filter(one -> word.apply(one).equals(wanted)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("The profile's calendar template knows no " + wanted));
    }

    private static Template template(String json) {
        try {
            return JSON.readValue(json, Template.class);
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
        return new Kind(Ids.next(), 0, unit, line.key(), name, colour, keywords, position, false, line.roll());
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
