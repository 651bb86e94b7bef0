package org.shuyuan.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** One of everything that a module's REST says it answers, so that its pages have something to show. What says nothing of itself is answered as an empty list. */
final class ExampleAnswers {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    /** A text that is a day too, since a day is often said to be a text. */
    private static final String TEXT = "2026-03-04";

    private final JsonNode descriptor;
    private final JsonNode rest;
    private volatile boolean guessed;

    ExampleAnswers(JsonNode descriptor, JsonNode rest) {
        this.descriptor = descriptor;
        this.rest = rest;
    }

    JsonNode to(String method, String path) {
        String module = descriptor.path("id").asText();
        if (path.startsWith("/api/registers/" + module + "/")) {
            return entry(path.split("/"));
        }
        String own = path.startsWith("/api/" + module) ? path.substring(("/api/" + module).length()) : "none";
        for (Map.Entry<String, JsonNode> route : rest.path("paths").properties()) {
            JsonNode operation = route.getValue().path(method);
            if (!operation.isMissingNode() && own.matches(route.getKey().replaceAll("\\{[^}]*}", "[^/]+"))) {
                JsonNode schema = operation.path("responses").path("2XX").path("content").path("application/json").path("schema");
                return schema.isEmpty() ? guess(route.getKey()) : example(schema, new HashSet<>());
            }
        }
        return nothing();
    }

    /** Whether an answer since the last time was made up without a description. */
    boolean guessedSince() {
        boolean so = guessed;
        guessed = false;
        return so;
    }

    /** What is sent to be stored is mostly what comes back, by itself or in a list. */
    private JsonNode guess(String route) {
        guessed = true;
        boolean list = !route.endsWith("}");
        JsonNode body = rest.path("paths").path(route).path(list ? "post" : "put").path("requestBody").path("content").path("application/json").path("schema");
        if (body.isMissingNode()) {
            return nothing();
        }
        ObjectNode one = JSON.objectNode().put("id", "018f0000-0000-7000-8000-000000000003").put("version", 1).put("mayChange", true);
        one.putObject("unit").put("id", "018f0000-0000-7000-8000-000000000001").put("name", "测试单位");
        if (example(body, new HashSet<>()) instanceof ObjectNode sent) {
            one.setAll(sent);
        }
        if (!list) {
            return one;
        }
        ObjectNode page = nothing().put("total", 1);
        page.putArray("items").add(one);
        return page;
    }

    private static ObjectNode nothing() {
        ObjectNode page = JSON.objectNode().put("total", 0).put("page", 1).put("size", 20).put("unread", 0);
        page.putArray("items");
        return page;
    }

    /** A list with an entry, or the entry itself. */
    private JsonNode entry(String... path) {
        ObjectNode entry = JSON.objectNode().put("id", "018f0000-0000-7000-8000-000000000003").put("version", 1).put("mayChange", true)
                .put("createdAt", TEXT + "T09:00:00+08:00").put("changedAt", TEXT + "T09:00:00+08:00").put("createdBy", "张伟").put("changedBy", "张伟");
        entry.putObject("unit").put("id", "018f0000-0000-7000-8000-000000000001").put("name", "测试单位");
        ObjectNode names = entry.putObject("names");
        descriptor.path("registers").forEach(register -> register.path("fields").forEach(field -> {
            String key = field.path("key").asText();
            switch (field.path("type").asText()) {
                case "number" -> entry.put(key, 3);
                case "boolean" -> entry.put(key, true);
                case "choice" -> entry.put(key, field.path("options").path(0).path("value").asText());
                case "person" -> {
                    entry.put(key, "018f0000-0000-7000-8000-000000000002");
                    names.put(key, "张伟");
                }
                default -> entry.put(key, TEXT);
            }
        }));
        if (path.length > 5) {
            return entry;
        }
        ObjectNode page = nothing().put("total", 1);
        page.putArray("items").add(entry);
        return page;
    }

    private JsonNode example(JsonNode schema, Set<String> within) {
        if (schema.has("$ref")) {
            String reference = schema.path("$ref").asText();
            Set<String> deeper = new HashSet<>(within);
            return deeper.add(reference) ? example(rest.at(reference.substring(1)), deeper) : JSON.nullNode();
        }
        if (schema.has("enum")) {
            return schema.path("enum").path(0);
        }
        return switch (schema.path("type").asText()) {
            case "array" -> {
                JsonNode one = example(schema.path("items"), within);
                yield one.isNull() ? JSON.arrayNode() : JSON.arrayNode().add(one);
            }
            case "boolean" -> JSON.booleanNode(true);
            case "integer", "number" -> JSON.numberNode(Math.max(1, schema.path("minimum").asInt(1)));
            case "string" -> JSON.textNode(text(schema.path("format").asText().toLowerCase(Locale.ROOT)));
            default -> {
                ObjectNode object = JSON.objectNode();
                schema.path("properties").fields().forEachRemaining(member -> object.set(member.getKey(), example(member.getValue(), within)));
                yield object;
            }
        };
    }

    private static String text(String format) {
        return switch (format) {
            case "uuid" -> "018f0000-0000-7000-8000-000000000003";
            case "date-time" -> TEXT + "T09:00:00+08:00";
            default -> TEXT;
        };
    }
}
