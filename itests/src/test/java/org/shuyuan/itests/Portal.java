package org.shuyuan.itests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.CookieManager;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The real archive, unpacked once, run by its own launcher on a data folder of its own. */
final class Portal implements AutoCloseable {

    static final ObjectMapper JSON = new ObjectMapper();
    static final String ADMIN = "admin";
    static final String PASSWORD = "Yunxi-2026-banyue-shan";
    private static final Path TARGET = Path.of(System.getProperty("target", "target")).toAbsolutePath();
    private static Path home;

    /** What a command of the launcher printed and how it ended. */
    record Ended(int code, String out) {}

    private static final String MODULES = "etc/org.shuyuan.modules.cfg";

    final Path data;
    final int port;
    final String url;
    private HttpClient http = client();
    String unit = "";

    Portal(String name) throws IOException {
        data = TARGET.resolve("portals").resolve(name);
        delete(data);
        port = freePort();
        url = "http://127.0.0.1:" + port;
    }

    private static HttpClient client() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).cookieHandler(new CookieManager()).connectTimeout(Duration.ofSeconds(5)).build();
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    static synchronized Path home() throws IOException {
        if (home == null) {
            // one for each process that tests run in: two unpack at once
            Path folder = TARGET.resolve("unpacked-" + System.getProperty("fork", "1"));
            delete(folder);
            Files.createDirectories(folder);
            try {
                if (new ProcessBuilder("tar", "xzf", System.getProperty("portal.archive"), "-C", folder.toString()).inheritIO().start().waitFor() != 0) {
                    throw new IOException("cannot unpack " + System.getProperty("portal.archive"));
                }
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            try (Stream<Path> list = Files.list(folder)) {
                home = list.findFirst().orElseThrow();
            }
        }
        return home;
    }

    /** Runs a command of the launcher to its end, on an English system. */
    Ended launcher(String... words) throws IOException, InterruptedException {
        return launcherIn("en", words);
    }

    /** The same where the environment asks for that language. */
    Ended launcherIn(String language, String... words) throws IOException, InterruptedException {
        // the folder first: what follows "shell" is the console's
        List<String> line = new ArrayList<>(List.of(home().resolve("bin/portal").toString(), "--data", data.toString()));
        line.addAll(List.of(words));
        return run(line, Map.of("LC_ALL", language.replace('-', '_') + ".UTF-8"));
    }

    static Ended run(List<String> line, Map<String, String> environment) throws IOException, InterruptedException {
        ProcessBuilder process = new ProcessBuilder(line).redirectErrorStream(true);
        process.environment().put("JAVA_HOME", System.getProperty("java.home"));
        process.environment().putAll(environment);
        Path out = Files.createTempFile("portal-out", ".txt");
        Process running = process.redirectOutput(out.toFile()).start();
        if (!running.waitFor(4, TimeUnit.MINUTES)) {
            running.destroyForcibly();
            throw new AssertionError(String.join(" ", line) + " did not end: " + Files.readString(out));
        }
        String text = Files.readString(out, StandardCharsets.UTF_8);
        Files.delete(out);
        return new Ended(running.exitValue(), text);
    }

    /** Returns when it is ready. What tests make of the calendar is signed by nobody; a portal that shall refuse that has its settings before. */
    Portal start() throws IOException, InterruptedException {
        if (!Files.exists(data.resolve(MODULES))) {
            unsigned(true);
        }
        Ended ended = launcher("start", "--port", String.valueOf(port));
        if (ended.code() != 0) {
            throw new AssertionError("portal start ended with " + ended.code() + ":\n" + ended.out() + "\n" + log());
        }
        return this;
    }

    /** Whether modules are welcome that nobody known has signed; counts at once. */
    Portal unsigned(boolean welcome) throws IOException {
        Files.createDirectories(data.resolve(MODULES).getParent());
        Files.writeString(data.resolve(MODULES), "unsigned = " + welcome + "\n");
        return this;
    }

    String log() throws IOException {
        Path log = data.resolve("log/portal.log");
        return Files.exists(log) ? Files.readString(log, StandardCharsets.UTF_8) : "";
    }

    ProcessHandle process() throws IOException {
        return ProcessHandle.of(Long.parseLong(Files.readString(data.resolve("run/portal.pid")).strip())).orElseThrow();
    }

    /** As by kill -9. */
    void kill() throws IOException {
        ProcessHandle process = process();
        process.destroyForcibly();
        process.onExit().join();
    }

    void stop() throws IOException, InterruptedException {
        launcher("stop");
    }

    @Override
    public void close() {
        try {
            stop();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Walks through the set-up as the wizard does, and stays signed in. */
    Portal setUp() throws IOException, InterruptedException {
        String link = Files.readString(data.resolve("run/setup-link")).strip();
        String code = link.substring(link.indexOf("code=") + 5);
        JsonNode me = json(post("/api/access/setup", Map.of("code", code, "administrator", Map.of("name", ADMIN, "displayName", "管理员", "password", PASSWORD), "unit",
                Map.of("name", "云溪县支行", "profile", "bank", "zone", "Asia/Shanghai"))), 200, 201);
        unit = me.path("unit").path("id").asText();
        return this;
    }

    Portal signIn() throws IOException, InterruptedException {
        http = client();
        json(post("/api/access/session", Map.of("name", ADMIN, "password", PASSWORD)), 200, 201);
        return this;
    }

    HttpRequest.Builder request(String path) {
        return requestIn("zh-CN", path);
    }

    HttpRequest.Builder requestIn(String language, String path) {
        return HttpRequest.newBuilder(URI.create(url + path)).timeout(Duration.ofSeconds(60)).header("X-Shuyuan", "1").header("Accept-Language", language);
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path));
    }

    HttpResponse<String> post(String path, Object body) throws IOException, InterruptedException {
        return send(request(path).header("Content-Type", "application/json").header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(BodyPublishers.ofString(JSON.writeValueAsString(body))));
    }

    HttpResponse<String> upload(String path, byte[] bytes) throws IOException, InterruptedException {
        return send(request(path).header("Content-Type", "application/octet-stream").POST(BodyPublishers.ofByteArray(bytes)));
    }

    /** As the local console does, whoever is signed in. */
    HttpResponse<String> console(String path) throws IOException, InterruptedException {
        return send(request(path).header("Authorization", "Bearer " + Files.readString(data.resolve("run/control.token")).strip()));
    }

    HttpClient http() {
        return http;
    }

    static JsonNode json(HttpResponse<String> answer, int... wanted) throws IOException {
        for (int status : wanted) {
            if (answer.statusCode() == status) {
                return JSON.readTree(answer.body());
            }
        }
        throw new AssertionError(answer.request().method() + " " + answer.uri() + " answered " + answer.statusCode() + ": " + answer.body());
    }

    static byte[] resource(String name) throws IOException {
        try (var in = Portal.class.getResourceAsStream("/" + name)) {
            return in.readAllBytes();
        }
    }

    static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path path : (Iterable<Path>) all.sorted(Comparator.reverseOrder())::iterator) {
                    Files.delete(path);
                }
            }
        }
    }
}
