package org.shuyuan.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the file system refuses is told in words, with the file and without the name of an exception. */
class UnreadableTest {

    @TempDir
    Path folder;

    private static String told(IOException e) {
        return Main.unreadable(e).text(Messages.of(Locale.ENGLISH));
    }

    @Test
    void eachReasonIsNamedWithItsFile() {
        assertThat(told(new AccessDeniedException("/srv/data"))).contains("does not allow", "/srv/data", "--data");
        assertThat(told(new NoSuchFileException("/srv/data"))).contains("no file /srv/data");
        assertThat(told(new FileSystemException("/srv/data", null, "No space left on device"))).contains("/srv/data", "No space left on device");
    }

    @Test
    void aFileWhereTheDataFolderShouldBeIsInTheWay() throws IOException {
        Path file = Files.writeString(folder.resolve("data"), "");
        IOException refused = org.junit.jupiter.api.Assertions.assertThrows(IOException.class, () -> new DataFolder(file).create());
        assertThat(told(refused)).contains("in the way", file.toString()).doesNotContain("Exception");
    }
}
