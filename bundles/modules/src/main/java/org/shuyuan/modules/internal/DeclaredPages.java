package org.shuyuan.modules.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import org.shuyuan.rest.Json;

/**
 * The pages in JSON that a descriptor names. A module of pages alone was held against nothing by a build; what is wrong in it would be an empty place on somebody's
 * page, or the key where a text should be.
 */
final class DeclaredPages {

    private static final String FOLDER = "shuyuan/web/";
    private static final String TEXTS = "shuyuan/i18n/zh-CN.json";
    private static final Set<String> LINKS = Set.of("to", "then");
    private static final Set<String> NAMES = Set.of("title", "lead", "text", "help", "placeholder", "group", "search", "confirm", "done", "submitText", "empty");
    /** What is no text under a name that texts have: what a form begins with, and what a list is asked with. */
    private static final Set<String> DATA = Set.of("value", "query");
    private static final int LARGEST = 1 << 20;
    private static final int MOST_TOLD = 5;

    private DeclaredPages() {}

    /** @throws Problem 422 {@code modules.bad-descriptor} with what is wrong with them, for whoever writes the module */
    static void check(Descriptor descriptor, ZipFile jar, JsonSchema schema) throws IOException {
        Map<String, JsonNode> read = new LinkedHashMap<>();
        for (String view : views(descriptor)) {
            String file = view.substring(0, view.indexOf('#'));
            if (!read.containsKey(file)) {
                JsonNode pages = json(jar, FOLDER + file);
                if (pages == null) {
                    throw Descriptors.bad("view " + view + ": " + file + " is missing");
                }
                Descriptors.keepTo(schema, file, pages);
                read.put(file, pages);
            }
            if (!read.get(file).has(view.substring(view.indexOf('#') + 1))) {
                throw Descriptors.bad("view " + view + ": there is no such page in " + file);
            }
        }
        if (!read.isEmpty()) {
            checkTexts(read, jar);
            checkLinks(descriptor, read);
        }
    }

    private static void checkTexts(Map<String, JsonNode> read, ZipFile jar) throws IOException {
        JsonNode texts = json(jar, TEXTS);
        for (Map.Entry<String, JsonNode> file : read.entrySet()) {
            Set<String> keys = named(NAMES, file.getValue(), new TreeSet<>());
            keys.removeIf(key -> texts != null && texts.has(key));
            if (!keys.isEmpty()) {
                throw Descriptors.bad(file.getKey() + " names texts that are missing: " + keys.stream().limit(MOST_TOLD).collect(Collectors.joining(", ")));
            }
        }
    }

    /** A button that leads nowhere. What leads to another module is that module's matter. */
    private static void checkLinks(Descriptor descriptor, Map<String, JsonNode> read) {
        for (Map.Entry<String, JsonNode> file : read.entrySet()) {
            for (String to : named(LINKS, file.getValue(), new TreeSet<>())) {
                String path = to.replaceFirst("[?#].*", "");
                if (!path.startsWith("/") && descriptor.page(path.replaceAll("\\{[^}]*}|:[A-Za-z]+", "x")).isEmpty()) {
                    throw Descriptors.bad(file.getKey() + ": there is no page at “" + to + "”");
                }
            }
        }
    }

    private static Set<String> views(Descriptor descriptor) {
        return Stream.of("routes", "cards", "banners").flatMap(part -> descriptor.json().path(part).findValuesAsText("view").stream()).filter(view -> view.contains(".json#"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static @Nullable JsonNode json(ZipFile jar, String path) throws IOException {
        ZipEntry entry = jar.getEntry(path);
        if (entry == null) {
            return null;
        }
        try (InputStream in = jar.getInputStream(entry)) {
            return Json.mapper().readTree(in.readNBytes(LARGEST));
        } catch (JsonProcessingException noJson) {
            throw Descriptors.bad(Descriptors.noJson(path, noJson));
        }
    }

    /** What stands under one of those names; choices that come from the REST name keys of records instead. */
    private static Set<String> named(Set<String> names, JsonNode node, Set<String> found) {
        boolean choices = node.has("load") && node.has("value") && !node.has("page");
        names.stream().filter(name -> node.path(name).isTextual() && !choices).forEach(name -> found.add(node.path(name).asText()));
        node.properties().stream().filter(child -> child.getValue().isContainerNode() && !DATA.contains(child.getKey())).forEach(child -> named(names, child.getValue(), found));
        if (node.isArray()) {
            node.forEach(child -> named(names, child, found));
        }
        return found;
    }
}
