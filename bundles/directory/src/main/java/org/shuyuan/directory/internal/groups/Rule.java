package org.shuyuan.directory.internal.groups;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.problem.Problem;

/**
 * A rule: conditions, joined. In JSON {@code {"all": […]}}, {@code {"any": […]}}, {@code {"not": …}}, or one condition:
 * {@code {"field": "age", "from": 18, "to": 34}}; {@code {"field": F, "in": [values]}} with F one of {@code gender political category
 * unitKind unit group} (a unit means its subtree); {@code {"field": "position", "has": [words]}}. It can say nothing else, and computes
 * nothing: there is nothing in it to run. Immutable.
 */
public sealed interface Rule permits Rule.Joined, Rule.Not, Rule.Condition {

    int DEPTH = 4;
    int CONDITIONS = 40;
    int VALUES = 200;
    Set<String> CODES = Set.of("gender", "political", "category", "unitKind");
    Set<String> IDS = Set.of("unit", "group");

    /** @param all whether every part must hold; else one is enough */
    record Joined(boolean all, List<Rule> parts) implements Rule {}

    record Not(Rule part) implements Rule {}

    /** @param from of ages, inclusive; {@code to} likewise @param values codes, words or ids, one of which is enough */
    record Condition(String field, @Nullable Integer from, @Nullable Integer to, Set<String> values) implements Rule {

        Answer holds(Candidate c, LocalDate on, Others others) {
            switch (field) {
                case "age":
                    @Nullable Integer age = age(c.birth(), on);
                    return age == null ? Answer.UNKNOWN : Answer.of((from == null || age >= from) && (to == null || age <= to));
                case "gender":
                    return coded(c.gender());
                case "political":
                    return coded(c.political());
                case "category":
                    return coded(c.category());
                case "unitKind":
                    return coded(c.unitKind());
                case "position":
                    @Nullable String position = c.position();
                    return position == null ? Answer.UNKNOWN : Answer.of(values.stream().anyMatch(position::contains));
                case "unit":
                    return Answer.of(c.path().stream().anyMatch(u -> values.contains(u.toString())));
                default:
                    List<Answer> answers = values.stream().map(v -> others.apply(UUID.fromString(v), c)).collect(Collectors.toList());
                    return answers.contains(Answer.YES) ? Answer.YES : answers.contains(Answer.UNKNOWN) ? Answer.UNKNOWN : Answer.NO;
            }
        }

        private Answer coded(@Nullable String value) {
            return value == null ? Answer.UNKNOWN : Answer.of(values.contains(value));
        }
    }

    /** What is unknown (an age without a birth) is neither so nor not so. */
    enum Answer {
        YES, NO, UNKNOWN;

        public static Answer of(boolean yes) {
            return yes ? YES : NO;
        }
    }

    /** Whether somebody is in another group that a rule names. */
    interface Others extends BiFunction<UUID, Candidate, Answer> {}

    /** Whether the rule means the candidate on the day. @param because gathers the conditions that held */
    default Answer test(Candidate c, LocalDate on, Others others, @Nullable Set<Condition> because) {
        if (this instanceof Condition condition) {
            Answer answer = condition.holds(c, on, others);
            if (answer == Answer.YES && because != null) {
                because.add(condition);
            }
            return answer;
        }
        if (this instanceof Not not) {
            return switch (not.part().test(c, on, others, null)) {
                case YES -> Answer.NO;
                case NO -> Answer.YES;
                case UNKNOWN -> Answer.UNKNOWN;
            };
        }
        Joined joined = (Joined) this;
        Answer decided = joined.all() ? Answer.NO : Answer.YES;
        boolean unknown = false;
        boolean found = false;
        for (Rule part : joined.parts()) {
            Answer answer = part.test(c, on, others, because);
            unknown |= answer == Answer.UNKNOWN;
            found |= answer == decided;
        }
        return found ? decided : unknown ? Answer.UNKNOWN : joined.all() ? Answer.YES : Answer.NO;
    }

    /** Whether it asks for an age itself. */
    default boolean ages() {
        return this instanceof Condition condition ? condition.field().equals("age")
                : this instanceof Not not ? not.part().ages() : ((Joined) this).parts().stream().anyMatch(Rule::ages);
    }

    /** The groups it names. */
    default Set<UUID> groups() {
        Set<UUID> found = new LinkedHashSet<>();
        if (this instanceof Condition condition && condition.field().equals("group")) {
            condition.values().forEach(v -> found.add(UUID.fromString(v)));
        } else if (this instanceof Not not) {
            found.addAll(not.part().groups());
        } else if (this instanceof Joined joined) {
            joined.parts().forEach(p -> found.addAll(p.groups()));
        }
        return found;
    }

    /** @throws Problem 422 {@code directory.bad-rule} for anything that is not exactly a rule */
    static Rule parse(@Nullable JsonNode json) {
        int[] left = {CONDITIONS, VALUES};
        if (json == null || !json.isObject()) {
            throw wrong();
        }
        Rule rule = parse(json, DEPTH, left);
        if (left[0] == CONDITIONS) {
            throw Problem.invalid("rule", "directory.empty-rule");
        }
        return rule;
    }

    /** One that was stored. */
    static Rule stored(String json) {
        try {
            return parse(new ObjectMapper().readTree(json));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored rule is no JSON", e);
        }
    }

    private static Rule parse(JsonNode json, int depth, int[] left) {
        if (depth == 0 || !json.isObject()) {
            throw wrong();
        }
        if (json.has("field")) {
            if (--left[0] < 0) {
                throw wrong();
            }
            return condition(json, left);
        }
        if (json.size() != 1) {
            throw wrong();
        }
        String name = json.fieldNames().next();
        JsonNode inner = json.path(name);
        switch (name) {
            case "not":
                return new Not(parse(inner, depth - 1, left));
            case "all", "any":
                if (!inner.isArray()) {
                    throw wrong();
                }
                List<Rule> parts = new ArrayList<>();
                inner.forEach(part -> parts.add(parse(part, depth - 1, left)));
                return new Joined(name.equals("all"), List.copyOf(parts));
            default:
                throw wrong();
        }
    }

    private static Condition condition(JsonNode json, int[] left) {
        String field = json.path("field").asText();
        Set<String> names = new LinkedHashSet<>();
        json.fieldNames().forEachRemaining(names::add);
        names.remove("field");
        if (field.equals("age")) {
            @Nullable Integer from = age(json.get("from"));
            @Nullable Integer to = age(json.get("to"));
            if (from == null && to == null || from != null && to != null && from > to || !Set.of("from", "to").containsAll(names)) {
                throw wrong();
            }
            return new Condition(field, from, to, Set.of());
        }
        String list = field.equals("position") ? "has" : CODES.contains(field) || IDS.contains(field) ? "in" : "";
        if (!names.equals(Set.of(list)) || !json.path(list).isArray()) {
            throw wrong();
        }
        Set<String> values = new LinkedHashSet<>();
        for (JsonNode value : json.path(list)) {
            String text = value.asText().strip();
            if (!value.isTextual() || text.isEmpty() || text.length() > 60 || --left[1] < 0 || IDS.contains(field) && !isId(text)) {
                throw wrong();
            }
            values.add(text);
        }
        if (values.isEmpty()) {
            throw Problem.invalid("rule", "directory.empty-rule");
        }
        return new Condition(field, null, null, java.util.Collections.unmodifiableSet(values));
    }

    private static @Nullable Integer age(@Nullable JsonNode json) {
        if (json == null || json.isNull()) {
            return null;
        }
        if (!json.isInt() || json.asInt() < 0 || json.asInt() > 150) {
            throw wrong();
        }
        return json.asInt();
    }

    private static boolean isId(String text) {
        try {
            return UUID.fromString(text).toString().equals(text.toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException none) {
            return false;
        }
    }

    private static Problem wrong() {
        return Problem.invalid("rule", "directory.bad-rule");
    }

    /** What a person's age is on a day; where only month or year of birth are known, as if born on its first day. */
    static @Nullable Integer age(@Nullable String birth, LocalDate on) {
        if (birth == null || !birth.matches("\\d{4}(-\\d{2}){0,2}")) {
            return null;
        }
        try {
            LocalDate born = LocalDate.parse((birth + "-01-01").substring(0, 10));
            return born.isAfter(on) ? null : java.time.Period.between(born, on).getYears();
        } catch (java.time.DateTimeException none) {
            return null;
        }
    }
}
