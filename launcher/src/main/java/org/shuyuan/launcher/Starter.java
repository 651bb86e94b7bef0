package org.shuyuan.launcher;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.net.BindException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URL;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Starts the server's process and waits until the portal really answers. */
final class Starter {

    private static final long READY_SECONDS = 180;

    private final Path home;
    private final DataFolder data;
    private final Messages messages;
    private final PrintStream out;

    Starter(Path home, DataFolder data, Messages messages, PrintStream out) {
        this.home = home;
        this.data = data;
        this.messages = messages;
        this.out = out;
    }

    /** Checks everything that can be known before, then starts; returns when the process runs, not when it is ready. */
    Process start(Arguments arguments, boolean foreground, String... hiddenVariables) throws IOException {
        data.create();
        if (data.inUse()) {
            String address = data.read("address");
            throw new Failure(Failure.ALREADY_RUNNING, "already-running", data.root(), address == null ? "" : address,
                    data.process().map(ProcessHandle::pid).orElse(0L));
        }
        for (String kept : EtcFiles.renew(home.resolve("etc"), data.etc())) {
            out.println(messages.get("etc-kept", data.etc().resolve(kept), kept + ".new"));
        }
        new BundleCache(home, data).renew();
        ConsoleKey.prepare(data);
        Settings settings = Settings.read(data.etc().resolve("portal.properties"), arguments);
        checkPort(settings.host(), settings.port());
        if (settings.consolePort() == 0) {
            settings = settings.withConsolePort(freePort());
        } else {
            checkPort("127.0.0.1", settings.consolePort());
        }
        Files.deleteIfExists(data.run("control.token"));
        Files.deleteIfExists(data.run("address"));
        Files.deleteIfExists(data.run("tls.address"));
        Files.deleteIfExists(data.run("tls.port"));
        TlsFolder tls = TlsFolder.of(data);
        if (TlsCommand.renew(tls, Instant.now(), settings.port(), settings.httpsPort())) {
            out.println(messages.get("tls.renewed"));
        }
        if (tls.on()) {
            checkPort(settings.host(), settings.httpsPort());
        }
        out.println(messages.get("starting", Server.url(settings.host(), String.valueOf(settings.port())), data.root()));
        List<String> line = new ArrayList<>();
        if (!foreground) {
            line.addAll(detached());
        }
        line.addAll(new JvmCommand(home, data).server(settings, foreground ? ProcessHandle.current().pid() : 0));
        File console = data.log().resolve("console.log").toFile();
        ProcessBuilder process = new ProcessBuilder(line).directory(data.root().toFile()).redirectErrorStream(true)
                .redirectOutput(console).redirectInput(ProcessBuilder.Redirect.from(nothing()));
        process.environment().keySet().removeAll(List.of(hiddenVariables));
        // glibc keeps a heap of its own for every few threads and gives little back: 100 MB more after a load
        process.environment().putIfAbsent("MALLOC_ARENA_MAX", "2");
        return process.start();
    }

    static File nothing() {
        return new File(File.separatorChar == '\\' ? "NUL" : "/dev/null");
    }

    /** So that closing the terminal, or Ctrl-C in it, does not end a portal that was started to stay. */
    static List<String> detached() {
        for (String tool : new String[] {"/usr/bin/setsid", "/usr/bin/nohup"}) {
            if (Files.isExecutable(Path.of(tool))) {
                return List.of(tool);
            }
        }
        return List.of();
    }

    /** Names the port when something listens there, and the address when it is not this machine's. */
    static void checkPort(String host, int port) throws IOException {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(InetAddress.getByName(host), port));
        } catch (UnknownHostException e) {
            throw new Failure(Failure.USAGE, "settings.host", host);
        } catch (BindException e) {
            String why = String.valueOf(e.getMessage());
            if (why.contains("assign")) {
                throw new Failure(Failure.USAGE, "settings.host", host);
            }
            if (why.contains("denied")) {
                throw new Failure(Failure.PORT_TAKEN, "port-denied", port);
            }
            throw new Failure(Failure.PORT_TAKEN, "port-taken", port, host, port + 1);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return any.getLocalPort();
        }
    }

    /** Returns the address once the portal answers that it is ready. @throws Failure when it ended, or is not ready after {@link #READY_SECONDS}; it goes on then */
    String awaitReady(Process process) throws IOException, InterruptedException {
        return awaitReady(process, false);
    }

    /** The same for a process that ends with the launcher: one that is merely slow, in the middle of a migration perhaps, must not be ended for it, so it is only told of. */
    String awaitReadyHoweverLong(Process process) throws IOException, InterruptedException {
        return awaitReady(process, true);
    }

    private String awaitReady(Process process, boolean howeverLong) throws IOException, InterruptedException {
        long start = System.nanoTime();
        boolean told = false;
        String waitingFor = "";
        while (true) {
            if (process.waitFor(100, TimeUnit.MILLISECONDS)) {
                throw ended(process.exitValue());
            }
            String url = data.read("address");
            if (url != null) {
                String answer = ready(url);
                if (answer.isEmpty()) {
                    out.println(messages.get("ready", url, (System.nanoTime() - start) / 100_000_000 / 10.0));
                    String encrypted = data.read("tls.address");
                    if (encrypted != null) {
                        out.println(messages.get("https", encrypted));
                    }
                    return url;
                }
                waitingFor = answer;
            }
            if (!told && System.nanoTime() - start > READY_SECONDS * 1_000_000_000L) {
                Failure late = new Failure(Failure.NOT_READY, "not-ready", READY_SECONDS, waitingFor, data.log().resolve("portal.log"));
                if (!howeverLong) {
                    throw late;
                }
                told = true;
                out.println(late.text(messages));
            }
        }
    }

    /** Waits until the portal that runs answers as ready. */
    void awaitOpen(String url) throws InterruptedException {
        long end = System.nanoTime() + READY_SECONDS * 1_000_000_000L;
        for (String answer = ready(url); !answer.isEmpty(); answer = ready(url)) {
            if (System.nanoTime() > end) {
                throw new Failure(Failure.NOT_READY, "not-ready", READY_SECONDS, answer, data.log().resolve("portal.log"));
            }
            Thread.sleep(200);
        }
    }

    Failure ended(int code) throws IOException {
        if (code == Server.LOCKED) {
            return new Failure(Failure.ALREADY_RUNNING, "already-running", data.root(), "", "");
        }
        if (code == Server.OUT_OF_MEMORY) {
            return new Failure(Failure.SERVER_ENDED, "out-of-memory", data.etc().resolve("portal.properties"), data.log());
        }
        if (code == 0) {
            return new Failure(0, "stopped");
        }
        return new Failure(Failure.SERVER_ENDED, "server-ended", code, data.log().resolve("portal.log"), lastLines(data.log().resolve("console.log")));
    }

    private static String lastLines(Path file) throws IOException {
        List<String> lines = Files.exists(file) ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList() : List.of();
        return String.join(System.lineSeparator(), lines.subList(Math.max(0, lines.size() - 10), lines.size()));
    }

    /** Empty when ready, else what it waits for as far as it says. */
    static String ready(String url) {
        try {
            HttpURLConnection c = (HttpURLConnection) new URL(url + "/api/modules/ready").openConnection(java.net.Proxy.NO_PROXY);
            c.setConnectTimeout(1000);
            c.setReadTimeout(2000);
            int status = c.getResponseCode();
            if (status == 200) {
                return "";
            }
            try (var error = c.getErrorStream()) {
                Object waiting = error == null ? null : Json.object(new String(error.readAllBytes(), StandardCharsets.UTF_8)).get("waitingFor");
                return waiting == null ? "HTTP " + status : waiting.toString();
            }
        } catch (IOException e) {
            return "HTTP";
        }
    }
}
