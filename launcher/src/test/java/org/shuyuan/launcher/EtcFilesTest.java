package org.shuyuan.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EtcFilesTest {

    @TempDir
    Path folder;
    private Path shipped;
    private Path etc;

    @BeforeEach
    void firstStart() throws IOException {
        shipped = Files.createDirectories(folder.resolve("shipped/profiles")).getParent();
        etc = Files.createDirectories(folder.resolve("etc"));
        ship("a.cfg", "a = 1");
        ship("profiles/bank.json", "{}");
        assertThat(EtcFiles.renew(shipped, etc)).isEmpty();
    }

    @Test
    void everythingShippedIsThereAfterTheFirstStart() {
        assertThat(etc.resolve("a.cfg")).hasContent("a = 1");
        assertThat(etc.resolve("profiles/bank.json")).hasContent("{}");
    }

    @Test
    void anUntouchedFileIsRenewed() throws IOException {
        ship("a.cfg", "a = 2");

        assertThat(EtcFiles.renew(shipped, etc)).isEmpty();
        assertThat(etc.resolve("a.cfg")).hasContent("a = 2");
    }

    @Test
    void anEditedFileIsKeptAndTheNewDefaultLiesBesideIt() throws IOException {
        edit("a.cfg", "a = mine");
        ship("a.cfg", "a = 2");

        assertThat(EtcFiles.renew(shipped, etc)).containsExactly("a.cfg");
        assertThat(etc.resolve("a.cfg")).hasContent("a = mine");
        assertThat(etc.resolve("a.cfg.new")).hasContent("a = 2");
        assertThat(EtcFiles.renew(shipped, etc)).as("said once").isEmpty();
        assertThat(etc.resolve("a.cfg")).hasContent("a = mine");
    }

    @Test
    void anEditedFileWhoseDefaultDidNotChangeIsNoNews() throws IOException {
        edit("a.cfg", "a = mine");

        assertThat(EtcFiles.renew(shipped, etc)).isEmpty();
        assertThat(etc.resolve("a.cfg.new")).doesNotExist();
    }

    @Test
    void theHintGoesWhenTheAdministratorTakesTheNewDefault() throws IOException {
        edit("a.cfg", "a = mine");
        ship("a.cfg", "a = 2");
        EtcFiles.renew(shipped, etc);
        edit("a.cfg", "a = 2");

        assertThat(EtcFiles.renew(shipped, etc)).isEmpty();
        assertThat(etc.resolve("a.cfg.new")).doesNotExist();
    }

    @Test
    void aDeletedFileComesBackAndFilesOfTheAdministratorStay() throws IOException {
        Files.delete(etc.resolve("a.cfg"));
        edit("own.cfg", "x = 1");

        EtcFiles.renew(shipped, etc);

        assertThat(etc.resolve("a.cfg")).hasContent("a = 1");
        assertThat(etc.resolve("own.cfg")).hasContent("x = 1");
    }

    @Test
    void whatIsNoLongerShippedGoesUnlessItWasEdited() throws IOException {
        ship("b.cfg", "b = 1");
        EtcFiles.renew(shipped, etc);
        edit("b.cfg", "b = mine");
        Files.delete(shipped.resolve("a.cfg"));
        Files.delete(shipped.resolve("b.cfg"));

        EtcFiles.renew(shipped, etc);

        assertThat(etc.resolve("a.cfg")).doesNotExist();
        assertThat(etc.resolve("b.cfg")).hasContent("b = mine");
    }

    private void ship(String name, String content) throws IOException {
        Files.writeString(shipped.resolve(name), content);
    }

    private void edit(String name, String content) throws IOException {
        Files.writeString(etc.resolve(name), content);
    }
}
