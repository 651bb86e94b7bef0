package org.shuyuan.launcher;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code portal module plan} says of a change, on the line and in the language of whoever asked. */
class ModuleCommandTest {

    @TempDir
    Path folder;

    private HttpServer server;
    private FileChannel lock;
    private String units = "";

    @BeforeEach
    void aPortalWithAPlan() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/modules/choir/plan", exchange -> {
            byte[] body = ("{\"kind\":\"update\",\"id\":\"choir\",\"name\":\"合唱团\",\"version\":\"2.0.0\",\"running\":\"1.0.0\",\"added\":[\"读\",\"写\"],\"units\":" + units + "}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        DataFolder data = new DataFolder(folder);
        data.create();
        lock = FileChannel.open(data.run("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        lock.lock();
        Files.writeString(data.run("address"), "http://127.0.0.1:" + server.getAddress().getPort());
        Files.writeString(data.run("control.token"), "x");
    }

    @AfterEach
    void close() throws IOException {
        server.stop(0);
        lock.close();
    }

    private String plan(Locale language, String affected) throws Exception {
        units = affected;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        new ModuleCommand(Control.of(new DataFolder(folder), "zh-CN"), Messages.of(language), new PrintStream(said, true, StandardCharsets.UTF_8)).run(List.of("plan", "choir"));
        return said.toString(StandardCharsets.UTF_8);
    }

    @Test
    void ofManyUnitsSomeAreNamedAndThatThereAreMoreIsSaid() throws Exception {
        String many = "{\"everywhere\":false,\"count\":11,\"some\":[\"一科\",\"二科\"]}";
        assertThat(plan(Locale.SIMPLIFIED_CHINESE, many)).contains("影响的单位：11 个，有一科、二科等\n", "新增权限：读、写\n");
        assertThat(plan(Locale.TRADITIONAL_CHINESE, many)).contains("影響的單位：11 個，有一科、二科等\n");
        assertThat(plan(Locale.ENGLISH, many)).contains("Units affected: 11, among them 一科, 二科\n");
    }

    @Test
    void whereAllAreNamedNothingMoreIsPromised() throws Exception {
        String two = "{\"everywhere\":false,\"count\":2,\"some\":[\"一科\",\"二科\"]}";
        assertThat(plan(Locale.SIMPLIFIED_CHINESE, two)).contains("影响的单位：2 个：一科、二科\n");
        assertThat(plan(Locale.ENGLISH, two)).contains("Units affected: 2: 一科, 二科\n");
        assertThat(plan(Locale.SIMPLIFIED_CHINESE, "{\"everywhere\":false,\"count\":0,\"some\":[]}")).contains("影响的单位：0 个\n");
    }
}
