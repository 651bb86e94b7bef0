package org.shuyuan.registers.internal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.module.Register;
import org.shuyuan.api.module.Register.Field;
import org.shuyuan.api.text.Names;

/**
 * What an entry is found and put in order by.
 *
 * @param searched its texts as they are compared
 */
public record Indexed(String searched, List<Value> values) {

    private static final int LONGEST_KEY = 200;
    private static final int FIRST_OF_TEXT = 50;

    /** Of one field; exactly one of the three is set. */
    public record Value(String field, @Nullable String text, @Nullable BigDecimal number, @Nullable LocalDate day) {}

    static Indexed of(Register register, ObjectNode content, Names names) {
        List<Value> values = new ArrayList<>();
        for (Field field : register.fields()) {
            @Nullable Object value = Values.shown(field, content);
            if (value != null && field.type() != Register.Type.LONGTEXT) {
                values.add(value(field, value, names));
            }
        }
        String searched = register.fields().stream().filter(field -> field.type() == Register.Type.TEXT || field.type() == Register.Type.LONGTEXT)
                .map(field -> content.path(field.key()).asText("")).filter(text -> !text.isEmpty()).map(names::folded).collect(Collectors.joining("\n"));
        return new Indexed(cut(searched, Values.LARGEST), List.copyOf(values));
    }

    private static Value value(Field field, Object value, Names names) {
        return switch (field.type()) {
            case NUMBER -> new Value(field.key(), null, (BigDecimal) value, null);
            case DATE -> new Value(field.key(), null, null, LocalDate.parse((String) value));
            case TEXT -> new Value(field.key(), cut(names.key(cut((String) value, FIRST_OF_TEXT), Names.Order.PINYIN), LONGEST_KEY), null, null);
            default -> new Value(field.key(), value.toString(), null, null);
        };
    }

    private static String cut(String text, int most) {
        return text.length() > most ? text.substring(0, most) : text;
    }
}
