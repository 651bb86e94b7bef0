package org.shuyuan.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleCacheTest {

    private static final FileTime BUILT = FileTime.fromMillis(1_700_000_000_000L);

    @TempDir
    Path folder;
    private BundleCache cache;
    private Path installed;

    @BeforeEach
    void started() throws IOException {
        DataFolder data = new DataFolder(folder.resolve("data"));
        data.create();
        cache = new BundleCache(folder.resolve("portal"), data);
        installed = data.karaf().resolve("cache/bundle7/version0.0/bundle.jar");
        ship("org/shuyuan/directory.jar", "first");
        ship("org/eclipse/jetty.jar", "first");
        cache.renew();
        install();
    }

    @Test
    void theSameDistributionGoesOnWithWhatIsInstalled() throws IOException {
        cache.renew();

        assertThat(installed).exists();
    }

    @Test
    void anotherBuildOfOursIsInstalledAnewAlthoughItHasTheSameVersionLengthAndTime() throws IOException {
        ship("org/shuyuan/directory.jar", "other");

        cache.renew();

        assertThat(installed).doesNotExist();
    }

    @Test
    void aLibraryThatCameOrWentIsSeen() throws IOException {
        ship("org/eclipse/jetty-2.jar", "first");
        cache.renew();
        assertThat(installed).doesNotExist();

        install();
        Files.delete(folder.resolve("portal/system/org/eclipse/jetty-2.jar"));
        cache.renew();
        assertThat(installed).doesNotExist();
    }

    @Test
    void whatIsInstalledFromNobodyKnowsWhichDistributionIsNotTrusted() throws IOException {
        Files.delete(folder.resolve("data/karaf/distribution"));

        cache.renew();

        assertThat(installed).doesNotExist();
    }

    private void ship(String name, String content) throws IOException {
        Path file = folder.resolve("portal/system").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        Files.setLastModifiedTime(file, BUILT);
    }

    private void install() throws IOException {
        Files.createDirectories(installed.getParent());
        Files.writeString(installed, "copy");
    }
}
