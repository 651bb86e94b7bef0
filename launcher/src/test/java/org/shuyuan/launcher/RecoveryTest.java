package org.shuyuan.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecoveryTest {

    @TempDir
    Path folder;

    private Instant now = Instant.parse("2026-11-27T03:00:00Z");
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private DataFolder data;
    private Recovery recovery;

    @BeforeEach
    void open() throws IOException {
        data = new DataFolder(folder.resolve("data"));
        data.create();
        recovery = new Recovery(folder, data, Messages.of(Locale.ENGLISH), new PrintStream(said, true, StandardCharsets.UTF_8), () -> now);
    }

    private String said() {
        return said.toString(StandardCharsets.UTF_8);
    }

    @Test
    void thePortalIsToldWhyItStartsAndWhatItHadInstalledIsForgotten() throws IOException {
        Path cached = data.karaf().resolve("cache/bundle7");
        Files.createDirectories(cached);

        recovery.prepare();

        assertThat(data.read(Recovery.MARKER)).isEqualTo(now.toString());
        assertThat(cached).as("a module that fills the memory while it starts").doesNotExist();
        assertThat(said()).contains("Memory ran out");
    }

    @Test
    void whatRunsOutThreeTimesWithinTheHourIsLeftToAPerson() throws IOException {
        recovery.prepare();
        now = now.plus(Duration.ofMinutes(20));
        recovery.prepare();
        now = now.plus(Duration.ofMinutes(20));

        assertThatThrownBy(recovery::prepare).isInstanceOfSatisfying(Failure.class, f -> assertThat(f.text(Messages.of(Locale.ENGLISH))).contains("Raise memory"));

        now = now.plus(Duration.ofHours(2));
        recovery.prepare();
        assertThat(Files.readAllLines(data.log().resolve(Recovery.MOMENTS))).hasSize(4);
    }

    @Test
    void whoStartsItIsToldWhatWasLeftOut() throws IOException {
        Files.writeString(data.run(Recovery.WITHHELD), "reading 1.2.0");
        recovery.tell();
        assertThat(said()).contains("without reading 1.2.0");
        recovery.tell();
        assertThat(said()).contains("none was left out");
    }

    @Test
    void ofTheDumpsOnlyTheNewestStays() throws IOException {
        for (int i = 1; i <= 3; i++) {
            Path dump = Files.writeString(data.log().resolve("java_pid" + i + ".hprof"), "x");
            Files.setLastModifiedTime(dump, FileTime.from(now.plusSeconds(i)));
        }
        recovery.prepare();
        try (var left = Files.list(data.log())) {
            assertThat(left.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".hprof"))).containsExactly("java_pid3.hprof");
        }
    }

    @Test
    void theJavaMachineCallsItWithEverythingThatWasGivenAtTheStart() {
        DataFolder odd = new DataFolder(Path.of("/srv/it's 100%/data"));
        Settings settings = new Settings("0.0.0.0", 8080, 8443, 0, 0, 320, List.of());
        assertThat(Recovery.command(Path.of("/opt/portal"), odd, settings))
                .isEqualTo("'/opt/portal/bin/portal' 'again' '--data' '/srv/it'\\''s 100%%/data' '--host' '0.0.0.0' '--port' '8080'");
    }
}
