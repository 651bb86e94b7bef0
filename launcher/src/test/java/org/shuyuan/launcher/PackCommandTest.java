package org.shuyuan.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A module of pages alone becomes a jar; the example {@code examples/bulletin} is one. */
class PackCommandTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path BULLETIN = Path.of("..", "examples", "bulletin");
    private static final Path SCHEMAS = Path.of("..", "bundles", "api", "src", "main", "resources", "org", "shuyuan", "api", "module");
    private static final List<String> LANGUAGES = List.of("zh-CN", "zh-TW", "en");

    @TempDir
    private Path folder;

    private String pack(String... words) throws IOException {
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        new PackCommand(new Called("bin/portal", folder), Messages.of(Locale.CHINA), new PrintStream(told, true, StandardCharsets.UTF_8)).run(List.of(words));
        return told.toString(StandardCharsets.UTF_8);
    }

    private Path bulletin() throws IOException {
        Path copy = Files.createDirectory(folder.resolve("copy"));
        try (Stream<Path> files = Files.list(BULLETIN)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        return copy;
    }

    private void refused(String key, String what, String... words) {
        assertThatThrownBy(() -> pack(words)).isInstanceOfSatisfying(Failure.class, failure -> {
            assertThat(failure.getMessage()).isEqualTo(key);
            assertThat(failure.text(Messages.of(Locale.CHINA))).contains(what);
        });
    }

    private static void replace(Path file, String old, String now) throws IOException {
        String text = Files.readString(file);
        assertThat(text).contains(old);
        Files.writeString(file, text.replace(old, now));
    }

    @Test
    void fiveFilesBecomeABundleThatTheContainerTakes() throws IOException {
        try (Stream<Path> files = Files.list(BULLETIN)) {
            assertThat(files).hasSize(5);
        }
        Path jar = folder.resolve("bulletin.jar");
        assertThat(pack(BULLETIN.toString(), "-o", jar.toString())).contains("bulletin.jar");
        try (JarFile made = new JarFile(jar.toFile())) {
            assertThat(made.stream().map(entry -> entry.getName())).containsExactly("META-INF/MANIFEST.MF", "shuyuan/i18n/en.json", "shuyuan/i18n/zh-CN.json", "shuyuan/i18n/zh-TW.json",
                    "shuyuan/module.json", "shuyuan/web/pages.json");
            Attributes headers = made.getManifest().getMainAttributes();
            assertThat(headers.getValue("Bundle-ManifestVersion")).isEqualTo("2");
            assertThat(headers.getValue("Bundle-SymbolicName")).isEqualTo("shuyuan.bulletin");
            assertThat(headers.getValue("Bundle-Version")).isEqualTo("1.0.0");
            assertThat(headers.getValue("Shuyuan-Module")).isEqualTo("bulletin");
        }
    }

    @Test
    void theSameFolderGivesTheSameBytesAndAnotherVersionOthers() throws IOException {
        Path copy = bulletin();
        Files.writeString(copy.resolve(".hidden.json"), "{}");
        Files.writeString(copy.resolve("README.md"), "#");
        pack(BULLETIN.toString(), "-o", folder.resolve("a.jar").toString());
        pack("--output=" + folder.resolve("b.jar"), copy.toString());
        pack(copy.toString(), "--version", "1.0.1", "-o", folder.resolve("c.jar").toString());
        assertThat(folder.resolve("b.jar")).hasSameBinaryContentAs(folder.resolve("a.jar"));
        assertThat(Files.readAllBytes(folder.resolve("c.jar"))).isNotEqualTo(Files.readAllBytes(folder.resolve("a.jar")));
    }

    @Test
    void whatIsMissingIsNamedBeforeAnythingIsMade() throws IOException {
        Path copy = bulletin();
        String to = folder.resolve("x.jar").toString();
        refused("pack.no-descriptor", folder.toString(), folder.toString(), "-o", to);
        refused("usage.unknown-option", "--colour", copy.toString(), "--colour=red");
        refused("usage.value-missing", "-o", copy.toString(), "-o");
        refused("usage.value-missing", "--version", copy.toString(), "--version", "--output=x.jar");
        refused("usage.words", "module pack");
        refused("pack.bad-version", "1.0", copy.toString(), "--version", "1.0", "-o", to);
        replace(copy.resolve("en.json"), "\"field.top\"", "\"field.topp\"");
        refused("pack.texts-differ", "field.top, field.topp", copy.toString(), "-o", to);
        Files.delete(copy.resolve("en.json"));
        refused("pack.no-texts", "en.json", copy.toString(), "-o", to);
        Files.copy(BULLETIN.resolve("en.json"), copy.resolve("en.json"));
        Files.writeString(copy.resolve("more.json"), "\uFEFF{}");
        assertThat(pack(copy.toString(), "-o", folder.resolve("marked.jar").toString())).contains("marked.jar");
        Files.writeString(copy.resolve("more.json"), "{,}");
        refused("pack.bad-json", "more.json 第 1 行第 2 列", copy.toString(), "-o", to);
        Files.delete(copy.resolve("more.json"));
        replace(copy.resolve("module.json"), "pages.json#latest", "pages.json#newest");
        refused("pack.no-view", "pages.json#newest", copy.toString(), "-o", to);
        replace(copy.resolve("module.json"), "\"id\": \"bulletin\"", "\"id\": \"Bulletin\"");
        refused("pack.bad-id", "Bulletin", copy.toString(), "-o", to);
        Files.writeString(copy.resolve("module.json"), "{\"id\":");
        refused("pack.bad-json", "module.json 第 1 行第 7 列", copy.toString(), "-o", to);
        Files.writeString(copy.resolve("module.json"), "{}");
        refused("pack.no-json", "module.json", copy.toString(), "-o", to);
        assertThat(Path.of(to)).doesNotExist();
    }

    /** Another account, the one under which the portal runs, shall be able to read it. */
    @Test
    void theJarIsOpenAsAnyOtherFileOfTheUser() throws IOException {
        Path jar = folder.resolve("bulletin.jar");
        Path ordinary = Files.createFile(folder.resolve("ordinary"));
        pack(BULLETIN.toString(), "-o", jar.toString());
        assertThat(Files.getPosixFilePermissions(jar)).isEqualTo(Files.getPosixFilePermissions(ordinary));
        assertThat(folder).isDirectoryContaining("glob:**bulletin.jar").isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void theExampleKeepsToTheSchemasAndSaysOnlyWhatIsTranslatedAndPermitted() throws IOException {
        keeps(BULLETIN);
    }

    @Test
    void whatTheKitMakesOfPagesAloneDoesSoToo() throws IOException {
        Path made = Files.createDirectories(folder.resolve("made"));
        for (String file : List.of("module.json", "pages.json", "zh-CN.json", "zh-TW.json", "en.json")) {
            Files.writeString(made.resolve(file), Files.readString(Path.of("../archetype/page-only").resolve(file)).replaceAll("@(id|name|name\\.en|name\\.tw)@", "news"));
        }
        keeps(made);
    }

    private static void keeps(Path module) throws IOException {
        JsonNode descriptor = JSON.readTree(Files.readString(module.resolve("module.json")));
        JsonNode pages = JSON.readTree(Files.readString(module.resolve("pages.json")));
        assertThat(faults("module", descriptor)).isEmpty();
        assertThat(faults("pages", pages)).isEmpty();
        Set<String> permissions = new TreeSet<>(descriptor.path("permissions").findValuesAsText("id"));
        Set<String> used = new TreeSet<>(descriptor.findValuesAsText("permission"));
        for (String name : List.of("read", "write")) {
            used.addAll(descriptor.path("registers").findValuesAsText(name));
        }
        descriptor.path("roles").forEach(role -> role.forEach(one -> used.add(one.asText())));
        used.addAll(pages.findValuesAsText("permission"));
        used.remove("access.audit");
        assertThat(permissions).isEqualTo(used);
        Set<String> said = new TreeSet<>(List.of("module.name", "module.description"));
        said.addAll(descriptor.findValuesAsText("text"));
        for (String name : List.of("title", "lead", "text", "help", "search", "confirm", "done", "empty")) {
            pages.findValues(name).stream().filter(JsonNode::isTextual).forEach(one -> said.add(one.asText()));
        }
        for (String language : LANGUAGES) {
            JsonNode texts = JSON.readTree(Files.readString(module.resolve(language + ".json")));
            List<String> keys = new ArrayList<>();
            texts.fieldNames().forEachRemaining(keys::add);
            assertThat(keys).as(language).containsExactlyInAnyOrderElementsOf(said);
            texts.forEach(text -> assertThat(text.asText()).isNotBlank());
        }
    }

    private static List<String> faults(String schema, JsonNode json) throws IOException {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(Files.readString(SCHEMAS.resolve(schema + ".schema.json"))).validate(json).stream()
                .map(fault -> fault.getMessage()).toList();
    }
}
