package org.shuyuan.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What helps those who write modules: a new one out of the kit, and one that goes into the portal as it is saved. */
class KitTest {

    @TempDir
    Path folder;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private NewCommand command;

    @BeforeEach
    void aDistributionWithItsKit() throws IOException {
        Path home = folder.resolve("home");
        Path archetype = Path.of("../archetype");
        try (Stream<Path> files = Files.walk(archetype)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = home.resolve("kit/archetype").resolve(archetype.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
        Files.createDirectories(home.resolve("kit/repository/org/shuyuan/shuyuan-module/0.1.0"));
        brings(home.resolve("system/org/shuyuan/shuyuan-attendance/0.1.0/shuyuan-attendance-0.1.0.jar"), "Shuyuan-Module: attendance", "Attendance");
        brings(home.resolve("catalogue/calendar-0.1.0.jar"), "Shuyuan-Module: calendar", "Study calendar");
        brings(home.resolve("system/org/shuyuan/shuyuan-api/0.1.0/shuyuan-api-0.1.0.jar"), "Bundle-Name: club", "no module");
        command = new NewCommand(home, new Called("bin/portal", folder), Messages.of(Locale.ENGLISH), new PrintStream(said, true, StandardCharsets.UTF_8));
    }

    private static void brings(Path jar, String header, String name) throws IOException {
        Files.createDirectories(jar.getParent());
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            zip.putNextEntry(new ZipEntry("META-INF/MANIFEST.MF"));
            zip.write(("Manifest-Version: 1.0\r\n" + header + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
            zip.putNextEntry(new ZipEntry("shuyuan/i18n/en.json"));
            zip.write(Json.write(Map.of("module.name", name)).getBytes(StandardCharsets.UTF_8));
        }
    }

    private Set<String> made(Path module) throws IOException {
        try (Stream<Path> files = Files.walk(module)) {
            Set<String> all = new TreeSet<>();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.add(module.relativize(file).toString().replace('\\', '/'));
                assertThat(Files.readString(file)).as(file.toString()).doesNotContainPattern("@(id|name|name\\.en|name\\.tw|package|portal\\.[a-z]+)@");
            }
            return all;
        }
    }

    @Test
    void aModuleOfOnesOwnHasFewerThanFifteenFilesAndNothingLeftToFillIn() throws IOException {
        Path module = folder.resolve("club");
        assertThat(command.run(List.of("club", "读书会", "--traditional", "讀書會", "--english", "Reading club", "--package", "cn.example.club", "--in", module.toString()))).isZero();

        assertThat(made(module)).hasSizeLessThan(15).contains("pom.xml", "src/main/java/cn/example/club/internal/EntryResource.java", "src/main/resources/shuyuan/module.json");
        assertThat(Files.readString(module.resolve("pom.xml"))).contains("<version>0.1.0</version><relativePath/>", folder.resolve("home/kit/repository").toUri().toString());
        assertThat(Files.readString(module.resolve("src/main/resources/shuyuan/i18n/zh-CN.json"))).contains("读书会");
        assertThat(Files.readString(module.resolve("src/main/resources/shuyuan/i18n/zh-TW.json"))).contains("讀書會").doesNotContain("读书会");
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("mvn verify");
    }

    /** Otherwise the contract test of the module knows nothing of its answers, and a column that none has passes. */
    @Test
    void itsMethodsSayWhatTheyAnswer() throws IOException {
        String resource = Files.readString(Path.of("../archetype/full/src/main/java/@package@/internal/EntryResource.java"));
        assertThat(resource.lines().filter(line -> line.contains("public Response "))).hasSize(4);
        assertThat(resource.split("@Answers\\([^\\n]*\\)\\s+public Response ")).hasSize(5);
    }

    @Test
    void oneOfPagesAloneHasFewerThanSixFilesAndIsPackedWithoutABuild() throws IOException {
        Path module = folder.resolve("news");
        assertThat(command.run(List.of("news", "动态", "--page-only", "--in", module.toString()))).isZero();
        assertThat(made(module)).containsExactly("en.json", "module.json", "pages.json", "zh-CN.json", "zh-TW.json");

        Path jar = folder.resolve("news.jar");
        PackCommand pack = new PackCommand(new Called("bin/portal", folder), Messages.of(Locale.ENGLISH), new PrintStream(said, true, StandardCharsets.UTF_8));
        assertThat(pack.run(List.of(module.toString(), "-o", jar.toString()))).isZero();
        try (JarFile packed = new JarFile(jar.toFile())) {
            assertThat(packed.getManifest().getMainAttributes().getValue("Shuyuan-Module")).isEqualTo("news");
            assertThat(packed.getEntry("shuyuan/web/pages.json")).isNotNull();
        }
    }

    @Test
    void theWordsThatThePortalKeepsForItselfAreThoseOfTheSchema() throws IOException {
        var schema = new com.fasterxml.jackson.databind.ObjectMapper().readTree(Path.of("../bundles/api/src/main/resources/org/shuyuan/api/module/module.schema.json").toFile());
        Set<String> reserved = new TreeSet<>();
        schema.at("/properties/id/not/enum").forEach(word -> reserved.add(word.asText()));
        assertThat(NewCommand.RESERVED).isEqualTo(reserved);
    }

    /** What a department may not call its module, before it has written one. */
    @Test
    void theGuideNamesTheWordsThatAreTaken() throws IOException {
        Set<String> taken = new TreeSet<>(NewCommand.RESERVED);
        try (Stream<Path> bundles = Files.list(Path.of("../bundles"))) {
            bundles.filter(bundle -> Files.exists(bundle.resolve("src/main/resources/shuyuan/module.json"))).forEach(bundle -> taken.add(bundle.getFileName().toString()));
        }
        assertThat(taken).contains("calendar", "sign-in");
        String guide = Files.readString(Path.of("../docs/extension-guide.md"));
        String paragraph = guide.substring(guide.indexOf("One word names the module everywhere"), guide.indexOf("## The descriptor"));
        assertThat(taken).allMatch(word -> paragraph.contains("`" + word + "`"));
    }

    @Test
    void whoseNameStandsInSimplifiedCharactersOnlyIsToldSo() throws IOException {
        command.run(List.of("club", "读书会", "--in", folder.resolve("a").toString()));
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("zh-TW.json", "读书会");
        said.reset();
        command.run(List.of("club", "读书会", "--traditional", "讀書會", "--in", folder.resolve("b").toString()));
        command.run(List.of("club", "--in", folder.resolve("c").toString()));
        assertThat(said.toString(StandardCharsets.UTF_8)).doesNotContain("zh-TW.json");
    }

    /** A reader has no page for changing: what the indicator names as its evidence is one for reading. */
    @Test
    void thePageOfAnEntryIsOpenToWhoeverReads() throws IOException {
        Path module = folder.resolve("club");
        command.run(List.of("club", "读书会", "--in", module.toString()));
        var descriptor = new com.fasterxml.jackson.databind.ObjectMapper().readTree(module.resolve("src/main/resources/shuyuan/module.json").toFile());
        assertThat(descriptor.path("routes")).anySatisfy(route -> {
            assertThat(route.path("path").asText()).isEqualTo("entries/:id");
            assertThat(route.path("permission").asText()).isEqualTo("club.read");
        });
        assertThat(Files.readString(module.resolve("src/main/java/org/example/club/internal/EntryIndicator.java"))).contains("\"/club/entries/\" + entry.id() + \"?unit=\"");
    }

    @Test
    void aNameThatWouldBreakAFileLosesWhatWouldBreakIt() throws IOException {
        Path module = folder.resolve("club");
        command.run(List.of("club", "读\"书</name>会", "--in", module.toString()));
        assertThat(Files.readString(module.resolve("pom.xml"))).contains("<name>读书/name会</name>");
    }

    @Test
    void whatCannotNameAModuleIsRefusedAndNothingIsOverwritten() throws IOException {
        for (String word : List.of("Club", "读书", "a", "reading-club", "x".repeat(21))) {
            assertThatThrownBy(() -> command.run(List.of(word))).as(word).isInstanceOfSatisfying(Failure.class, f -> assertThat(f.getMessage()).isEqualTo("new.word"));
        }
        assertThatThrownBy(() -> command.run(List.of("forgotten"))).hasMessage("new.reserved");
        Path there = Files.createDirectories(folder.resolve("there"));
        Files.writeString(there.resolve("mine.txt"), "");
        assertThatThrownBy(() -> command.run(List.of("club", "--in", there.toString()))).hasMessage("new.exists");
        assertThatThrownBy(() -> command.run(List.of("club", "--package", "Club"))).hasMessage("new.package");
        assertThatThrownBy(() -> command.run(List.of("club", "--colour", "red"))).hasMessage("usage.unknown-option");
    }

    @Test
    void aWordThatOneOfThePortalsOwnModulesHasIsRefusedWithWhoseItIs() {
        for (var taken : Map.of("attendance", "Attendance", "calendar", "Study calendar").entrySet()) {
            assertThatThrownBy(() -> command.run(List.of(taken.getKey(), "假日历"))).isInstanceOfSatisfying(Failure.class, failure -> {
                assertThat(failure.getMessage()).isEqualTo("new.taken");
                assertThat(failure.text(Messages.of(Locale.ENGLISH))).contains(taken.getKey(), "“" + taken.getValue() + "”");
            });
        }
        assertThat(Path.of("calendar")).doesNotExist();
    }

    @Test
    void anOptionWithoutItsValueIsToldSoAndAnUnknownOneThatItIsUnknown() {
        for (List<String> words : List.of(List.of("club", "--english"), List.of("club", "--english="), List.of("club", "--english", "--package", "org.example.club"))) {
            assertThatThrownBy(() -> command.run(words)).as(words.toString()).isInstanceOfSatisfying(Failure.class, failure -> {
                assertThat(failure.getMessage()).isEqualTo("usage.value-missing");
                assertThat(failure.text(Messages.of(Locale.ENGLISH))).contains("--english");
            });
        }
        assertThatThrownBy(() -> command.run(List.of("club", "--colour=red"))).hasMessage("usage.unknown-option");
    }

    @Test
    void everyOptionOfANewModuleMayBeGivenAtOnce() {
        assertThat(Arguments.parse("new", "club", "读书会", "--traditional", "讀書會", "--english", "Club", "--package", "org.example.club", "--in", "x", "--page-only").words()).hasSize(11);
    }

    @Test
    void whatToDoNextIsToldAsItCanBeTypedThere() throws IOException {
        Path module = folder.resolve("club");
        command.run(List.of("club", "--in", module.toString()));
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("\n  " + Path.of("..", "bin", "portal") + " module install target/club-0.1.0.jar\n");
        said.reset();
        command.run(List.of("news", "--page-only", "--in", folder.resolve("news").toString()));
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("\n  " + Path.of("bin", "portal") + " module pack ");
    }

    @Test
    void thePortalIsCalledAsTheUserCalledIt() throws IOException {
        Path module = folder.resolve("club");
        assertThat(new Called("portal", folder).from(module)).as("on the PATH").isEqualTo("portal");
        Files.writeString(folder.resolve("portal"), "");
        assertThat(new Called("./portal", folder).from(module)).isEqualTo(Path.of("..", "portal").toString());
        assertThat(new Called("./portal", folder).here()).isEqualTo(Path.of(".", "portal").toString());
        assertThat(new Called("../bin/portal", module).from(module.resolve("x"))).isEqualTo(Path.of("..", "..", "bin", "portal").toString());
        String absolute = folder.resolve("a portal").toString();
        assertThat(new Called(absolute, folder).from(module)).isEqualTo('"' + absolute + '"');
    }

    @Test
    void whatIsSavedIsNamedAndABuildIsOne() {
        DevCommand dev = new DevCommand(new Called("portal", folder), Messages.of(Locale.SIMPLIFIED_CHINESE), new PrintStream(said, true, StandardCharsets.UTF_8));
        Path jar = Path.of("target", "choir-0.1.0.jar");
        var first = Map.of(jar, new DevCommand.Stamp(1, 1), Path.of("web", "year.js"), new DevCommand.Stamp(1, 1), Path.of("old.js"), new DevCommand.Stamp(1, 1));
        var saved = Map.of(jar, new DevCommand.Stamp(1, 1), Path.of("web", "year.js"), new DevCommand.Stamp(2, 2));
        var built = Map.of(jar, new DevCommand.Stamp(3, 3), Path.of("web", "year.js"), new DevCommand.Stamp(2, 2));
        assertThat(dev.what(Map.of(), first)).isEqualTo("按现有内容");
        assertThat(dev.what(first, saved)).isEqualTo("已保存 old.js、year.js");
        assertThat(dev.what(saved, built)).isEqualTo("新的构建");
    }

    @Test
    void whatIsSavedTakesThePlaceOfWhatWasBuiltAndTheRestStays() throws IOException {
        Path jar = folder.resolve("built.jar");
        try (OutputStream out = Files.newOutputStream(jar); ZipOutputStream zip = new ZipOutputStream(out)) {
            for (String name : List.of("META-INF/MANIFEST.MF", "a/A.class", "shuyuan/openapi.json", "shuyuan/web/list.js", "shuyuan/web/old.js")) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(("built " + name).getBytes(StandardCharsets.UTF_8));
            }
        }
        Path assets = Files.createDirectories(folder.resolve("src/web"));
        Files.writeString(assets.resolve("list.js"), "saved");
        Files.writeString(assets.resolve("new.js"), "new");

        SavedJar.write(jar, assets.getParent(), folder.resolve("copy.jar"));

        try (JarFile copy = new JarFile(folder.resolve("copy.jar").toFile())) {
            assertThat(copy.stream().map(ZipEntry::getName)).containsExactly("META-INF/MANIFEST.MF", "a/A.class", "shuyuan/openapi.json", "shuyuan/web/list.js", "shuyuan/web/new.js");
            assertThat(new String(copy.getInputStream(copy.getEntry("shuyuan/web/list.js")).readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("saved");
        }
    }
}
