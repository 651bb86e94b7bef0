package org.shuyuan.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {

    @TempDir
    Path folder;

    @Test
    void withoutAFileThePortalListensOnThisMachineOnly() throws IOException {
        Settings s = Settings.read(folder.resolve("portal.properties"), Arguments.parse("run"));

        assertThat(s.host()).isEqualTo("127.0.0.1");
        assertThat(s.port()).isEqualTo(8181);
    }

    @Test
    void theCommandLineGoesBeforeTheFile() throws IOException {
        Settings s = read("port = 80\nhost = 10.0.0.1\nmemory = 512\njava-options = -Da=b  -Dc=d", "run", "--port", "81");

        assertThat(s).isEqualTo(new Settings("10.0.0.1", 81, 8443, 0, 0, 512, java.util.List.of("-Da=b", "-Dc=d")));
    }

    @Test
    void aMisspeltKeyFailsLoudlyByItsName() {
        assertThatThrownBy(() -> read("prot = 80", "run")).isInstanceOfSatisfying(Failure.class,
                f -> assertThat(f.text(Messages.of(Locale.ENGLISH))).contains("prot", "portal.properties"));
    }

    @Test
    void anImpossibleValueNamesKeyValueAndRange() {
        assertThatThrownBy(() -> read("memory = 1g", "run")).isInstanceOfSatisfying(Failure.class,
                f -> assertThat(f.text(Messages.of(Locale.ENGLISH))).contains("memory", "1g", "192", "65536"));
    }

    @Test
    void theShippedFileOnlyExplainsAndSetsNothing() throws IOException {
        Settings s = Settings.read(Path.of("../config/etc/portal.properties"), Arguments.parse("run"));

        assertThat(s).isEqualTo(Settings.read(folder.resolve("none"), Arguments.parse("run")));
    }

    private Settings read(String text, String... line) throws IOException {
        Path file = folder.resolve("portal.properties");
        Files.writeString(file, text);
        return Settings.read(file, Arguments.parse(line));
    }
}
