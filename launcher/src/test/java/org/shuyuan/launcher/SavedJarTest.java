package org.shuyuan.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavedJarTest {

    @TempDir
    private Path folder;

    private Path built(String... names) throws IOException {
        Path jar = folder.resolve("club-0.1.0.jar");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
            for (String name : names) {
                out.putNextEntry(new ZipEntry(name));
                out.write(name.getBytes());
            }
        }
        return jar;
    }

    @Test
    @DisplayName("Given a jar that the build is still writing, when it is looked at, then it does not count until its last byte is there")
    void whatIsHalfWrittenDoesNotCount() throws IOException {
        Path jar = built("META-INF/MANIFEST.MF", "shuyuan/module.json");
        byte[] all = Files.readAllBytes(jar);

        Files.write(jar, new byte[0]);
        assertThat(SavedJar.whole(jar)).isFalse();
        Files.write(jar, Arrays.copyOf(all, all.length / 2));
        assertThat(SavedJar.whole(jar)).isFalse();
        Files.write(jar, all);
        assertThat(SavedJar.whole(jar)).isTrue();
    }

    @Test
    @DisplayName("Given a page that was saved and one that was deleted since the build, when the jar is made anew, then it has the one and not the other, and all else as it was built")
    void theCopyHasWhatIsSaved() throws IOException {
        Path jar = built("META-INF/MANIFEST.MF", "org/example/A.class", "shuyuan/openapi.json", "shuyuan/web/pages.json", "shuyuan/web/gone.js");
        Path assets = Files.createDirectories(folder.resolve("shuyuan"));
        Files.createDirectories(assets.resolve("web"));
        Files.writeString(assets.resolve("web/pages.json"), "saved");
        Path copy = folder.resolve("copy.jar");

        SavedJar.write(jar, assets, copy);

        try (ZipFile made = new ZipFile(copy.toFile())) {
            assertThat(made.stream().map(ZipEntry::getName)).containsExactlyInAnyOrder("META-INF/MANIFEST.MF", "org/example/A.class", "shuyuan/openapi.json", "shuyuan/web/pages.json");
            assertThat(made.getInputStream(made.getEntry("shuyuan/web/pages.json")).readAllBytes()).asString().isEqualTo("saved");
        }
    }
}
