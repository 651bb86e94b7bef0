package org.shuyuan.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
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
        // what a portal may do without is offered, and runs only once somebody wants it
        Set<String> optional = Set.of("access-cas", "access-ldap", "access-oidc");
        assertThat(modules).isNotEmpty().allSatisfy(module -> assertThat(module.path("state").asText()).as(module.toString())
                .isEqualTo(optional.contains(module.path("id").asText()) ? "withdrawn" : "active"));
        assertThat(modules.findValuesAsText("id")).contains("office", "files", "calendar", "directory", "access");
        assertThat(portal.log()).doesNotContain(" ERROR ");
    }

    @Test
    void itListensOnLoopbackOnlyForPagesConsoleAndStopAndOnNoPortOfJmx() throws Exception {
        Path tcp = Path.of("/proc/net/tcp");
        assumeThat(tcp).as("only Linux lists sockets there").exists();
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
        assertThat(listening).isNotEmpty()
                .allMatch(address -> address.startsWith("0100007F:") || address.startsWith("0000000000000000FFFF00000100007F:") || address.startsWith("00000000000000000000000001000000:"));
        assertThat(listening.stream().map(address -> HexFormat.fromHexDigits(address.substring(address.length() - 4))))
                .containsExactlyInAnyOrder(portal.port, written("console.port"), written("stop.port"));
    }

    private static int written(String file) throws IOException {
        return Integer.parseInt(Files.readString(portal.data.resolve("run").resolve(file)).strip());
    }

    @Test
    void theConsoleOpensWithTheKeyMadeAtTheFirstStartAndToNobodyElse() throws Exception {
        Portal.Ended ended = portal.launcher("shell", "bundle:list -s");
        assertThat(ended.code()).as(ended.out()).isZero();
        assertThat(ended.out()).contains("org.shuyuan.web");
        Path key = portal.data.resolve("keys/console.key");
        byte[] right = Files.readAllBytes(key);
        try {
            Files.writeString(key, "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder(64, new byte[] {'\n'})
                    .encodeToString(KeyPairGenerator.getInstance("RSA").generateKeyPair().getPrivate().getEncoded()) + "\n-----END PRIVATE KEY-----\n");
            Portal.Ended refused = portal.launcher("shell", "bundle:list -s");
            assertThat(refused.out()).doesNotContain("org.shuyuan.web");
            assertThat(refused.code()).isNotZero();
        } finally {
            Files.write(key, right);
        }
    }

    /** In a network of its own that has nothing but its loopback: started, asked and stopped there. */
    @Test
    void itStartsWithNoNetworkAtAll() throws Exception {
        assumeThat(Portal.run(List.of("unshare", "-n", "ip", "link", "set", "lo", "up"), java.util.Map.of()).code())
                .as("this system does not allow a network namespace (unshare -n, ip)").isZero();
        Portal alone = new Portal("boot-alone");
        String command = Portal.home().resolve("bin/portal") + " %s --data " + alone.data;
        String script = "ip link set lo up && " + command.formatted("start --port " + alone.port) + " && " + command.formatted("module list") + "; code=$?; "
                + command.formatted("stop") + "; exit $code";
        Portal.Ended ended = Portal.run(List.of("unshare", "-n", "sh", "-c", script), java.util.Map.of());
        assertThat(ended.code()).as(ended.out()).isZero();
        assertThat(ended.out()).contains(alone.url).containsPattern("calendar +\\S+ +active");
        assertThat(alone.log()).doesNotContain(" ERROR ");
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
