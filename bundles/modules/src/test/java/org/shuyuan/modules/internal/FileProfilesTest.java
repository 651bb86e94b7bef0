package org.shuyuan.modules.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shuyuan.api.module.Profiles.Profile;

class FileProfilesTest {

    @TempDir
    Path folder;

    private void write(String name, String modules, Instant at) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "{\"name\": {\"zh-CN\": \"银行\"}, \"modules\": [" + modules + "], \"templates\": {\"reading\": {\"shelves\": 3}}}");
        Files.setLastModifiedTime(file, FileTime.from(at));
    }

    @Test
    void whatAnAdministratorEditsOrAddsCountsFromTheNextLook() throws IOException {
        write("bank.json", "\"reading\"", Instant.parse("2026-01-01T00:00:00Z"));
        FileProfiles profiles = new FileProfiles(folder, Duration.ZERO);
        assertThat(profiles.find("bank").map(Profile::modules)).hasValueSatisfying(modules -> assertThat(modules).containsExactly("reading"));
        assertThat(profiles.template("bank", "reading")).contains("{\"shelves\":3}");

        write("bank.json", "\"lending\"", Instant.parse("2026-01-01T00:00:01Z"));
        write("school.json", "", Instant.parse("2026-01-01T00:00:00Z"));
        assertThat(profiles.find("bank").map(Profile::modules)).hasValueSatisfying(modules -> assertThat(modules).containsExactly("lending"));
        assertThat(profiles.all()).extracting(Profile::id).containsExactly("bank", "school");
        Files.delete(folder.resolve("school.json"));
        assertThat(profiles.find("school")).isEmpty();
    }

    @Test
    void betweenTwoLooksNothingIsReadAndWhatIsNoJsonIsLeftOut() throws IOException {
        write("bank.json", "\"reading\"", Instant.parse("2026-01-01T00:00:00Z"));
        Files.writeString(folder.resolve("broken.json"), "{");
        FileProfiles profiles = new FileProfiles(folder, Duration.ofHours(1));
        assertThat(profiles.all()).extracting(Profile::id).containsExactly("bank");
        write("school.json", "", Instant.parse("2026-01-01T00:00:00Z"));
        assertThat(profiles.find("school")).isEmpty();
        assertThat(new FileProfiles(folder.resolve("none"), Duration.ZERO).all()).isEmpty();
    }
}
