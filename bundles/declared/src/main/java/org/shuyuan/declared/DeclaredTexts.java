package org.shuyuan.declared;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.TreeSet;

/** Keys of the texts that a module names in JSON. */
public final class DeclaredTexts {

    private static final Set<String> OF_DESCRIPTORS = Set.of("name", "description", "text");
    private static final Set<String> OF_PAGES = Set.of("title", "lead", "text", "help", "placeholder", "group", "search", "confirm", "done", "submitText", "empty");
    /** What is no text under a name that texts have: what a form begins with, and what a list is asked with. */
    private static final Set<String> DATA = Set.of("value", "query");

    private DeclaredTexts() {}

    /** @param descriptor that keeps to its schema @return in the order of the alphabet */
    public static Set<String> ofDescriptor(JsonNode descriptor) {
        return keys(descriptor, OF_DESCRIPTORS, new TreeSet<>());
    }

    /** @param pages a file of pages that keeps to its schema @return in the order of the alphabet */
    public static Set<String> ofPages(JsonNode pages) {
        return keys(pages, OF_PAGES, new TreeSet<>());
    }

    /** Choices that come from the REST name keys of records instead. */
    private static Set<String> keys(JsonNode node, Set<String> names, Set<String> keys) {
        boolean choices = node.has("load") && node.has("value") && !node.has("page");
        names.stream().filter(name -> node.path(name).isTextual() && !choices).forEach(name -> keys.add(node.path(name).asText()));
        node.properties().stream().filter(child -> child.getValue().isContainerNode() && !DATA.contains(child.getKey())).forEach(child -> keys(child.getValue(), names, keys));
        if (node.isArray()) {
            node.forEach(child -> keys(child, names, keys));
        }
        return keys;
    }
}
