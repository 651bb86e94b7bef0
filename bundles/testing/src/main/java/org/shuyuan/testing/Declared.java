package org.shuyuan.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a module's descriptor, its pages in JSON and its views name: keys of texts, permissions; and whether its registers are such as the portal keeps. */
final class Declared {

    private static final Set<String> TEXTS = Set.of("name", "description", "text");
    private static final Set<String> PAGE_TEXTS = Set.of("title", "lead", "text", "help", "placeholder", "group", "search", "confirm", "done", "submitText", "empty");
    /** What is no text under a name that texts have: what a form begins with, and what a list is asked with. */
    private static final Set<String> DATA = Set.of("value", "query");
    private static final String QUOTED = "['\"]([^'\"\\\\]+)['\"]";
    /** As it is called, or chosen between two; what is put together is not known before it runs. */
    private static final Pattern SAID = Pattern.compile("(?<![\\w$])t\\(\\s*(?:" + QUOTED + "\\s*[,)]|[^()\\n]*?\\?\\s*" + QUOTED + "\\s*:\\s*" + QUOTED + "\\s*[,)])");
    private static final Pattern ASKED = Pattern.compile("(?<![\\w$])can\\(\\s*" + QUOTED + "\\s*[,)]");

    private Declared() {}

    /** Keys of the texts that a descriptor names. */
    static Set<String> texts(JsonNode descriptor) {
        return keys(descriptor, TEXTS, new TreeSet<>());
    }

    /** Keys of the texts that a file of pages names. */
    static Set<String> textsOfPages(JsonNode pages) {
        return keys(pages, PAGE_TEXTS, new TreeSet<>());
    }

    /** Keys that a view says by {@code t('…')}. */
    static Set<String> textsOfScript(String script) {
        return found(SAID, script);
    }

    /** Permissions that a view asks about by {@code can('…')}, its own and others'. */
    static Set<String> permissionsOfScript(String script) {
        return found(ASKED, script);
    }

    /** The permissions that the parts of a descriptor ask for, wherever they stand; those it declares are not among them. */
    static Set<String> permissions(JsonNode descriptor) {
        Set<String> asked = new TreeSet<>(descriptor.findValuesAsText("permission"));
        descriptor.path("registers").forEach(register -> Stream.of("read", "write").map(what -> register.path(what).asText("")).filter(permission -> !permission.isEmpty()).forEach(asked::add));
        return asked;
    }

    /** In the words with which the portal refuses them: the same rules as those of the bundle {@code modules}. */
    static List<String> faultsOfRegisters(JsonNode descriptor) {
        List<String> faults = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (JsonNode register : descriptor.path("registers")) {
            String name = "register " + register.path("id").asText();
            if (!ids.add(name)) {
                faults.add(name + " is declared twice");
            }
            boolean title = false;
            Set<String> keys = new HashSet<>();
            for (JsonNode field : register.path("fields")) {
                String key = field.path("key").asText();
                title |= key.equals(register.path("title").asText()) && field.path("type").asText().equals("text") && field.path("required").asBoolean();
                if (!keys.add(key)) {
                    faults.add(name + " has two fields " + key);
                }
                Set<String> values = new HashSet<>();
                for (JsonNode option : field.path("options")) {
                    if (!values.add(option.path("value").asText())) {
                        faults.add("the choice " + key + " of " + name + " has two options " + option.path("value").asText());
                    }
                }
            }
            if (!title) {
                faults.add("the title of " + name + " is no required field of type text");
            }
        }
        return faults;
    }

    private static Set<String> found(Pattern pattern, String script) {
        Set<String> all = new TreeSet<>();
        for (Matcher matcher = pattern.matcher(script); matcher.find();) {
            for (int group = 1; group <= matcher.groupCount(); group++) {
                if (matcher.group(group) != null) {
                    all.add(matcher.group(group));
                }
            }
        }
        return all;
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
