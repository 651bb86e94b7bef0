package org.shuyuan.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The schemas of descriptor and pages, the same files by which the portal judges, read as far as they go: the launcher has no library for them, and needs to say in its own words
 * and three languages what is wrong. A word of JSON Schema that it does not know is an error of the build and not overlooked.
 */
final class Schema {

    /** What is wrong: a member that does not exist, one that is missing, or a value that cannot be. */
    enum Kind { UNKNOWN, MISSING, VALUE }

    /** @param at the place as in {@code routes[0].view}, empty for the whole @param what the member's name, or the value @param allowed what a value may be, empty where it is not so simple */
    record Fault(String at, Kind kind, String what, String allowed) {}

    private static final Set<String> SAID_ONLY = Set.of("$schema", "$defs", "title", "description", "default", "format");
    private static final String TEXT = "#/$defs/text";
    /** More than any other: a list judged as an object tells nothing about the list. */
    private static final int ANOTHER_TYPE = 1000;

    private final Map<?, ?> root;
    private final Set<String> texts = new TreeSet<>();

    private Schema(Map<?, ?> root) {
        this.root = root;
    }

    /** @param name {@code module} or {@code pages} */
    static Schema of(String name) {
        try (InputStream in = Objects.requireNonNull(Schema.class.getResourceAsStream(name + ".schema.json"))) {
            return new Schema(Json.object(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Fault> faults(Object value) {
        List<Fault> faults = new ArrayList<>();
        check(root, value, "", faults);
        return faults;
    }

    /** The keys of texts that what was judged names. */
    Set<String> texts() {
        return texts;
    }

    private List<Fault> tried(Object schema, @Nullable Object value, String at) {
        List<Fault> faults = new ArrayList<>();
        Set<String> before = new HashSet<>(texts);
        check(schema, value, at, faults);
        if (!faults.isEmpty()) {
            texts.retainAll(before);
        }
        return faults;
    }

    private void check(@Nullable Object schema, @Nullable Object value, String at, List<Fault> faults) {
        if (schema instanceof Boolean allowed) {
            if (!allowed) {
                faults.add(unknown(at));
            }
            return;
        }
        Map<?, ?> words = (Map<?, ?>) Objects.requireNonNull(schema);
        for (Map.Entry<?, ?> word : words.entrySet()) {
            Object told = word.getValue();
            switch (String.valueOf(word.getKey())) {
                case "$ref" -> referred(String.valueOf(told), value, at, faults);
                case "type" -> wrongIf(!type(told, value), value, at, told, faults);
                case "const" -> wrongIf(!Objects.equals(told, value), value, at, told, faults);
                case "enum" -> wrongIf(!list(told).contains(value), value, at, told, faults);
                case "pattern" -> wrongIf(value instanceof String text && !Pattern.compile(String.valueOf(told)).matcher(text).find(), value, at, told, faults);
                case "maxLength" -> wrongIf(value instanceof String text && text.codePointCount(0, text.length()) > number(told), value, at, told, faults);
                case "minimum" -> wrongIf(value instanceof Double number && number < number(told), value, at, told, faults);
                case "maximum" -> wrongIf(value instanceof Double number && number > number(told), value, at, told, faults);
                case "minItems" -> wrongIf(value instanceof List<?> list && list.size() < number(told), "[…]", at, told, faults);
                case "maxItems" -> wrongIf(value instanceof List<?> list && list.size() > number(told), "[…]", at, told, faults);
                case "uniqueItems" -> wrongIf(value instanceof List<?> list && new HashSet<>(list).size() < list.size(), value, at, null, faults);
                case "items" -> items(told, value, at, faults);
                case "required" -> required(told, value, at, faults);
                case "properties", "additionalProperties", "propertyNames" -> {
                    // together, below
                }
                case "not" -> wrongIf(tried(Objects.requireNonNull(told), value, at).isEmpty(), value, at, null, faults);
                case "allOf" -> list(told).forEach(one -> check(one, value, at, faults));
                case "oneOf" -> one(list(told), value, at, faults);
                case "if" -> check(tried(Objects.requireNonNull(told), value, at).isEmpty() ? words.get("then") : words.containsKey("else") ? words.get("else") : Boolean.TRUE, value, at, faults);
                case "then", "else" -> {
                    // with its if
                }
                default -> {
                    if (!SAID_ONLY.contains(String.valueOf(word.getKey()))) {
                        throw new IllegalStateException("a word of JSON Schema that this does not know: " + word.getKey());
                    }
                }
            }
        }
        if (value instanceof Map<?, ?> object) {
            members(words, object, at, faults);
        }
    }

    private void referred(String name, @Nullable Object value, String at, List<Fault> faults) {
        Object target = ((Map<?, ?>) Objects.requireNonNull(root.get("$defs"))).get(name.substring("#/$defs/".length()));
        int before = faults.size();
        check(target, value, at, faults);
        if (name.equals(TEXT) && value instanceof String key && faults.size() == before) {
            texts.add(key);
        }
    }

    private void items(@Nullable Object schema, @Nullable Object value, String at, List<Fault> faults) {
        List<?> items = value instanceof List<?> list ? list : List.of();
        for (int i = 0; i < items.size(); i++) {
            check(schema, items.get(i), at + "[" + i + "]", faults);
        }
    }

    private static void required(@Nullable Object names, @Nullable Object value, String at, List<Fault> faults) {
        if (value instanceof Map<?, ?> object) {
            list(names).stream().filter(name -> !object.containsKey(name)).forEach(name -> faults.add(new Fault(at, Kind.MISSING, String.valueOf(name), "")));
        }
    }

    private void members(Map<?, ?> words, Map<?, ?> object, String at, List<Fault> faults) {
        Map<?, ?> properties = words.get("properties") instanceof Map<?, ?> known ? known : Map.of();
        for (Map.Entry<?, ?> member : object.entrySet()) {
            String place = at.isEmpty() ? String.valueOf(member.getKey()) : at + "." + member.getKey();
            if (words.containsKey("propertyNames") && !tried(Objects.requireNonNull(words.get("propertyNames")), member.getKey(), place).isEmpty()) {
                faults.add(unknown(place));
            } else if (properties.containsKey(member.getKey())) {
                check(properties.get(member.getKey()), member.getValue(), place, faults);
            } else if (words.containsKey("additionalProperties")) {
                check(words.get("additionalProperties"), member.getValue(), place, faults);
            }
        }
    }

    /** The alternative that is nearest tells what is wrong. */
    private void one(List<?> alternatives, @Nullable Object value, String at, List<Fault> faults) {
        List<List<Fault>> all = new ArrayList<>();
        alternatives.forEach(alternative -> all.add(tried(Objects.requireNonNull(alternative), value, at)));
        long fit = all.stream().filter(List::isEmpty).count();
        if (fit > 1) {
            faults.add(new Fault(at, Kind.VALUE, shown(value), ""));
        } else if (fit == 0) {
            faults.addAll(all.stream().min(java.util.Comparator.comparingInt(found -> distance(found, at))).orElseThrow());
        }
    }

    private static int distance(List<Fault> faults, String at) {
        return faults.size() + (faults.stream().anyMatch(fault -> fault.at().equals(at) && fault.kind() == Kind.VALUE) ? ANOTHER_TYPE : 0);
    }

    private static Fault unknown(String place) {
        int dot = place.lastIndexOf('.');
        return new Fault(dot < 0 ? "" : place.substring(0, dot), Kind.UNKNOWN, place.substring(dot + 1), "");
    }

    private static void wrongIf(boolean wrong, @Nullable Object value, String at, @Nullable Object allowed, List<Fault> faults) {
        if (wrong) {
            faults.add(new Fault(at, Kind.VALUE, shown(value), allowed == null ? "" : allowed instanceof List<?> list ? choices(list) : said(allowed)));
        }
    }

    private static String choices(List<?> values) {
        return String.join(" | ", values.stream().map(Schema::said).toList());
    }

    private static String said(@Nullable Object value) {
        return value instanceof Double number && number == Math.rint(number) ? String.valueOf(number.longValue()) : String.valueOf(value);
    }

    private static String shown(@Nullable Object value) {
        return value instanceof Map<?, ?> ? "{…}" : value instanceof List<?> ? "[…]" : value instanceof String text ? '"' + text + '"' : said(value);
    }

    private static boolean type(@Nullable Object types, @Nullable Object value) {
        return (types instanceof List<?> several ? several : List.of(String.valueOf(types))).stream().anyMatch(type -> switch (String.valueOf(type)) {
            case "object" -> value instanceof Map<?, ?>;
            case "array" -> value instanceof List<?>;
            case "string" -> value instanceof String;
            case "boolean" -> value instanceof Boolean;
            case "number" -> value instanceof Double;
            case "integer" -> value instanceof Double number && number == Math.rint(number);
            default -> throw new IllegalStateException("a type of JSON Schema that this does not know: " + type);
        });
    }

    private static List<?> list(@Nullable Object value) {
        return (List<?>) Objects.requireNonNull(value);
    }

    private static double number(@Nullable Object value) {
        return (Double) Objects.requireNonNull(value);
    }
}
