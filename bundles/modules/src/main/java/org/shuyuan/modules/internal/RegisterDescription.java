package org.shuyuan.modules.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.shuyuan.api.module.Register;

/**
 * The REST description (OpenAPI 3) of the registers that a module declares: what the platform's {@code /api/registers} takes and gives for each of them, with the
 * names that the module gives its fields. The bounds of numbers are those of the bundle {@code registers}.
 */
final class RegisterDescription {

    /** A text of a module in the caller's language. */
    interface Words {
        String of(String module, String key, Map<String, String> values);
    }

    private static final long BOUND = 100_000_000_000L;
    private static final List<String> COMMON = List.of("openapi", "security");

    private final String module;
    private final Words words;

    RegisterDescription(String module, Words words) {
        this.module = module;
        this.words = words;
    }

    /** A description without paths, with what all of them have in common: how to sign in and what a problem looks like. @param any that the build wrote */
    static ObjectNode empty(ObjectNode any) {
        ObjectNode bare = any.objectNode();
        COMMON.forEach(member -> bare.set(member, any.path(member)));
        bare.putObject("paths");
        ObjectNode parts = bare.putObject("components");
        List.of("securitySchemes", "responses").forEach(member -> parts.set(member, any.path("components").path(member)));
        ObjectNode schemas = parts.putObject("schemas");
        List.of("Problem", "FieldProblem").forEach(name -> schemas.set(name, any.path("components").path("schemas").path(name)));
        return bare;
    }

    /** Adds their paths and schemas; the latter are called {@code <register>.entry}, {@code .input} and {@code .page}. */
    void add(ObjectNode document, List<Register> registers) {
        ObjectNode schemas = document.withObject("/components/schemas");
        ObjectNode paths = document.withObject("/paths");
        for (Register register : registers) {
            schemas.set(register.id() + ".input", input(document, register));
            schemas.set(register.id() + ".entry", entry(document, register));
            ObjectNode page = schemas.putObject(register.id() + ".page").put("type", "object");
            page.putObject("properties").<ObjectNode>set("items", document.objectNode().put("type", "array").set("items", reference(document, register, "entry")))
                    .<ObjectNode>set("total", whole(document)).<ObjectNode>set("page", whole(document)).set("size", whole(document));
            String path = "/" + module + "/" + register.id();
            ObjectNode all = paths.putObject(path);
            ObjectNode one = paths.putObject(path + "/{id}");
            list(all.putObject("get"), register);
            body(operation(all.putObject("post"), register, "add", register.write()), register, "Idempotency-Key", false);
            withId(operation(one.putObject("get"), register, "one", register.read()));
            body(withId(operation(one.putObject("put"), register, "change", register.write())), register, "If-Match", true);
            ObjectNode remove = withId(operation(one.putObject("delete"), register, "remove", register.write()));
            parameter(remove, "header", "If-Match", "string").put("required", true);
            ((ObjectNode) remove.path("responses")).remove("2XX");
            ((ObjectNode) remove.path("responses")).putObject("204");
        }
    }

    private ObjectNode operation(ObjectNode operation, Register register, String what, String permission) {
        operation.put("operationId", register.id() + "." + what).put("summary", words.of("modules", "api.register." + what, Map.of("register", name(register.text()))));
        // Not beside those of the module's own code, if it has any.
        operation.putArray("servers").addObject().put("url", "/api/registers");
        operation.putObject("x-needs").put("otherwise", 403).putArray("permissions").add(permission);
        parameter(operation, "query", "unit", "string").put("required", true).withObject("/schema").put("format", "uuid");
        ObjectNode responses = operation.putObject("responses");
        responses.putObject("2XX").withObject("/content/application~1json").set("schema", reference(operation, register, what.equals("list") ? "page" : "entry"));
        responses.putObject("default").put("$ref", "#/components/responses/Problem");
        return operation;
    }

    private void list(ObjectNode operation, Register register) {
        operation(operation, register, "list", register.read());
        operation.withObject("/responses/2XX/content").putObject("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
        parameter(operation, "query", "q", "string");
        List.of("page", "size").forEach(name -> parameter(operation, "query", name, "integer").withObject("/schema").put("minimum", 1));
        List.of("sort", "columns").forEach(name -> parameter(operation, "query", name, "string"));
        parameter(operation, "query", "format", "string").withObject("/schema").putArray("enum").add("xlsx");
        parameter(operation, "query", "below", "boolean").put("description", words.of("modules", "api.register.below", Map.of()));
        for (Register.Field field : register.fields()) {
            switch (field.type()) {
                case CHOICE, BOOLEAN, PERSON -> {
                    ObjectNode filter = parameter(operation, "query", field.key(), "string").put("description", name(field.text()));
                    filter.set("schema", value(operation, field));
                }
                case DATE, NUMBER -> List.of("from", "to").forEach(end -> parameter(operation, "query", field.key() + "." + end, "string")
                        .put("description", words.of("modules", "api.register." + end, Map.of("field", name(field.text())))).set("schema", value(operation, field)));
                default -> { }
            }
        }
    }

    private static void body(ObjectNode operation, Register register, String header, boolean needed) {
        parameter(operation, "header", header, "string").put("required", needed);
        operation.putObject("requestBody").put("required", true).withObject("/content/application~1json").set("schema", reference(operation, register, "input"));
    }

    private static ObjectNode withId(ObjectNode operation) {
        parameter(operation, "path", "id", "string").put("required", true).withObject("/schema").put("format", "uuid");
        return operation;
    }

    private static ObjectNode parameter(ObjectNode operation, String in, String name, String type) {
        ArrayNode all = operation.withArray("/parameters");
        ObjectNode parameter = all.addObject().put("in", in).put("name", name);
        parameter.putObject("schema").put("type", type);
        return parameter;
    }

    private ObjectNode input(ObjectNode any, Register register) {
        ObjectNode schema = any.objectNode().put("type", "object").put("additionalProperties", false);
        ArrayNode required = any.arrayNode();
        register.fields().stream().filter(Register.Field::required).forEach(field -> required.add(field.key()));
        schema.set("required", required);
        fields(schema.putObject("properties"), register);
        return schema;
    }

    private ObjectNode entry(ObjectNode any, Register register) {
        ObjectNode schema = any.objectNode().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        properties.putObject("id").put("type", "string").put("format", "uuid");
        properties.set("version", whole(any));
        ObjectNode unit = properties.putObject("unit").put("type", "object").putObject("properties");
        unit.putObject("id").put("type", "string").put("format", "uuid");
        unit.putObject("name").put("type", "string");
        fields(properties, register);
        properties.putObject("names").put("type", "object").put("description", words.of("modules", "api.register.names", Map.of())).putObject("additionalProperties").put("type", "string");
        for (String trace : List.of("created", "changed")) {
            properties.putObject(trace + "At").put("type", "string").put("format", "date-time");
            properties.putObject(trace + "By").put("type", "string");
        }
        properties.putObject("mayChange").put("type", "boolean").put("description", words.of("modules", "api.register.may-change", Map.of()));
        return schema;
    }

    private void fields(ObjectNode properties, Register register) {
        for (Register.Field field : register.fields()) {
            ObjectNode value = value(properties, field).put("description", described(field));
            if (!field.required() && field.type() != Register.Type.BOOLEAN) {
                value.put("nullable", true);
            }
            properties.set(field.key(), value);
        }
    }

    private String described(Register.Field field) {
        return field.type() != Register.Type.CHOICE ? name(field.text())
                : name(field.text()) + " (" + field.options().stream().map(one -> one.value() + " " + name(one.text())).collect(Collectors.joining(", ")) + ")";
    }

    private static ObjectNode value(JsonNode any, Register.Field field) {
        ObjectNode value = ((ObjectNode) any).objectNode();
        switch (field.type()) {
            case TEXT, LONGTEXT -> value.put("type", "string").put("maxLength", field.max());
            case NUMBER -> value.put("type", "number").put("minimum", -BOUND).put("exclusiveMinimum", true).put("maximum", BOUND).put("exclusiveMaximum", true).put("multipleOf", 0.0001);
            case DATE -> value.put("type", "string").put("format", "date");
            case BOOLEAN -> value.put("type", "boolean");
            case PERSON -> value.put("type", "string").put("format", "uuid");
            case CHOICE -> {
                ArrayNode choices = value.put("type", "string").putArray("enum");
                field.options().forEach(one -> choices.add(one.value()));
            }
            default -> throw new IllegalStateException("What is a " + field.type());
        }
        return value;
    }

    private static ObjectNode whole(ObjectNode any) {
        return any.objectNode().put("type", "integer").put("format", "int32");
    }

    private static ObjectNode reference(ObjectNode any, Register register, String kind) {
        return any.objectNode().put("$ref", "#/components/schemas/" + register.id() + "." + kind);
    }

    private String name(String key) {
        return words.of(module, key, Map.of());
    }
}
