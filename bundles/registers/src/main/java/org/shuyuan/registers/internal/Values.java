package org.shuyuan.registers.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.module.Register;
import org.shuyuan.api.module.Register.Field;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.rest.Json;

/** What a caller sends for the fields of a register, held against their types and bounds; all that is wrong is told at once. */
final class Values {

    /** Of what is stored of one entry, so that the trail can hold it too. */
    static final int LARGEST = 60_000;
    private static final BigDecimal BOUND = new BigDecimal("100000000000");
    private static final int DECIMALS = 4;
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\\n\\t]]");

    private final Register register;
    private final List<Problem.FieldError> errors = new ArrayList<>();
    private final Map<String, UUID> people = new LinkedHashMap<>();

    private Values(Register register) {
        this.register = register;
    }

    /**
     * @param sent by the keys of the fields; a field that is missing holds nothing
     * @param known of ids of people those of the directory
     * @throws Problem 400 {@code rest.unknown-member}; 422 with every wrong field
     */
    static ObjectNode read(Register register, Map<String, ? extends @Nullable Object> sent, Function<List<UUID>, Map<UUID, ?>> known) {
        sent.keySet().stream().filter(key -> register.field(key).isEmpty()).findFirst().ifPresent(key -> {
            throw Problem.badRequest("rest.unknown-member").with("name", key.length() > 40 ? key.substring(0, 40) : key);
        });
        Values values = new Values(register);
        ObjectNode content = values.content(sent);
        Map<UUID, ?> there = values.people.isEmpty() ? Map.of() : known.apply(List.copyOf(values.people.values()));
        values.people.forEach((key, id) -> {
            if (!there.containsKey(id)) {
                values.wrong(key, "registers.no-such-person", Map.of());
            }
        });
        values.refuse();
        return asStored(content);
    }

    /** Numbers become what they are once they are read back, so that what is stored and what is sent can be compared. */
    private static ObjectNode asStored(ObjectNode content) {
        try {
            return (ObjectNode) Json.mapper().readTree(content.toString());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("What was written as JSON is none", e);
        }
    }

    private ObjectNode content(Map<String, ? extends @Nullable Object> sent) {
        ObjectNode content = Json.mapper().createObjectNode();
        for (Field field : register.fields()) {
            @Nullable Object value = sent.get(field.key());
            boolean nothing = value == null || value instanceof String text && text.isBlank();
            if (field.type() == Register.Type.BOOLEAN) {
                content.put(field.key(), nothing ? Boolean.FALSE : bool(field, value));
            } else if (!nothing) {
                put(content, field, value);
            } else if (field.required()) {
                wrong(field.key(), "registers.value-missing", Map.of());
            }
        }
        return content;
    }

    private void put(ObjectNode content, Field field, Object value) {
        String key = field.key();
        switch (field.type()) {
            case TEXT, LONGTEXT -> content.put(key, text(field, value));
            case NUMBER -> number(value).ifPresentOrElse(number -> content.put(key, number), () -> wrong(key, "registers.bad-number", Map.of()));
            case DATE -> day(value).ifPresentOrElse(day -> content.put(key, day.toString()), () -> wrong(key, "registers.bad-date", Map.of()));
            case CHOICE -> field.options().stream().filter(one -> one.value().equals(value)).findFirst()
                    .ifPresentOrElse(one -> content.put(key, one.value()), () -> wrong(key, "registers.bad-choice", Map.of()));
            case PERSON -> id(value).ifPresentOrElse(id -> {
                content.put(key, id.toString());
                people.put(key, id);
            }, () -> wrong(key, "registers.no-such-person", Map.of()));
            default -> throw new IllegalStateException("A " + field.type() + " is read elsewhere");
        }
    }

    private @Nullable Boolean bool(Field field, @Nullable Object value) {
        if (value instanceof Boolean given) {
            return given;
        }
        wrong(field.key(), "registers.bad-value", Map.of());
        return null;
    }

    private @Nullable String text(Field field, Object value) {
        if (!(value instanceof String given)) {
            wrong(field.key(), "registers.bad-value", Map.of());
            return null;
        }
        String lines = CONTROL.matcher(given.replace("\r\n", "\n").replace('\r', '\n')).replaceAll("").strip();
        String text = field.type() == Register.Type.TEXT ? lines.replace('\n', ' ') : lines;
        if (text.length() > field.max()) {
            wrong(field.key(), "registers.too-long", Map.of("max", field.max()));
        }
        return text;
    }

    private static Optional<BigDecimal> number(Object value) {
        if (!(value instanceof Number)) {
            return Optional.empty();
        }
        try {
            BigDecimal number = new BigDecimal(value.toString()).stripTrailingZeros();
            return number.abs().compareTo(BOUND) >= 0 || number.scale() > DECIMALS ? Optional.empty() : Optional.of(number.setScale(Math.max(0, number.scale())));
        } catch (NumberFormatException infinite) {
            return Optional.empty();
        }
    }

    static Optional<LocalDate> day(@Nullable Object value) {
        try {
            return value instanceof String text && text.length() == 10 ? Optional.of(LocalDate.parse(text)).filter(day -> day.getYear() >= 1900 && day.getYear() < 2200)
                    : Optional.empty();
        } catch (DateTimeParseException none) {
            return Optional.empty();
        }
    }

    static Optional<UUID> id(@Nullable Object value) {
        try {
            return value instanceof String text && text.length() == 36 ? Optional.of(UUID.fromString(text)) : Optional.empty();
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    private void wrong(String key, String code, Map<String, Object> values) {
        errors.add(new Problem.FieldError(key, code, values));
    }

    private void refuse() {
        if (!errors.isEmpty()) {
            Problem problem = new Problem(422, "rest.invalid");
            errors.forEach(one -> problem.field(one.field(), one.code(), one.values()));
            throw problem;
        }
    }

    /**
     * What stands in a field, as JSON gives it: text, number, whether, or nothing.
     *
     * @return null where there is nothing, or what another version of the module left that is none of the field's type
     */
    static @Nullable Object shown(Field field, ObjectNode content) {
        JsonNode node = content.path(field.key());
        return switch (field.type()) {
            case BOOLEAN -> node.asBoolean(false);
            case NUMBER -> node.isNumber() ? node.decimalValue() : null;
            case DATE -> day(node.textValue()).map(LocalDate::toString).orElse(null);
            case PERSON -> id(node.textValue()).map(UUID::toString).orElse(null);
            default -> node.textValue();
        };
    }
}
