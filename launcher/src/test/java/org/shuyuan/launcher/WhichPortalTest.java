package org.shuyuan.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The portal that {@code portal module} speaks to: what the guide begins with is the demonstration, and its modules go there. */
class WhichPortalTest {

    @TempDir
    Path base;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final List<FileChannel> running = new ArrayList<>();
    private HttpServer server;
    private Main portal;

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        for (String name : List.of("demo-data", "data")) {
            server.createContext("/" + name + "/api/modules", exchange -> {
                byte[] body = ("[{\"id\":\"of-" + name + "\",\"version\":\"1\",\"state\":\"runs\"}]").getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            });
        }
        server.start();
        portal = new Main(Messages.of(Locale.ENGLISH), new PrintStream(said, true, StandardCharsets.UTF_8), base, base);
    }

    @AfterEach
    void close() throws IOException {
        server.stop(0);
        for (FileChannel channel : running) {
            channel.close();
        }
    }

    private DataFolder runs(String name) throws IOException {
        DataFolder data = new DataFolder(base.resolve(name));
        data.create();
        FileChannel channel = FileChannel.open(data.run("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        channel.lock();
        running.add(channel);
        Files.writeString(data.run("address"), "http://127.0.0.1:" + server.getAddress().getPort() + "/" + name);
        Files.writeString(data.run("control.token"), "x");
        return data;
    }

    private String modules(String... options) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of("module", "list"));
        line.addAll(List.of(options));
        said.reset();
        assertThat(portal.run(Arguments.parse(line.toArray(new String[0])))).isZero();
        return said.toString(StandardCharsets.UTF_8);
    }

    @Test
    void whileOnlyTheDemonstrationRunsModulesGoThereAndItIsSaid() throws Exception {
        DataFolder demo = runs("demo-data");
        assertThat(modules()).contains("of-demo-data", demo.root().toString());
    }

    @Test
    void whileOnlyTheOfficesPortalRunsModulesGoThere() throws Exception {
        DataFolder data = runs("data");
        assertThat(modules()).contains("of-data", data.root().toString());
    }

    @Test
    void ofTwoTheDemonstrationComesFirstAndAFolderThatIsNamedBeforeBoth() throws Exception {
        runs("demo-data");
        DataFolder data = runs("data");
        assertThat(modules()).contains("of-demo-data");
        assertThat(modules("--data", data.root().toString())).contains("of-data").doesNotContain("of-demo-data");
    }

    @Test
    void whereNoneRunsBothPlacesAreNamed() {
        assertThatThrownBy(() -> portal.run(Arguments.parse("module", "list"))).isInstanceOfSatisfying(Failure.class, failure -> {
            assertThat(failure.exitCode()).isEqualTo(Failure.NOT_RUNNING);
            assertThat(failure.text(Messages.of(Locale.ENGLISH))).contains(base.resolve("demo-data").toString(), base.resolve("data").toString());
        });
    }
}
