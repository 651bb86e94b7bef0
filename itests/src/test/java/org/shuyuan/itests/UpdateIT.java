package org.shuyuan.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class UpdateIT {

    /** As the administrator's guide says: stop, unpack the new archive, start it with the same data folder. */
    @Test
    void anotherDistributionOnTheSameDataRunsItsOwnBundlesAndKeepsWhatWasThereAndWanted() throws Exception {
        Path newer = Path.of(System.getProperty("target", "target")).toAbsolutePath().resolve("newer");
        try (Portal portal = new Portal("update").start().setUp()) {
            assertThat(portal.launcher("module", "withdraw", "calendar").code()).isZero();
            assertThat(portal.launcher("module", "install", "access-cas").code()).isZero();
            assertThat(portal.get("/assets/newer.css").statusCode()).isEqualTo(404);
            portal.stop();

            Portal.delete(newer);
            assertThat(Portal.run(List.of("cp", "-r", Portal.home().toString(), newer.toString()), Map.of()).code()).isZero();
            addTo(newer, "shuyuan-web", "web/assets/newer.css");
            var started = Portal.run(List.of(newer.resolve("bin/portal").toString(), "start", "--data", portal.data.toString(), "--port", String.valueOf(portal.port)), Map.of());

            assertThat(started.code()).as(started.out()).isZero();
            assertThat(portal.get("/assets/newer.css").statusCode()).as("what only the newer one has").isEqualTo(200);
            portal.signIn();
            assertThat(Portal.json(portal.get("/api/directory/units/" + portal.unit + "?unit=" + portal.unit), 200).path("name").asText()).isEqualTo("云溪县支行");
            assertThat(state(portal, "calendar")).isEqualTo("withdrawn");
            assertThat(state(portal, "access-cas")).isEqualTo("active");
        }
    }

    private static String state(Portal portal, String module) throws Exception {
        for (var one : Portal.json(portal.console("/api/modules"), 200)) {
            if (module.equals(one.path("id").asText())) {
                return one.path("state").asText();
            }
        }
        return "not there";
    }

    private static void addTo(Path distribution, String artifact, String file) throws Exception {
        try (Stream<Path> found = Files.walk(distribution.resolve("system/org/shuyuan").resolve(artifact))) {
            Path jar = found.filter(path -> path.toString().endsWith(".jar")).findFirst().orElseThrow();
            try (FileSystem inside = FileSystems.newFileSystem(jar)) {
                Files.writeString(inside.getPath(file), "/* newer */");
            }
        }
    }
}
