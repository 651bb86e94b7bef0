package org.shuyuan.declared;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Holds the pages in JSON of a module against what they load and send: its REST description, and the registers that it declares. A column that no answer has stays
 * empty without anybody noticing, a field that no request takes is refused only when somebody saves. Where a method does not say what it answers
 * ({@code Response} without {@code @Answers}), nothing is known of what it loads, and that is said.
 */
public final class PageKeys {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    /** What any entry of a register has beside its fields; as the bundle {@code registers} answers. */
    private static final List<String> OF_ENTRIES = List.of("id", "version", "createdAt", "createdBy", "changedAt", "changedBy", "mayChange");
    private static final Set<String> OF_LISTS = Set.of("unit", "q", "page", "size", "sort", "format", "columns", "below");

    /** What a path takes and gives. @param parameters null where they are not known */
    private record Resource(JsonNode body, JsonNode answer, @Nullable Set<String> parameters, @Nullable Set<String> sorted) {}

    private final JsonNode descriptor;
    private final JsonNode rest;
    private final String module;
    private final List<String> wrong = new ArrayList<>();
    private final Set<String> unsaid = new LinkedHashSet<>();

    private PageKeys(JsonNode descriptor, JsonNode rest) {
        this.descriptor = descriptor;
        this.rest = rest;
        this.module = descriptor.path("id").asText();
    }

    /**
     * @param rest the module's OpenAPI description; missing where it has no code
     * @param pages a file of pages that keeps to its schema
     * @return what does not fit, in sentences
     */
    public static List<String> unknown(JsonNode descriptor, JsonNode rest, JsonNode pages) {
        return read(descriptor, rest, pages).wrong;
    }

    /** @return what could not be held against anything, in sentences */
    public static List<String> unsaid(JsonNode descriptor, JsonNode rest, JsonNode pages) {
        return List.copyOf(read(descriptor, rest, pages).unsaid);
    }

    private static PageKeys read(JsonNode descriptor, JsonNode rest, JsonNode pages) {
        PageKeys keys = new PageKeys(descriptor, rest);
        pages.fields().forEachRemaining(page -> keys.page(page.getKey(), page.getValue()));
        return keys;
    }

    private void page(String name, JsonNode page) {
        switch (page.path("page").asText()) {
            case "list", "card" -> list(name, page);
            case "record" -> {
                JsonNode answer = at(name, "GET", page.path("load").asText()).answer();
                page.path("cards").forEach(card -> {
                    columns(name, card.path("facts"), answer);
                    key(name, "prose", card.path("prose").asText(""), answer);
                });
                key(name, "heading", page.path("heading").asText(""), answer);
                page.path("actions").forEach(action -> when(name, action, answer));
            }
            case "form" -> form(name, page);
            default -> { }
        }
        options(name, page);
    }

    private void list(String name, JsonNode page) {
        Resource resource = at(name, "GET", page.path("load").asText());
        JsonNode item = resolved(resource.answer().path("properties").path("items")).path("items");
        columns(name, page.path("columns"), item);
        page.path("rowActions").forEach(action -> when(name, action, item));
        Set<String> parameters = resource.parameters();
        if (parameters != null) {
            List<String> given = new ArrayList<>(page.path("filters").findValuesAsText("key"));
            page.path("query").fieldNames().forEachRemaining(given::add);
            given.stream().filter(one -> !parameters.contains(one)).forEach(one -> wrong.add(name + ": " + page.path("load").asText() + " takes no parameter " + one));
        }
        Set<String> sorted = resource.sorted();
        if (sorted != null) {
            List<String> given = new ArrayList<>();
            page.path("columns").forEach(column -> {
                if (column.path("sort").asBoolean()) {
                    given.add(column.path("key").asText());
                }
            });
            Arrays.stream(page.path("sort").asText("").split(",")).map(one -> one.replaceFirst("^-", "")).filter(one -> !one.isEmpty()).forEach(given::add);
            given.stream().filter(one -> !sorted.contains(one)).distinct().forEach(one -> wrong.add(name + ": " + page.path("load").asText() + " cannot be sorted by " + one));
        }
    }

    private void form(String name, JsonNode page) {
        JsonNode body = at(name, page.path("submit").path("method").asText(), page.path("submit").path("path").asText()).body();
        JsonNode loaded = page.has("load") ? at(name, "GET", page.path("load").asText()).answer() : MissingNode.getInstance();
        page.path("fields").forEach(field -> {
            boolean shown = field.path("type").asText().equals("static");
            key(name, "field", field.path("key").asText(), shown ? loaded : body);
            if (!field.path("type").asText().equals("password")) {
                key(name, "field, to be changed,", field.path("key").asText(), loaded);
            }
        });
        page.path("value").fieldNames().forEachRemaining(key -> key(name, "first value", key, body));
    }

    /** Choices that come from the REST name the keys of what is chosen. */
    private void options(String name, JsonNode node) {
        if (node.isObject() && node.has("load") && node.has("value") && !node.has("page")) {
            JsonNode answer = at(name, "GET", node.path("load").asText()).answer();
            JsonNode items = resolved(answer.path("type").asText().equals("array") ? answer : answer.path("properties").path("items")).path("items");
            List.of("value", "text").forEach(one -> key(name, "choice", node.path(one).asText(""), items));
        }
        node.forEach(child -> options(name, child));
    }

    private void columns(String name, JsonNode columns, JsonNode of) {
        columns.forEach(column -> key(name, "column", column.path("key").asText(), of));
    }

    private void when(String name, JsonNode action, JsonNode of) {
        key(name, "action's 'when'", action.path("when").asText("").replaceFirst("^!", ""), of);
    }

    private void key(String name, String what, String key, JsonNode schema) {
        if (!key.isEmpty() && !has(schema, key.split("\\."), 0)) {
            wrong.add(name + ": the " + what + " " + key + " is none of " + String.join(" ", names(resolved(schema))));
        }
    }

    private static List<String> names(JsonNode schema) {
        List<String> all = new ArrayList<>();
        schema.path("properties").fieldNames().forEachRemaining(all::add);
        return all;
    }

    /** What says nothing of its members may have any. */
    private boolean has(JsonNode schema, String[] path, int from) {
        JsonNode known = resolved(schema);
        if (from == path.length || !known.has("properties") || known.path("additionalProperties").isObject()) {
            return true;
        }
        return known.path("properties").has(path[from]) && has(known.path("properties").path(path[from]), path, from + 1);
    }

    private JsonNode resolved(JsonNode schema) {
        JsonNode known = schema;
        for (int i = 0; known.has("$ref") && i < 10; i++) {
            known = rest.at(known.path("$ref").asText().substring(1));
        }
        return known;
    }

    private Resource at(String name, String method, String path) {
        String bare = path.replaceFirst("\\?.*$", "");
        String[] parts = bare.split("/");
        if (bare.startsWith("/api/registers/") && parts.length > 4 && parts[3].equals(module)) {
            return register(name, parts[4]);
        }
        String own = "/api/" + module + "/";
        Resource unknown = new Resource(MissingNode.getInstance(), MissingNode.getInstance(), null, null);
        if (bare.startsWith("/") && !bare.startsWith(own) || rest.isMissingNode()) {
            return unknown;
        }
        String wanted = "/" + (bare.startsWith(own) ? bare.substring(own.length()) : bare);
        for (boolean exact : List.of(true, false)) {
            for (Map.Entry<String, JsonNode> one : rest.path("paths").properties()) {
                if (fits(one.getKey(), wanted, exact) && one.getValue().has(method.toLowerCase(Locale.ROOT))) {
                    Resource found = described(one.getValue().path(method.toLowerCase(Locale.ROOT)));
                    if (method.equals("GET") && found.answer().isMissingNode()) {
                        unsaid.add(name + ": GET " + one.getKey() + " does not say what it answers (@Answers), so the keys of what it loads are not checked");
                    }
                    return found;
                }
            }
        }
        wrong.add(name + ": the module has no " + method + " " + wanted);
        return unknown;
    }

    /** @param exact a placeholder of the page is one of the route's, and a word is that word */
    private static boolean fits(String route, String wanted, boolean exact) {
        String[] has = route.split("/");
        String[] wants = wanted.split("/");
        if (has.length != wants.length) {
            return false;
        }
        for (int i = 0; i < has.length; i++) {
            boolean open = has[i].startsWith("{");
            if (exact && open != wants[i].contains("{") || !open && !has[i].equals(wants[i])) {
                return false;
            }
        }
        return true;
    }

    private Resource described(JsonNode operation) {
        Set<String> parameters = new HashSet<>(OF_LISTS);
        operation.path("parameters").forEach(one -> parameters.add(one.path("name").asText()));
        JsonNode responses = operation.path("responses");
        JsonNode answer = responses.path("2XX").path("content").path("application/json").path("schema");
        return new Resource(operation.path("requestBody").path("content").path("application/json").path("schema"), resolved(answer), parameters, null);
    }

    private Resource register(String name, String id) {
        for (JsonNode register : descriptor.path("registers")) {
            if (register.path("id").asText().equals(id)) {
                return register(register);
            }
        }
        wrong.add(name + ": the module declares no register " + id);
        return new Resource(MissingNode.getInstance(), MissingNode.getInstance(), null, null);
    }

    private static Resource register(JsonNode register) {
        ObjectNode body = JSON.objectNode();
        ObjectNode entry = JSON.objectNode();
        ObjectNode sent = body.putObject("properties");
        ObjectNode shown = entry.putObject("properties");
        OF_ENTRIES.forEach(shown::putObject);
        shown.putObject("unit").putObject("properties").putObject("id");
        shown.withObject("/unit/properties").putObject("name");
        ObjectNode names = shown.putObject("names").putObject("properties");
        Set<String> parameters = new HashSet<>(OF_LISTS);
        Set<String> sorted = new HashSet<>(Set.of("createdAt", "changedAt"));
        for (JsonNode field : register.path("fields")) {
            String key = field.path("key").asText();
            sent.putObject(key);
            shown.putObject(key);
            String type = field.path("type").asText();
            if (type.equals("person")) {
                names.putObject(key);
            }
            if (!Set.of("longtext", "person").contains(type)) {
                sorted.add(key);
            }
            switch (type) {
                case "choice", "boolean", "person" -> parameters.add(key);
                case "date", "number" -> parameters.addAll(List.of(key + ".from", key + ".to"));
                default -> { }
            }
        }
        // One answer for an entry and for a list of them: what a list has besides is of no page's concern.
        shown.putObject("items").put("type", "array").set("items", entry.deepCopy());
        return new Resource(body, entry, parameters, sorted);
    }
}
