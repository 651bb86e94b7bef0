package org.shuyuan.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Shows a module's pages and views, and the dashboard with its cards, in a browser without a portal, and has axe-core look at each (WCAG 2.1, A and AA). The portal's
 * own browser side is served from its files; what it asks of the REST is answered by what the module's description says it answers, one of everything.
 * For one test at a time.
 */
final class PagesInBrowser implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String UNIT = "018f0000-0000-7000-8000-000000000001";
    private static final String TAG = "contract";
    private static final String SOME_ID = "018f0000-0000-7000-8000-000000000002";
    private static final List<String> BROWSERS = List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome",
            "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "C:/Program Files/Google/Chrome/Application/chrome.exe",
            "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe");
    private static final Map<String, String> TYPES = Map.of("js", "text/javascript", "css", "text/css", "json", "application/json", "html", "text/html", "svg", "image/svg+xml", "png", "image/png");

    private final JsonNode descriptor;
    private final Path module;
    private final Map<String, String> texts;
    private final ExampleAnswers answers;
    private final WebFiles web;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final Deque<String> open = new ArrayDeque<>();
    private final List<String> findings = new ArrayList<>();
    private final CompletableFuture<List<String>> done = new CompletableFuture<>();

    private PagesInBrowser(JsonNode descriptor, Path module, Map<String, String> texts, JsonNode rest, WebFiles web) throws IOException {
        this.descriptor = descriptor;
        this.module = module;
        this.texts = texts;
        this.answers = new ExampleAnswers(descriptor, rest);
        this.web = web;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /** The browser to be used: that of the environment variable CHROMIUM, or one in its usual place; null where there is none. */
    static @Nullable Path browser() {
        String named = System.getenv("CHROMIUM");
        return Stream.concat(Stream.ofNullable(named), BROWSERS.stream()).map(Path::of).filter(Files::isExecutable).findFirst().orElse(null);
    }

    /**
     * Looks at every page once.
     *
     * @param module the folder of the module's resources, {@code shuyuan}
     * @param texts of one language
     * @param rest its OpenAPI description; missing where it has no code
     * @param profile an empty folder for the browser alone; it is gone afterwards
     * @return what axe found, page by page; what it did not see, or only with guessed answers, is told on the standard output
     */
    static List<String> findings(JsonNode descriptor, Path module, Map<String, String> texts, JsonNode rest, WebFiles web, Path browser, Path profile)
            throws IOException, InterruptedException {
        try (PagesInBrowser pages = new PagesInBrowser(descriptor, module, texts, rest, web)) {
            return pages.look(browser, profile);
        }
    }

    private List<String> look(Path browser, Path profile) throws IOException, InterruptedException {
        open.add("/?unit=" + UNIT);
        descriptor.path("routes").forEach(route -> open.add("/" + descriptor.path("id").asText() + "/" + route.path("path").asText().replaceAll(":[a-zA-Z]+", SOME_ID) + "?unit=" + UNIT));
        List<String> command = new ArrayList<>(List.of(browser.toString(), "--headless", "--disable-gpu", "--no-first-run", "--disable-extensions",
                "--window-size=1280,900", "--user-data-dir=" + profile));
        if ("root".equals(System.getProperty("user.name"))) {
            // a browser does not run as root with its sandbox; it sees nothing here but these pages
            command.add("--no-sandbox");
        }
        command.add("http://127.0.0.1:" + server.getAddress().getPort() + open.getFirst());
        Process running = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        running.onExit().thenRun(() -> done.completeExceptionally(new IllegalStateException("The browser " + browser + " ended at " + open.peek())));
        try {
            return done.get(5, TimeUnit.MINUTES);
        } catch (ExecutionException | TimeoutException stuck) {
            throw new IllegalStateException("The browser did not get beyond " + open.peek(), stuck);
        } finally {
            ended(running);
            deleted(profile);
        }
    }

    /** With the processes that it has made: one that outlives it by a moment still writes into its profile. */
    private static void ended(Process browser) throws InterruptedException {
        List<ProcessHandle> all = new ArrayList<>(browser.descendants().toList());
        all.add(browser.toHandle());
        browser.destroy();
        if (!browser.waitFor(10, TimeUnit.SECONDS)) {
            browser.destroyForcibly();
        }
        for (ProcessHandle one : all) {
            one.destroyForcibly();
            // one whose parent went before it may stay in the system's list for as long as nobody collects it
            one.onExit().completeOnTimeout(one, 5, TimeUnit.SECONDS).join();
        }
    }

    /** What stays lies in the system's folder for such things. */
    private static void deleted(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(one);
            }
        } catch (IOException | UncheckedIOException stays) {
            System.out.println(folder + " was not deleted: " + stays.getMessage());
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            if (path.equals("/axe-found")) {
                found(exchange);
            } else if (path.startsWith("/api/")) {
                rest(exchange, path);
            } else if (path.startsWith("/m/")) {
                file(exchange, path, Files.readAllBytes(module.resolve("web").resolve(path.replaceFirst("^/m/[^/]+/[^/]+/", ""))));
            } else if (path.startsWith("/assets/") || path.startsWith("/lib/")) {
                file(exchange, path, web.read(path.substring(1)));
            } else {
                String scripts = "<script>" + script("/axe.min.js") + "</script><script>" + script("pages-in-browser.js") + "</script></head>";
                send(exchange, 200, "text/html", new String(web.read("index.html"), StandardCharsets.UTF_8).replace("</head>", scripts).getBytes(StandardCharsets.UTF_8));
            }
        } catch (NoSuchFileException missing) {
            exchange.sendResponseHeaders(404, -1);
        }
    }

    private static String script(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(PagesInBrowser.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("</script", "<\\/script");
        }
    }

    private void found(HttpExchange exchange) throws IOException {
        JsonNode told = JSON.readTree(exchange.getRequestBody());
        synchronized (open) {
            String path = told.path("path").asText();
            List<String> seen = new ArrayList<>();
            told.path("violations").forEach(one -> seen.add(path + ": " + one.path("id").asText() + ", " + one.path("help").asText() + ": " + one.path("nodes")));
            // Where a method does not say what it answers, the page may lack what it would have in the portal: that is told and refuses nothing.
            boolean guessed = answers.guessedSince();
            if (!told.path("there").asBoolean()) {
                System.out.println("axe did not see " + path + ": it shows nothing with the answers that were made up for it " + told.path("problems"));
            } else if (guessed) {
                System.out.println("axe saw " + path + " with answers that were guessed" + (seen.isEmpty() ? "" : ": " + seen));
            } else {
                findings.addAll(seen);
            }
            open.poll();
            if (open.isEmpty()) {
                exchange.sendResponseHeaders(204, -1);
                done.complete(List.copyOf(findings));
            } else {
                send(exchange, 200, "text/plain", open.getFirst().getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private void rest(HttpExchange exchange, String path) throws IOException {
        JsonNode body = switch (path) {
            case "/api/access/me" -> me();
            case "/api/modules/active" -> active();
            case "/api/modules/texts" -> JSON.createObjectNode().set(descriptor.path("id").asText(), JSON.valueToTree(texts));
            case "/api/notices/stream" -> null;
            default -> answers.to(exchange.getRequestMethod().toLowerCase(Locale.ROOT), path);
        };
        if (body == null) {
            exchange.sendResponseHeaders(204, -1);
        } else {
            exchange.getResponseHeaders().set("ETag", "\"1\"");
            send(exchange, 200, "application/json", JSON.writeValueAsBytes(body));
        }
    }

    private ObjectNode me() {
        ObjectNode me = JSON.createObjectNode().put("language", "zh-CN");
        me.putObject("account").put("id", SOME_ID).put("name", "zhang").put("displayName", "张伟");
        me.putObject("person").put("id", SOME_ID).put("name", "张伟");
        me.putObject("portal").put("name", "测试单位");
        ObjectNode unit = me.putObject("unit").put("id", UNIT).put("name", "测试单位").put("zone", "Asia/Shanghai");
        me.putArray("units").add(unit.deepCopy());
        me.set("permissions", permissions());
        return me;
    }

    private ArrayNode permissions() {
        ArrayNode all = JSON.createArrayNode();
        descriptor.path("permissions").forEach(one -> all.add(one.path("id").asText()));
        return all;
    }

    private ObjectNode active() {
        ObjectNode answer = JSON.createObjectNode().put("revision", 1);
        answer.set("permissions", permissions());
        String id = descriptor.path("id").asText();
        ObjectNode shown = answer.putArray("modules").addObject().put("id", id).put("version", "1").put("tag", TAG).put("state", "active").put("platform", false)
                .put("base", "/m/" + id + "/" + TAG + "/");
        List.of("routes", "navigation", "cards", "banners", "styles").forEach(part -> shown.set(part, descriptor.has(part) ? descriptor.get(part) : JSON.createArrayNode()));
        shown.set("texts", JSON.valueToTree(texts));
        return answer;
    }

    private static void file(HttpExchange exchange, String path, byte[] bytes) throws IOException {
        send(exchange, 200, TYPES.getOrDefault(path.substring(path.lastIndexOf('.') + 1), "application/octet-stream"), bytes);
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] bytes) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type + (type.startsWith("image/") ? "" : "; charset=utf-8"));
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
