package org.shuyuan.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {

    @TempDir
    Path folder;

    private Path home;
    private DataFolder data;
    private Path settings;
    private Demo demo;

    @BeforeEach
    void aDistribution() throws Exception {
        home = folder.resolve("home");
        data = new DataFolder(folder.resolve("demo-data"));
        settings = data.etc().resolve("org.shuyuan.modules.cfg");
        Files.createDirectories(home.resolve("etc"));
        Files.copy(Path.of("../config/etc/org.shuyuan.modules.cfg"), home.resolve("etc/org.shuyuan.modules.cfg"));
        data.create();
        demo = new Demo(home, data, Messages.of(Locale.ENGLISH), new PrintStream(PrintStream.nullOutputStream()));
    }

    @Test
    void unsignedModulesAreWelcomeInTheDemonstrationOnly() throws Exception {
        assertThat(Files.readString(home.resolve("etc/org.shuyuan.modules.cfg"))).contains("\nunsigned = false\n");
        demo.welcomeUnsigned();
        assertThat(Files.readString(settings)).contains("\nunsigned = true\n").contains("\ncatalogue =");
        assertThat(EtcFiles.renew(home.resolve("etc"), data.etc())).as("nothing is said of it at the start").isEmpty();
    }

    @Test
    void whatTheAdministratorSaysThereLaterStays() throws Exception {
        demo.welcomeUnsigned();
        Files.writeString(settings, "unsigned = false\n");
        demo.welcomeUnsigned();
        assertThat(Files.readString(settings)).isEqualTo("unsigned = false\n");
    }
}
