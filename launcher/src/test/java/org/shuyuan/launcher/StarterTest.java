package org.shuyuan.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StarterTest {

    @TempDir
    Path folder;

    @Test
    void aTakenPortIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();

            assertThatThrownBy(() -> Starter.checkPort("127.0.0.1", port)).isInstanceOfSatisfying(Failure.class, f -> {
                assertThat(f.exitCode()).isEqualTo(Failure.PORT_TAKEN);
                assertThat(f.text(Messages.of(Locale.ENGLISH))).contains("Port " + port + " is taken");
            });
        }
    }

    @Test
    void aPortThatOnlyAnotherAddressHoldsIsTakenForAllAddresses() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> Starter.checkPort("0.0.0.0", taken.getLocalPort())).isInstanceOf(Failure.class);
        }
    }

    @Test
    void aServerThatEndsSaysWhy() throws IOException {
        Starter starter = new Starter(folder, new DataFolder(folder.resolve("data")), Messages.of(Locale.ENGLISH), System.out);
        assertThat(starter.ended(Server.OUT_OF_MEMORY)).satisfies(f -> {
            assertThat(f.exitCode()).isEqualTo(Failure.SERVER_ENDED);
            assertThat(f.text(Messages.of(Locale.ENGLISH))).contains("ran out of memory", "portal.properties");
        });
        assertThat(starter.ended(Server.LOCKED).exitCode()).isEqualTo(Failure.ALREADY_RUNNING);
        assertThat(starter.ended(134).text(Messages.of(Locale.ENGLISH))).contains("code 134");
    }

    @Test
    void anAddressOfAnotherMachineIsRefused() {
        assertThatThrownBy(() -> Starter.checkPort("192.0.2.1", 18199)).isInstanceOfSatisfying(Failure.class,
                f -> assertThat(f.text(Messages.of(Locale.ENGLISH))).contains("192.0.2.1 is not an address of this machine"));
    }

    @Test
    void aSecondStartOnTheSameDataFolderSaysSoAndStartsNothing() throws IOException {
        DataFolder data = new DataFolder(folder.resolve("data"));
        data.create();
        try (FileChannel channel = FileChannel.open(data.run("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.lock();
            Files.writeString(data.run("address"), "http://127.0.0.1:8181");
            var out = new ByteArrayOutputStream();
            var starter = new Starter(folder, data, Messages.of(Locale.ENGLISH), new PrintStream(out, true, StandardCharsets.UTF_8));

            assertThatThrownBy(() -> starter.start(Arguments.parse("run"), true)).isInstanceOfSatisfying(Failure.class, f -> {
                assertThat(f.exitCode()).isEqualTo(Failure.ALREADY_RUNNING);
                assertThat(f.text(Messages.of(Locale.ENGLISH))).contains("http://127.0.0.1:8181", data.root().toString());
            });
            assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
        }
    }

    @Test
    void whatAKilledServerLeftBehindHoldsNothing() throws IOException {
        DataFolder data = new DataFolder(folder.resolve("data"));
        data.create();
        Files.writeString(data.run("lock"), "");
        Files.writeString(data.run("portal.pid"), "1");
        Files.writeString(data.run("address"), "http://127.0.0.1:8181");

        assertThat(data.inUse()).isFalse();
        assertThatThrownBy(() -> new Stopper(data).stop()).isInstanceOfSatisfying(Failure.class,
                f -> assertThat(f.exitCode()).isEqualTo(Failure.NOT_RUNNING));
    }

    @Test
    void foldersWithSecretsAreClosedToOtherUsers() throws IOException {
        DataFolder data = new DataFolder(folder.resolve("data"));
        data.create();
        DataFolder.writeSecret(data.run("stop.command"), "x");

        assertThat(Files.getPosixFilePermissions(data.keys())).hasSize(3);
        assertThat(Files.getPosixFilePermissions(data.run("stop.command"))).hasSize(2);
    }

    @Test
    void readyMeansThatThePortalSaysSoAndNotThatThePortIsOpen() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        String[] answer = {"503", "{\"ready\":false,\"waitingFor\":[\"directory\"]}"};
        server.createContext("/api/modules/ready", exchange -> {
            byte[] body = answer[1].getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(Integer.parseInt(answer[0]), body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort();
            assertThat(Starter.ready(url)).contains("directory");
            answer[0] = "404";
            answer[1] = "";
            assertThat(Starter.ready(url)).isEqualTo("HTTP 404");
            answer[0] = "200";
            assertThat(Starter.ready(url)).isEmpty();
        } finally {
            server.stop(0);
        }
        assertThat(Starter.ready("http://127.0.0.1:1")).isNotEmpty();
    }

    @Test
    void theServersCommandLineKeepsToTheMemoryAndOpensNoManagementPort() throws IOException {
        for (String jar : List.of("endorsed/org.apache.karaf.specs.locator-4.4.10.jar", "endorsed/org.apache.karaf.specs.java.xml-4.4.10.jar",
                "endorsed/org.apache.karaf.specs.java.xml.ws-4.4.10.jar", "boot/org.apache.karaf.main-4.4.10.jar", "shuyuan-launcher.jar")) {
            Path file = folder.resolve("lib").resolve(jar);
            Files.createDirectories(file.getParent());
            Files.createFile(file);
        }
        DataFolder data = new DataFolder(folder.resolve("data"));

        List<String> line = new JvmCommand(folder, data).server(new Settings("0.0.0.0", 80, 443, 30, 8101, 400, List.of("-Dx=y")), 42);

        assertThat(line).contains("-Xmx400m", "-Dorg.osgi.service.http.port=80", "-Dorg.apache.felix.http.host=0.0.0.0",
                "-Dshuyuan.data=" + data.root(), "-Dkaraf.base=" + data.root(), "-Dkaraf.home=" + folder, "-Dshuyuan.parent=42", "-Dx=y",
                "java.xml=" + folder.resolve("lib/endorsed/org.apache.karaf.specs.java.xml-4.4.10.jar"));
        assertThat(line).noneMatch(o -> o.contains("com.sun.management") || o.contains("jmxremote"));
        assertThat(line.get(line.indexOf("-cp") + 1)).contains("org.apache.karaf.main", "shuyuan-launcher.jar").doesNotContain("endorsed");
        assertThat(line).last().isEqualTo("org.shuyuan.launcher.Server");
    }
}
