package org.shuyuan.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** What every module keeps to. A module's test is {@code class CalendarContractTest extends ModuleContract {}}. */
public abstract class ModuleContract {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> LANGUAGES = List.of("zh-CN", "zh-TW", "en");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{[a-zA-Z0-9]+}");
    private static final Path RESOURCES = Path.of("src", "main", "resources");
    private static final Path SCHEMA = Path.of("..", "modules", "src", "main", "resources", "schema", "module.schema.json");

    private final JsonNode descriptor = json(RESOURCES.resolve("shuyuan/module.json"));

    private String id() {
        return descriptor.path("id").asText();
    }

    @Test
    void itsDescriptorKeepsToTheSchema() throws IOException {
        var schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(Files.readString(SCHEMA));
        assertThat(schema.validate(descriptor)).isEmpty();
    }

    @Test
    void itsHeaderNamesTheSameModule() throws IOException {
        assertThat(Files.readString(Path.of("bnd.bnd"))).contains("Shuyuan-Module: " + id());
    }

    @Test
    void itsTextsAreCompleteInThreeLanguages() {
        Map<String, String> first = texts(LANGUAGES.get(0));
        for (String language : LANGUAGES) {
            Map<String, String> texts = texts(language);
            assertThat(texts.keySet()).as(language).isEqualTo(first.keySet());
            texts.forEach((key, text) -> {
                assertThat(text).as(language + " " + key).isNotBlank();
                assertThat(placeholders(text)).as(language + " " + key).isEqualTo(placeholders(first.get(key)));
            });
        }
        assertThat(first.keySet()).containsAll(textKeysOf(descriptor, new TreeSet<>()));
        first.keySet().stream().filter(k -> k.startsWith("problem.") && !k.endsWith(".do"))
                .forEach(k -> assertThat(first).as("what to do about " + k).containsKey(k + ".do"));
    }

    @Test
    void everyPermissionItUsesIsItsOwnAndDeclared() {
        Set<String> declared = new TreeSet<>();
        descriptor.path("permissions").forEach(p -> declared.add(p.path("id").asText()));
        assertThat(declared).allMatch(p -> p.startsWith(id() + "."));
        for (String list : List.of("navigation", "routes", "cards")) {
            descriptor.path(list).forEach(n -> {
                if (n.has("permission")) {
                    assertThat(declared).contains(n.path("permission").asText());
                }
            });
        }
        descriptor.path("roles").forEach(role -> role.forEach(p -> assertThat(declared).contains(p.asText())));
    }

    @Test
    void everyViewAndStyleItNamesIsThere() throws IOException {
        for (String list : List.of("routes", "cards")) {
            for (JsonNode node : descriptor.path(list)) {
                String[] view = node.path("view").asText().split("#");
                Path file = RESOURCES.resolve("shuyuan/web").resolve(view[0]);
                assertThat(file).exists();
                assertThat(Files.readString(file)).containsPattern("export[^\\n]*\\b" + view[1] + "\\b");
            }
        }
        for (JsonNode style : descriptor.path("styles")) {
            assertThat(RESOURCES.resolve("shuyuan/web").resolve(style.asText())).exists();
        }
        Set<String> routes = new TreeSet<>();
        descriptor.path("routes").forEach(r -> routes.add(r.path("id").asText()));
        descriptor.path("navigation").forEach(n -> assertThat(routes).contains(n.path("route").asText()));
    }

    @BothDatabases
    void itsMigrationsRunFromEmptyAndKeepToItsTables(Database database) {
        try (ModuleDatabase db = ModuleDatabase.of(id(), database)) {
            assertThat(db.pool()).isNotNull();
        }
    }

    @Test
    void itReachesIntoNobodysRooms() throws IOException {
        Path sources = Path.of("src", "main", "java");
        if (!Files.isDirectory(sources)) {
            return;
        }
        Pattern foreign = Pattern.compile("import (static )?org\\.shuyuan\\.(?!" + id() + "\\.)[a-z]+\\.internal\\.");
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(sources)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                String text = Files.readString(file);
                if (foreign.matcher(text).find() || text.contains("org.apache.aries.jpa.template") && !id().equals("persistence")) {
                    found.add(file.toString());
                }
            }
        }
        assertThat(found).isEmpty();
    }

    private static Set<String> textKeysOf(JsonNode node, Set<String> keys) {
        for (String field : List.of("name", "description", "text")) {
            if (node.path(field).isTextual()) {
                keys.add(node.path(field).asText());
            }
        }
        node.forEach(child -> {
            if (child.isContainerNode()) {
                textKeysOf(child, keys);
            }
        });
        return keys;
    }

    private static Map<String, String> texts(String language) {
        Map<String, String> texts = new TreeMap<>();
        JsonNode all = json(RESOURCES.resolve("shuyuan/i18n/" + language + ".json"));
        StreamSupport.stream(((Iterable<Map.Entry<String, JsonNode>>) all::fields).spliterator(), false)
                .forEach(e -> texts.put(e.getKey(), e.getValue().asText()));
        return texts;
    }

    private static Set<String> placeholders(String text) {
        Set<String> found = new TreeSet<>();
        Matcher matcher = PLACEHOLDER.matcher(text);
        while (matcher.find()) {
            found.add(matcher.group());
        }
        return found;
    }

    private static JsonNode json(Path file) {
        try {
            return JSON.readTree(Files.readString(file, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException("Cannot read " + file, e);
        }
    }
}
