package org.shuyuan.modules.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.text.Language;
import org.shuyuan.rest.Json;

class ModuleJarTest {

    @TempDir
    Path folder;

    private Path jar(String name, String id, String version, boolean platform) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Bundle-SymbolicName", "org.example." + id);
        manifest.getMainAttributes().putValue("Bundle-Version", version);
        manifest.getMainAttributes().putValue("Shuyuan-Module", id);
        Path file = folder.resolve(name);
        try (OutputStream out = Files.newOutputStream(file); JarOutputStream jar = new JarOutputStream(out, manifest)) {
            jar.putNextEntry(new ZipEntry("shuyuan/module.json"));
            jar.write(("{\"contract\":1,\"id\":\"" + id + "\",\"platform\":" + platform + ",\"name\":\"module.name\"}").getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }

    @Test
    void aWholeJarWithTheHeaderIsAModule() throws IOException {
        Path file = jar("reading-1.2.0.jar", "reading", "1.2.0", false);
        assertThat(ModuleJar.isOne(file)).isTrue();
        ModuleJar read = ModuleJar.read(file, new Descriptors());
        assertThat(read.id()).isEqualTo("reading");
        assertThat(read.version().toString()).isEqualTo("1.2.0");
    }

    @Test
    void aJarThatIsStillBeingCopiedIsNotYetOne() throws IOException {
        Path file = jar("reading.jar", "reading", "1.2.0", false);
        byte[] bytes = Files.readAllBytes(file);
        Path half = folder.resolve("half.jar");
        Files.write(half, java.util.Arrays.copyOf(bytes, bytes.length / 2));
        assertThat(ModuleJar.isOne(half)).isFalse();
    }

    @Test
    void thePlatformCannotBeReplacedByAModule() throws IOException {
        Path file = jar("access.jar", "access", "9.0.0", true);
        assertThatThrownBy(() -> ModuleJar.read(file, new Descriptors())).hasMessage("modules.is-platform");
    }

    @Test
    void aFragmentOfAnotherBundleIsNoModule() throws IOException {
        Path file = Jars.module("reading", "1.0.0").header("Fragment-Host", "system.bundle; extension:=framework").header("ExtensionBundle-Activator", "org.example.Now").in(folder, "f.jar");
        assertThatThrownBy(() -> ModuleJar.read(file, new Descriptors())).hasMessage("modules.is-fragment");
    }

    @Test
    void whatUnpacksToMoreThanTextsEverAreIsNotUnpacked() throws IOException {
        String endless = "[" + "0,".repeat(1 << 20) + "0]";
        Path texts = Jars.module("reading", "1.0.0").entry("shuyuan/i18n/zh-CN.json", endless).in(folder, "texts.jar");
        assertThat(ModuleJar.read(texts, new Descriptors()).name(Language.ZH_CN)).isEqualTo("module.name");
        Path manifest = Jars.module("reading", "1.0.0").header("X-Endless", endless).in(folder, "manifest.jar");
        assertThatThrownBy(() -> ModuleJar.read(manifest, new Descriptors())).hasMessage("modules.not-a-module");
        Path version = Jars.module("reading", "1.0.0.v" + "1".repeat(60)).in(folder, "version.jar");
        assertThatThrownBy(() -> ModuleJar.read(version, new Descriptors())).hasMessage("modules.bad-descriptor");
    }

    @Test
    void itsCopyIsKeptOnceAndWhole() throws IOException {
        ModuleJar first = ModuleJar.read(jar("a.jar", "reading", "1.2.0", false), new Descriptors()).keptIn(folder.resolve("kept"));
        Files.writeString(first.path(), "damaged");
        ModuleJar again = ModuleJar.read(folder.resolve("a.jar"), new Descriptors()).keptIn(folder.resolve("kept"));
        assertThat(again.path()).isEqualTo(first.path());
        assertThat(ModuleJar.isOne(again.path())).isTrue();
    }

    @Test
    void droppingTheSameJarAfterAWithdrawalIsANewChoice() throws IOException {
        ModuleJar jar = ModuleJar.read(jar("reading.jar", "reading", "1.2.0", false), new Descriptors());
        var catalogue = new DesiredStore.Desired("reading", true, "1.2.0", jar.sha(), "f", "catalogue", "管理员");
        var withdrawn = new DesiredStore.Desired("reading", false, "1.2.0", jar.sha(), "f", "deploy:reading.jar", "管理员");
        assertThat(catalogue.says(jar, "catalogue")).isTrue();
        assertThat(catalogue.says(jar, "deploy:reading.jar")).isFalse();
        assertThat(withdrawn.says(jar, "deploy:reading.jar")).isFalse();
    }

    /** As {@code portal module pack} makes it of a folder. @param changed may take another text for that of a file */
    private Path pages(Path from, BiFunction<String, String, String> changed) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        Path file = folder.resolve("pages-" + System.nanoTime() + ".jar");
        List<Path> files;
        try (Stream<Path> all = Files.list(from)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        Map<String, String> entries = new TreeMap<>();
        for (Path one : files) {
            String name = one.getFileName().toString();
            String text = Files.readString(one).replace("@id@", "news").replace("@name@", "动态").replace("@name.tw@", "動態").replace("@name.en@", "News");
            entries.put((name.equals("module.json") ? "shuyuan/" : name.matches("(zh-..|en)\\.json") ? "shuyuan/i18n/" : "shuyuan/web/") + name, changed.apply(name, text));
        }
        manifest.getMainAttributes().putValue("Shuyuan-Module", Json.mapper().readTree(entries.get("shuyuan/module.json")).path("id").asText());
        manifest.getMainAttributes().putValue("Bundle-Version", "1.0.0");
        try (OutputStream out = Files.newOutputStream(file); JarOutputStream jar = new JarOutputStream(out, manifest)) {
            for (Map.Entry<String, String> entry : entries.entrySet()) {
                jar.putNextEntry(new ZipEntry(entry.getKey()));
                jar.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return file;
    }

    private void refused(Path jar, String... why) {
        assertThatThrownBy(() -> ModuleJar.brought(jar, new Descriptors())).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.code()).isEqualTo("modules.bad-descriptor");
            assertThat(String.valueOf(problem.values().getOrDefault("why", problem.values().get("why.zh-CN")))).contains(why);
        });
        assertThat(ModuleJar.read(jar, new Descriptors()).id()).as("what was kept before is not taken away for it").isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../examples/bulletin", "../../archetype/page-only"})
    void aModuleOfPagesAloneIsTakenWhenItsPagesAreWhole(String of) throws IOException {
        assertThat(ModuleJar.brought(pages(Path.of(of), (name, text) -> text), new Descriptors()).version().toString()).isEqualTo("1.0.0");
    }

    @Test
    void whatIsWrongWithAPageIsSaidInTheReadersLanguageAndWithItsPlace() throws IOException {
        Path bulletin = Path.of("../../examples/bulletin");
        Path misspelt = pages(bulletin, (name, text) -> name.equals("pages.json") ? text.replace("\"columns\"", "\"colums\"") : text);
        assertThatThrownBy(() -> ModuleJar.brought(misspelt, new Descriptors())).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.values().get("why.zh-CN")).asString().contains("未定义属性“colums”");
            assertThat(problem.values().get("why.zh-TW")).asString().contains("未定義").contains("colums");
            assertThat(problem.values().get("why.en")).asString().contains("property 'colums' is not defined");
        });
        refused(pages(bulletin, (name, text) -> name.equals("pages.json") ? "{\n  \"list\": {,}\n}" : text), "pages.json is no JSON at line 2, column");
    }

    @Test
    void aButtonThatLeadsNowhereIsRefusedWhenItIsBrought() throws IOException {
        Path bulletin = Path.of("../../examples/bulletin");
        refused(pages(bulletin, (name, text) -> name.equals("pages.json") ? text.replace("\"to\": \"new\"", "\"to\": \"nwe\"") : text), "pages.json", "leads to nwe");
        refused(pages(bulletin, (name, text) -> name.equals("pages.json") ? text.replace("\"then\": \"news/{id}\"", "\"then\": \"nws/{id}\"") : text), "leads to nws/{id}");
        ModuleJar elsewhere = ModuleJar.brought(pages(bulletin, (name, text) -> name.equals("pages.json") ? text.replace("\"to\": \"new\"", "\"to\": \"/people/new\"") : text), new Descriptors());
        assertThat(elsewhere.id()).as("another module's pages are its own matter").isEqualTo("bulletin");
    }

    @Test
    void aColumnThatTheRegisterDoesNotHaveIsRefusedWhenItIsBrought() throws IOException {
        refused(pages(Path.of("../../examples/bulletin"), (name, text) -> name.equals("pages.json") ? text.replace("\"key\": \"honour\"", "\"key\": \"honor\"") : text),
                "pages.json", "honor is none of");
    }

    @Test
    void pagesThatNobodyCouldDrawAreRefusedWhenTheyAreBrought() throws IOException {
        Path bulletin = Path.of("../../examples/bulletin");
        refused(pages(bulletin, (name, text) -> name.equals("pages.json") ? text.replace("\"columns\"", "\"colums\"") : text), "pages.json", "colums");
        refused(pages(bulletin, (name, text) -> name.equals("pages.json") ? text.replaceFirst("(?s)\\{.*", "{") : text), "pages.json", "no JSON");
        refused(pages(bulletin, (name, text) -> name.equals("module.json") ? text.replace("pages.json#list", "pages.json#lists") : text), "pages.json#lists");
        refused(pages(bulletin, (name, text) -> name.equals("module.json") ? text.replace("pages.json#list", "page.json#list") : text), "page.json");
        refused(pages(bulletin, (name, text) -> name.equals("zh-CN.json") ? text.replace("\"field.title\"", "\"field.titel\"") : text), "field.title");
    }
}
