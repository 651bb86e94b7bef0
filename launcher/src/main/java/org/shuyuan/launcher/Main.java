package org.shuyuan.launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;

/** The commands of {@code portal}. */
public final class Main {

    private final Messages messages;
    private final PrintStream out;
    private final Path home;
    private final Path base;

    Main(Messages messages, PrintStream out, Path home, Path base) {
        this.messages = messages;
        this.out = out;
        this.home = home;
        this.base = base;
    }

    public static void main(String[] line) throws Exception {
        Messages messages = Messages.of(Portal.locale());
        int code;
        try {
            Path home = home();
            String clone = System.getenv("SHUYUAN_CLONE");
            code = new Main(messages, System.out, home, clone == null ? home : Path.of(clone)).run(Arguments.parse(line));
        } catch (Failure e) {
            System.err.println(e.text(messages));
            code = e.exitCode();
        } catch (IOException e) {
            System.err.println(unreadable(e).text(messages));
            code = 1;
        } catch (UncheckedIOException e) {
            System.err.println(unreadable(e.getCause()).text(messages));
            code = 1;
        }
        System.exit(code);
    }

    /** What the system said, in words; the name of an exception helps nobody. */
    static Failure unreadable(IOException e) {
        if (e instanceof AccessDeniedException denied) {
            return new Failure(1, "access-denied", denied.getFile());
        }
        if (e instanceof NotDirectoryException || e instanceof FileAlreadyExistsException) {
            return new Failure(1, "in-the-way", ((FileSystemException) e).getFile());
        }
        if (e instanceof FileSystemException file && file.getReason() == null) {
            return new Failure(1, "no-such-file", file.getFile());
        }
        return new Failure(1, "input-output", String.valueOf(e.getMessage()));
    }

    /** The distribution that this jar lies in ({@code lib/}), or what {@code -Dportal.home} says. */
    private static Path home() throws URISyntaxException {
        String told = System.getProperty("portal.home");
        Path jar = Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        return (told == null ? jar.getParent().getParent() : Path.of(told)).toAbsolutePath().normalize();
    }

    int run(Arguments a) throws IOException, InterruptedException {
        String folder = a.command().equals("demo") ? "demo-data" : "data";
        DataFolder data = new DataFolder(a.data().orElse(base.resolve(folder)).toAbsolutePath().normalize());
        switch (a.command()) {
            case "run" -> {
                return foreground(a, data);
            }
            case "start" -> {
                Starter starter = new Starter(home, data, messages, out);
                goOn(starter.awaitReady(starter.start(a, false)), data);
            }
            case "again" -> again(a, data);
            case "stop" -> {
                out.println(messages.get("stopping", data.root()));
                out.println(messages.get(new Stopper(data).stop() ? "stopped" : "stopped-hard", Stopper.PATIENCE_SECONDS));
            }
            case "status" -> {
                return status(data);
            }
            case "demo" -> {
                return demo(a, data);
            }
            case "shell" -> {
                return shell(data, a.words());
            }
            case "backup" -> {
                Path file = Path.of(a.words().get(0));
                control(data).download("/api/persistence/backup", file);
                out.println(messages.get("backed-up", file.toAbsolutePath().normalize(), Files.size(file) / 1024));
            }
            case "restore" -> {
                Path file = Path.of(a.words().get(0));
                control(data).upload("/api/persistence/restore?name=" + Control.encode(String.valueOf(file.getFileName())), file);
                // it opens its database anew a moment later; who is told "restored" may go on at once
                new Starter(home, data, messages, out).awaitOpen(String.valueOf(data.read("address")));
                out.println(messages.get("restored", file));
            }
            case "module" -> {
                if (a.words().get(0).equals("pack")) {
                    return new PackCommand(Called.now(), messages, out).run(a.words().subList(1, a.words().size()));
                }
                if (SignCommand.knows(a.words())) {
                    return new SignCommand(messages, out, java.time.Clock.systemUTC()).run(a.words());
                }
                DataFolder tried = DataFolder.running(candidates(a, data));
                Control control = control(tried);
                if (a.data().isEmpty()) {
                    // whoever has two portals side by side is told which of them it is
                    out.println(messages.get("module.where", tried.read("address"), tried.root()));
                }
                return new ModuleCommand(control, messages, out).run(a.words());
            }
            case "tls" -> {
                return new TlsCommand(data, messages, out, java.time.Clock.systemUTC()).run(a.words());
            }
            case "new" -> {
                return new NewCommand(home, Called.now(), messages, out).run(a.words());
            }
            case "dev" -> {
                return new DevCommand(Called.now(), messages, out).run(a.words(), candidates(a, data), Messages.language(Portal.locale()));
            }
            case "audit" -> {
                return new AuditCommand(control(data), messages, out).run(a.words());
            }
            default -> out.println(messages.get("help"));
        }
        return 0;
    }

    /** Where a portal may run that takes modules: a portal for trying things is the demonstration, unless a folder is named. */
    private List<DataFolder> candidates(Arguments a, DataFolder data) {
        return a.data().isPresent() ? List.of(data) : List.of(new DataFolder(base.resolve("demo-data").toAbsolutePath().normalize()), data);
    }

    private Control control(DataFolder data) throws IOException {
        return Control.of(data, Messages.language(Portal.locale()));
    }

    private int foreground(Arguments a, DataFolder data) throws IOException, InterruptedException {
        Starter starter = new Starter(home, data, messages, out);
        Process process = starter.start(a, true);
        stopWithUs(process, data);
        process = ready(a, data, starter, process);
        goOn(String.valueOf(data.read("address")), data);
        out.println(messages.get("foreground"));
        return follow(a, data, starter, process);
    }

    private Recovery recovery(DataFolder data) {
        return new Recovery(home, data, messages, out, java.time.InstantSource.system());
    }

    /** Called by a server whose memory ran out, never typed. Without a word it only hands over to a process of its own. */
    private void again(Arguments a, DataFolder data) throws IOException, InterruptedException {
        Recovery recovery = recovery(data);
        if (a.words().isEmpty()) {
            recovery.handOver(a);
            return;
        }
        recovery.awaitEnd();
        recovery.prepare();
        Starter starter = new Starter(home, data, messages, out);
        // not where to go: what is said here is kept in a log, and the way to a portal without an administrator is a secret
        starter.awaitReady(starter.start(a, false));
        recovery.tell();
    }

    private int follow(Arguments a, DataFolder data, Starter starter, Process first) throws IOException, InterruptedException {
        Process process = first;
        int code = process.waitFor();
        while (code == Server.OUT_OF_MEMORY) {
            process = ready(a, data, starter, startedAgain(a, data, starter));
            recovery(data).tell();
            code = process.waitFor();
        }
        if (code != 0) {
            throw starter.ended(code);
        }
        out.println(messages.get("stopped"));
        return 0;
    }

    /** The process that is ready: another one where memory ran out before. */
    private Process ready(Arguments a, DataFolder data, Starter starter, Process first) throws IOException, InterruptedException {
        Process process = first;
        while (true) {
            try {
                starter.awaitReadyHoweverLong(process);
                return process;
            } catch (Failure ended) {
                if (process.isAlive() || process.exitValue() != Server.OUT_OF_MEMORY) {
                    throw ended;
                }
                process = startedAgain(a, data, starter);
            }
        }
    }

    /** @throws Failure when memory ran out three times within the hour */
    private Process startedAgain(Arguments a, DataFolder data, Starter starter) throws IOException {
        recovery(data).prepare();
        Process process = starter.start(a, true, "SHUYUAN_ADMIN_PASSWORD");
        stopWithUs(process, data);
        return process;
    }

    /** Ctrl-C and SIGTERM come to the launcher; the server is asked the gentle way and waited for. */
    private static void stopWithUs(Process process, DataFolder data) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                if (process.isAlive() && !new Stopper(data).ask()) {
                    process.destroy();
                }
                process.waitFor(Stopper.PATIENCE_SECONDS, java.util.concurrent.TimeUnit.SECONDS);
            } catch (IOException e) {
                process.destroy();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
    }

    /** Where to go: the page, or the one-time set-up link while there is no administrator. */
    private void goOn(String url, DataFolder data) throws IOException {
        String link = data.read("setup-link");
        if (link != null && !link.isEmpty()) {
            out.println(messages.get("setup", url + link));
        }
    }

    private int status(DataFolder data) throws IOException {
        if (!data.inUse()) {
            out.println(messages.get("not-running", data.root()));
            return Failure.NOT_RUNNING;
        }
        String url = data.read("address");
        String waiting = url == null ? "…" : Starter.ready(url);
        out.println(messages.get(waiting.isEmpty() ? "status-ready" : "status-starting", url == null ? "" : url,
                data.process().map(ProcessHandle::pid).orElse(0L), data.root(), waiting));
        if (waiting.isEmpty()) {
            TlsFolder tls = TlsFolder.of(data);
            if (data.read("tls.port") != null || !Server.local(String.valueOf(data.read("host")))) {
                out.println(TlsCommand.line(tls, messages, java.time.Instant.now()));
            }
            goOn(String.valueOf(url), data);
            return 0;
        }
        return Failure.NOT_READY;
    }

    private int demo(Arguments a, DataFolder data) throws IOException, InterruptedException {
        Demo demo = new Demo(home, data, messages, out);
        if (data.inUse()) {
            out.println(messages.get("demo-running", String.valueOf(data.read("address")), Demo.USER, demo.password()));
            return Failure.ALREADY_RUNNING;
        }
        data.create();
        demo.welcomeUnsigned();
        demo.password();
        Starter starter = new Starter(home, data, messages, out);
        Process process = starter.start(a, true, "SHUYUAN_ADMIN_PASSWORD");
        stopWithUs(process, data);
        process = ready(a, data, starter, process);
        String url = String.valueOf(data.read("address"));
        demo.fill(url);
        out.println(messages.get("demo-ready", url, Demo.USER, demo.password()));
        out.println(messages.get("foreground"));
        return follow(a, data, starter, process);
    }

    private int shell(DataFolder data, List<String> words) throws IOException, InterruptedException {
        String port = data.read("console.port");
        if (!data.inUse() || port == null) {
            throw new Failure(Failure.NOT_RUNNING, "not-running", data.root());
        }
        List<String> line = new java.util.ArrayList<>(new JvmCommand(home, data).console(Integer.parseInt(port), words.isEmpty()));
        if (words.isEmpty()) {
            return new ProcessBuilder(line).inheritIO().start().waitFor();
        }
        // The client ends at once with a command on its own line; commands on its input are done.
        line.add("-b");
        Process client = new ProcessBuilder(line).redirectOutput(ProcessBuilder.Redirect.INHERIT).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (var in = client.outputWriter(java.nio.charset.StandardCharsets.UTF_8)) {
            in.write(String.join(" ", words) + "\n");
        }
        return client.waitFor();
    }
}
