package org.shuyuan.modules.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.shuyuan.api.text.Language;
import org.shuyuan.testing.FakeUnits;

/** A module in a Karaf archive, with the bundles that it brings along. */
class KarTest {

    private static final String IMPORT = "Import-Package";

    @TempDir
    Path folder;

    private TestContainer house;

    @BeforeEach
    void open() throws Exception {
        house = new TestContainer(folder);
    }

    @AfterEach
    void close() throws Exception {
        house.close();
    }

    private Path words(String version) throws IOException {
        return Jars.library("words", version).header("Export-Package", "org.example.words;version=" + version).in(folder.resolve("parts"), "words-" + version + ".jar");
    }

    private Path module(String id, String version, String... headers) throws IOException {
        Jars jar = Jars.module(id, version).entry("shuyuan/web/list.js", id + version);
        for (int i = 0; i < headers.length; i += 2) {
            jar.header(headers[i], headers[i + 1]);
        }
        return jar.in(folder.resolve("parts"), id + "-" + version + ".jar");
    }

    private Path kar(String name, Path... parts) throws IOException {
        Map<String, Path> files = new LinkedHashMap<>();
        for (Path part : parts) {
            files.put("repository/org/example/" + part.getFileName(), part);
        }
        return Jars.kar(folder.resolve(name + ".kar"), files);
    }

    private void install(Path kar) {
        house.install(kar, ModuleManager.FROM_UPLOAD);
    }

    private void refused(Path kar, String code) {
        assertThatThrownBy(() -> house.read(kar)).hasMessage(code);
    }

    private List<String> libraries() {
        return Arrays.stream(house.context.getBundles()).filter(b -> b.getLocation().startsWith(Libraries.LOCATION)).map(b -> b.getSymbolicName() + " " + b.getVersion()).sorted().toList();
    }

    @Test
    void itIsReadPlannedAndInstalledWithWhatItBringsAlong() throws Exception {
        Path kar = kar("reading", module("reading", "1.0.0", IMPORT, "org.example.words"), words("1.0.0"));
        ModuleJar read = house.read(kar);
        assertThat(read.id()).isEqualTo("reading");
        assertThat(read.name(Language.ZH_CN)).isEqualTo("读书");

        Plan plan = house.planner(new FakeUnits()).plan(read, Language.EN, false);
        assertThat(plan.problems()).isEmpty();
        assertThat(plan.bundles().added()).containsExactly("org.example.reading 1.0.0", "org.example.words 1.0.0");
        assertThat(house.context.getBundles()).as("nothing is done yet").hasSize(1);

        install(kar);

        assertThat(house.running("reading")).isEqualTo("1.0.0");
        assertThat(libraries()).containsExactly("org.example.words 1.0.0");
        assertThat(house.context.getBundles()).extracting(Bundle::getState).containsOnly(Bundle.ACTIVE);
        assertThat(house.registry.file("reading", house.registry.find("reading").orElseThrow().tag(), "list.js")).hasValue("reading1.0.0".getBytes());
        assertThat(house.manager.versions().of("reading")).singleElement().satisfies(one -> assertThat(one.jar().path().toString()).endsWith(".kar"));
        house.converge(house.open());
        assertThat(house.running("reading")).as("after a restart").isEqualTo("1.0.0");

        house.manager.withdraw("reading", house.administrator);
        assertThat(house.context.getBundles()).as("all of it went").hasSize(1);
    }

    @Test
    void anUpdateExchangesWhatItBringsAndOneThatFailsPutsThatBackToo() throws Exception {
        install(kar("a", module("reading", "1.0.0", IMPORT, "org.example.words"), words("1.0.0")));
        install(kar("b", module("reading", "1.1.0", IMPORT, "org.example.words"), words("1.1.0")));
        assertThat(house.running("reading")).isEqualTo("1.1.0");
        assertThat(libraries()).containsExactly("org.example.words 1.1.0");

        Path bad = kar("c", module("reading", "1.2.0", IMPORT, "org.example.words", "Bundle-Activator", "org.example.Nowhere"), words("1.2.0"));
        assertThatThrownBy(() -> install(bad)).hasMessage("modules.not-started");

        assertThat(house.running("reading")).isEqualTo("1.1.0");
        assertThat(libraries()).containsExactly("org.example.words 1.1.0");
        install(module("reading", "1.3.0"));
        assertThat(libraries()).as("a plain jar needs none").isEmpty();
        house.manager.install(house.manager.versions().of("reading").get(2).jar(), ModuleManager.FROM_KEPT, house.administrator);
        assertThat(house.running("reading")).isEqualTo("1.0.0");
        assertThat(libraries()).containsExactly("org.example.words 1.0.0");
    }

    @Test
    void twoModulesShareWhatBothBringAndItGoesWithTheLast() throws Exception {
        Path words = words("1.0.0");
        install(kar("a", module("reading", "1.0.0", IMPORT, "org.example.words"), words));
        install(kar("b", module("circle", "1.0.0", IMPORT, "org.example.words"), words));
        assertThat(libraries()).hasSize(1);
        house.manager.withdraw("reading", house.administrator);
        assertThat(libraries()).hasSize(1);
        assertThat(house.running("circle")).isEqualTo("1.0.0");

        Path other = Jars.library("words", "1.0.0").header("Export-Package", "org.example.words").entry("more.txt", "more").in(folder.resolve("other"), "words-1.0.0.jar");
        assertThatThrownBy(() -> install(kar("c", module("reading", "1.0.1", IMPORT, "org.example.words"), other))).as("the same number for something else")
                .hasMessage("modules.library-differs");
        house.manager.withdraw("circle", house.administrator);
        assertThat(libraries()).isEmpty();
    }

    @Test
    void whatThePlatformOffersIsNotBroughtASecondTime() throws Exception {
        house.context.installBundle(words("2.0.0").toUri().toString()).start();
        install(kar("a", module("reading", "1.0.0", IMPORT, "org.example.words"), words("1.0.0")));
        assertThat(house.running("reading")).isEqualTo("1.0.0");
        assertThat(libraries()).isEmpty();
        Path renamed = Jars.library("mywords", "1.0.0").header("Export-Package", "org.example.words").in(folder.resolve("parts"), "mywords.jar");
        assertThatThrownBy(() -> install(kar("b", module("circle", "1.0.0"), renamed))).hasMessage("modules.library-platform");
        assertThat(libraries()).isEmpty();
    }

    @Test
    void itIsSignedAsAWhole() throws Exception {
        house.settings.set(false, "");
        Hand office = new Hand(folder, "office");
        Path kar = kar("reading", module("reading", "1.0.0"), words("1.0.0"));
        assertThatThrownBy(() -> install(kar)).hasMessage("modules.unsigned");
        Path signed = office.signed(kar);
        assertThatThrownBy(() -> install(signed)).hasMessage("modules.unknown-signer");
        office.trustedIn(house.trust);
        install(signed);
        assertThat(house.running("reading")).isEqualTo("1.0.0");
    }

    @Test
    void whatIsNoArchiveOfOneModuleIsRefused() throws Exception {
        refused(kar("none", words("1.0.0")), "modules.kar-no-module");
        refused(kar("two", module("reading", "1.0.0"), module("circle", "1.0.0")), "modules.kar-many-modules");
        refused(Files.writeString(folder.resolve("text.kar"), "no archive"), "modules.not-a-module");
        refused(Jars.kar(folder.resolve("out.kar"), Map.of("repository/../../etc/passwd.jar", module("reading", "1.0.0"))), "modules.kar-unsafe");
        refused(Jars.kar(folder.resolve("root.kar"), Map.of("/etc/passwd.jar", module("reading", "1.0.0"))), "modules.kar-unsafe");
        refused(Jars.kar(folder.resolve("twice.kar"), Map.of("repository/a.jar", module("reading", "1.0.0"), "repository/A.jar", words("1.0.0"))), "modules.kar-unsafe");
        Path fragment = Jars.library("x", "1.0.0").header("Fragment-Host", "org.example.reading").in(folder.resolve("parts"), "fragment.jar");
        refused(kar("fragment", module("reading", "1.0.0"), fragment), "modules.kar-no-bundle");
    }

    @Test
    void whatIsTooMuchIsRefusedWhateverItSaysOfItself() throws Exception {
        Map<String, Path> many = new LinkedHashMap<>();
        for (int i = 0; i <= 50; i++) {
            many.put("repository/" + i + ".jar", words("1.0.0"));
        }
        refused(Jars.kar(folder.resolve("many.kar"), many), "modules.kar-too-large");
        Path large = Jars.library("large", "1.0.0").entry("zeros", "0".repeat(100_000)).in(folder.resolve("parts"), "large.jar");
        Path kar = kar("large", module("reading", "1.0.0"), large);
        assertThat(Kar.read(kar, 10_000).libraries()).as("what is inside a jar is not unpacked").hasSize(1);
        assertThatThrownBy(() -> Kar.read(kar, 600)).hasMessage("modules.kar-too-large");
    }
}
