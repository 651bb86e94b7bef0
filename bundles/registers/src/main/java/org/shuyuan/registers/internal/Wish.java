package org.shuyuan.registers.internal;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.module.Register;
import org.shuyuan.api.module.Register.Field;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.rest.ListQuery;

/**
 * What of a register is wanted, in which order.
 *
 * @param like for {@code like … escape '!'} in folded texts; null for all
 * @param order SQL, over {@code e} and {@code s0}, {@code s1} … for the fields in {@code sorted}
 * @param sorted keys of the fields by the number of their alias
 * @param below also what units below have entered, where the caller may read it
 */
public record Wish(@Nullable String like, List<Condition> conditions, String order, Map<Integer, String> sorted, int offset, int size, boolean below) {

    private static final Set<Register.Type> NOT_SORTED = Set.of(Register.Type.LONGTEXT, Register.Type.PERSON);
    private static final int MOST_WORDS = 100;

    /** How a field's value is compared. */
    public enum Is {
        EQUAL("text_value = ?"), NOT_EQUAL("text_value = ?"), FROM_DAY("day_value >= ?"), TO_DAY("day_value <= ?"), FROM_NUMBER("number_value >= ?"), TO_NUMBER("number_value <= ?");

        private final String sql;

        Is(String sql) {
            this.sql = sql;
        }

        /** Over {@code v}, with one value to be set. */
        public String sql() {
            return "v." + sql;
        }
    }

    /** What must hold of a field. {@code NOT_EQUAL} holds too where the entry has no value. */
    public record Condition(String field, Is is, Object value) {}

    /**
     * @param parameters of the request by name
     * @param folded as names and texts are compared
     * @throws Problem 400 {@code rest.bad-sort}, {@code rest.bad-number}; 422 for a filter that is none
     */
    public static Wish of(Register register, ListQuery query, Map<String, String> parameters, UnaryOperator<String> folded) {
        Map<String, String> allowed = new LinkedHashMap<>();
        allowed.put("createdAt", "e.created_at");
        allowed.put("changedAt", "e.changed_at");
        List<Field> fields = register.fields();
        IntStream.range(0, fields.size()).filter(i -> !NOT_SORTED.contains(fields.get(i).type())).forEach(i -> allowed.put(fields.get(i).key(), term(fields.get(i), "s" + i)));
        String order = query.orderBy(allowed, "e.id desc");
        Map<Integer, String> sorted = IntStream.range(0, fields.size()).filter(i -> order.contains("s" + i + ".")).boxed().collect(Collectors.toMap(i -> i, i -> fields.get(i).key()));
        String text = folded.apply(query.q());
        String like = text.isBlank() ? null : "%" + text.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%";
        return new Wish(like, conditions(register, parameters), order, sorted, query.offset(), query.size(), "true".equals(parameters.get("below")));
    }

    /** The same, another part of it. */
    Wish part(int from, int most) {
        return new Wish(like, conditions, order, sorted, from, most, below);
    }

    /** What has no value stands last in either direction: databases do not agree where. Values of options are words of letters, digits and hyphens. */
    private static String term(Field field, String alias) {
        String value = switch (field.type()) {
            case NUMBER -> alias + ".number_value";
            case DATE -> alias + ".day_value";
            case CHOICE -> "case " + alias + ".text_value" + IntStream.range(0, field.options().size())
                    .mapToObj(i -> " when '" + field.options().get(i).value().replace("'", "''") + "' then " + i).collect(Collectors.joining()) + " end";
            default -> alias + ".text_value";
        };
        return "case when " + value + " is null then 1 else 0 end, " + value;
    }

    private static List<Condition> conditions(Register register, Map<String, String> parameters) {
        List<Condition> conditions = new ArrayList<>();
        for (Field field : register.fields()) {
            String key = field.key();
            @Nullable String value = given(parameters, key);
            switch (field.type()) {
                case CHOICE -> add(conditions, key, Is.EQUAL, value);
                case PERSON -> add(conditions, key, Is.EQUAL, value == null ? null : Values.id(value).orElseThrow(() -> Problem.invalid(key, "registers.no-such-person")).toString());
                case BOOLEAN -> add(conditions, key, "false".equals(value) ? Is.NOT_EQUAL : Is.EQUAL, value == null ? null : "true");
                case DATE -> {
                    add(conditions, key, Is.FROM_DAY, day(parameters, key + ".from"));
                    add(conditions, key, Is.TO_DAY, day(parameters, key + ".to"));
                }
                case NUMBER -> {
                    add(conditions, key, Is.FROM_NUMBER, number(parameters, key + ".from"));
                    add(conditions, key, Is.TO_NUMBER, number(parameters, key + ".to"));
                }
                default -> { }
            }
        }
        return conditions;
    }

    private static void add(List<Condition> conditions, String field, Is is, @Nullable Object value) {
        if (value != null) {
            conditions.add(new Condition(field, is, value));
        }
    }

    private static @Nullable String given(Map<String, String> parameters, String name) {
        String value = parameters.get(name);
        return value == null || value.isBlank() ? null : value.strip().substring(0, Math.min(MOST_WORDS, value.strip().length()));
    }

    private static @Nullable Object day(Map<String, String> parameters, String name) {
        @Nullable String value = given(parameters, name);
        return value == null ? null : Values.day(value).orElseThrow(() -> Problem.invalid(name, "registers.bad-date"));
    }

    private static @Nullable Object number(Map<String, String> parameters, String name) {
        @Nullable String value = given(parameters, name);
        if (value == null) {
            return null;
        }
        if (!value.matches("-?\\d{1,11}(\\.\\d{1,4})?")) {
            throw Problem.invalid(name, "registers.bad-number");
        }
        return new BigDecimal(value);
    }
}
