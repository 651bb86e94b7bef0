package org.shuyuan.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class BootIT {

    private static Portal portal;

    @BeforeAll
    static void aPortalIsStarted() throws Exception {
        portal = new Portal("boot").start();
    }

    @AfterAll
    static void stopped() {
        portal.close();
    }

    @Test
    void itIsReadyAndEveryPlatformModuleIsActive() throws Exception {
        assertThat(portal.get("/api/modules/ready").statusCode()).isEqualTo(200);
        var modules = Portal.json(portal.console("/api/modules"), 200);
        assertThat(modules).isNotEmpty().allSatisfy(module -> assertThat(module.path("state").asText()).as(module.toString()).isEqualTo("active"));
        assertThat(modules.findValuesAsText("id")).contains("office", "files", "calendar", "directory", "access");
        assertThat(portal.log()).doesNotContain(" ERROR ");
    }

    @Test
    void itListensOnLoopbackOnlyAndOnNoPortOfJmx() throws Exception {
        Path tcp = Path.of("/proc/net/tcp");
        assumeThat(tcp).exists();
        TreeSet<String> sockets = new TreeSet<>();
        try (Stream<Path> files = Files.list(Path.of("/proc/" + portal.process().pid() + "/fd"))) {
            files.forEach(file -> {
                try {
                    String link = Files.readSymbolicLink(file).toString();
                    if (link.startsWith("socket:[")) {
                        sockets.add(link.substring(8, link.length() - 1));
                    }
                } catch (IOException closedMeanwhile) {
                    return;
                }
            });
        }
        List<String> listening = Stream.of("tcp", "tcp6").flatMap(name -> lines(Path.of("/proc/net/" + name))).map(line -> line.strip().split("\\s+"))
                .filter(part -> part.length > 9 && part[3].equals("0A") && sockets.contains(part[9])).map(part -> part[1]).toList();
        assertThat(listening).as("pages, console, stop").isNotEmpty().hasSizeLessThanOrEqualTo(3)
                .allMatch(address -> address.startsWith("0100007F:") || address.startsWith("0000000000000000FFFF00000100007F:") || address.startsWith("00000000000000000000000001000000:"));
        assertThat(listening).anyMatch(address -> HexFormat.fromHexDigits(address.substring(address.length() - 4)) == portal.port);
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            return Stream.empty();
        }
    }

    @Test
    void aSecondStartOnTheSameDataSaysSo() throws Exception {
        Portal.Ended second = portal.launcher("start", "--port", String.valueOf(Portal.freePort()));
        assertThat(second.code()).isNotZero();
        assertThat(second.out()).contains(portal.data.toString());
    }

    @Test
    void aTakenPortIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Portal.Ended other = new Portal("boot-other").launcher("start", "--port", String.valueOf(taken.getLocalPort()));
            assertThat(other.code()).isNotZero();
            assertThat(other.out()).contains(String.valueOf(taken.getLocalPort()));
        }
    }

    @Test
    void itTellsItsStateAndWhatIsNotThereIsAProblem() throws Exception {
        assertThat(portal.launcher("status").code()).isZero();
        var missing = portal.get("/api/nothing/at/all");
        assertThat(missing.statusCode()).isIn(401, 404);
        assertThat(portal.get("/api/directory/people?unit=" + java.util.UUID.randomUUID()).statusCode()).isEqualTo(401);
        assertThat(portal.get("/").headers().firstValue("Content-Security-Policy")).isPresent();
        assertThat(portal.get("/").headers().firstValue("Server")).isEmpty();
    }
}
