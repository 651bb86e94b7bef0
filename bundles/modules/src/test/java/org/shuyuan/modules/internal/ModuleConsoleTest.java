package org.shuyuan.modules.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shuyuan.api.text.Language;
import org.shuyuan.testing.FakeUnits;

/** The modules' own texts are not in these tests' container: keys stand for them. */
class ModuleConsoleTest {

    @TempDir
    Path folder;

    private TestContainer house;
    private ModuleConsole console;

    @BeforeEach
    void open() throws Exception {
        house = new TestContainer(folder);
        FakeUnits units = new FakeUnits();
        units.add("总行", null);
        console = new ModuleConsole(house.registry, house.manager, house.planner(units), new Overview(house.registry, house.manager), Language.ZH_CN);
    }

    @AfterEach
    void close() throws Exception {
        house.close();
    }

    private String jar(String version) throws Exception {
        return Jars.module("reading", version).in(folder, "reading-" + version + ".jar").toString();
    }

    @Test
    void aModuleIsInstalledWithdrawnAndBroughtBackFromTheConsole() throws Exception {
        assertThat(console.plan(jar("1.0.0"))).contains("plan.title.install", "  plan.version: 1.0.0", "  plan.units: 1", "  plan.signature: plan.signature.unsigned");
        assertThat(house.running("reading")).as("a plan does nothing").isEmpty();

        console.install(jar("1.0.0"));
        console.install(jar("1.1.0"));
        assertThat(house.running("reading")).isEqualTo("1.1.0");
        assertThat(console.ids()).containsExactly("reading");
        assertThat(console.list().rows()).singleElement().satisfies(row -> assertThat(row).containsExactly("reading", "读书", "1.1.0", "state.active", "origin.console"));
        assertThat(console.keptVersions("reading")).hasSize(2).last().asString().matches("1\\.0\\.0-[0-9a-f]{8}");

        console.back("reading", console.keptVersions("reading").get(1));
        assertThat(house.running("reading")).isEqualTo("1.0.0");
        assertThat(console.versions("reading").rows().get(0)).contains("versions.running");
        console.back("reading", "1.1.0");
        assertThat(house.running("reading")).isEqualTo("1.1.0");
        console.withdraw("reading");
        assertThat(house.running("reading")).isEmpty();
        console.install("reading");
        assertThat(house.running("reading")).isEqualTo("1.1.0");
        assertThat(console.history(null).rows()).hasSize(6).allSatisfy(row -> assertThat(row).contains("who.console"));
        assertThat(console.history("circle").rows()).isEmpty();
        assertThat(house.audit.actions()).hasSize(6);
    }

    @Test
    void whatIsRefusedSaysWhyAndWhatToDo() throws Exception {
        house.settings.set(false, "");
        assertThatThrownBy(() -> console.install(jar("1.0.0"))).isInstanceOf(ModuleConsole.Refused.class).hasMessageContaining("problem.unsigned");
        assertThatThrownBy(() -> console.install(folder.resolve("none.jar").toString())).hasMessageContaining("problem.no-such-file");
        assertThatThrownBy(() -> console.withdraw("nobody")).hasMessageContaining("problem.no-such-module");
        assertThatThrownBy(() -> console.back("reading", "1.0.0")).hasMessageContaining("problem.no-such-version");
        assertThat(house.running("reading")).isEmpty();
    }

    @Test
    void nothingDoneThereTouchesAnotherModule() throws Exception {
        Path library = Jars.module("reading", "1.0.0").header("Export-Package", "org.example.books").entry("org/example/books/none", "").in(folder, "a.jar");
        house.install(library, ModuleManager.FROM_UPLOAD);
        house.install(Jars.module("circle", "1.0.0").header("Import-Package", "org.example.books").in(folder, "circle.jar"), ModuleManager.FROM_UPLOAD);
        assertThatThrownBy(() -> console.withdraw("reading")).isInstanceOf(ModuleConsole.Refused.class).hasMessageContaining("problem.touches-others");
        assertThat(house.running("circle")).isEqualTo("1.0.0");
    }
}
