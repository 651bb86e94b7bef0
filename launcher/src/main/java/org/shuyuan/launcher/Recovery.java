package org.shuyuan.launcher;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A portal whose memory ran out is started again, and leaves out the module that was changed last (the portal decides which, by its history). Not for ever: what runs
 * out three times within an hour wants a person.
 */
final class Recovery {

    /** In {@code run/}: tells the portal that starts why it starts. Holds the moment. */
    static final String MARKER = "out-of-memory";
    /** In {@code run/}: what the portal left out, for the one who started it. */
    static final String WITHHELD = "withheld";
    /** In {@code log/}: each moment in which memory ran out, one in a line. */
    static final String MOMENTS = "out-of-memory.log";
    private static final int MOST = 3;
    private static final Duration WITHIN = Duration.ofHours(1);
    private static final Duration ENDS_WITHIN = Duration.ofMinutes(30);
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

    private final Path home;
    private final DataFolder data;
    private final Messages messages;
    private final PrintStream out;
    private final InstantSource clock;

    Recovery(Path home, DataFolder data, Messages messages, PrintStream out, InstantSource clock) {
        this.home = home;
        this.data = data;
        this.messages = messages;
        this.out = out;
        this.clock = clock;
    }

    /**
     * What the Java machine calls as its last act: the command {@code again}, which must not be its child in anything but name, since it inherits every open socket.
     *
     * @return for {@code -XX:OnOutOfMemoryError}
     */
    static String command(Path home, DataFolder data, Settings settings) {
        boolean windows = File.separatorChar == '\\';
        List<String> words = List.of(home.resolve(windows ? "bin/portal.cmd" : "bin/portal").toString(), "again", "--data", data.root().toString(),
                "--host", settings.host(), "--port", String.valueOf(settings.port()));
        List<String> quoted = words.stream().map(word -> windows ? '"' + word + '"' : "'" + word.replace("'", "'\\''") + "'").toList();
        // the Java machine puts the process's number for %p
        return String.join(" ", quoted).replace("%", "%%");
    }

    /** Starts the same command as a process that inherits nothing, and returns at once. */
    void handOver(Arguments a) throws IOException {
        List<String> line = new ArrayList<>(Starter.detached());
        line.addAll(List.of(home.resolve(File.separatorChar == '\\' ? "bin/portal.cmd" : "bin/portal").toString(), "again", "now", "--data", data.root().toString()));
        a.host().ifPresent(host -> line.addAll(List.of("--host", host)));
        a.port().ifPresent(port -> line.addAll(List.of("--port", String.valueOf(port))));
        new ProcessBuilder(line).directory(data.root().toFile()).redirectErrorStream(true).redirectInput(ProcessBuilder.Redirect.from(Starter.nothing()))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(data.log().resolve("restarts.log").toFile())).start();
    }

    /**
     * Waits until the process that ran out of memory has ended; it writes down what its memory held first, which a slow disk takes its time for.
     *
     * @throws Failure when somebody still uses the data folder: nothing in it may be changed then
     */
    void awaitEnd() throws IOException, InterruptedException {
        Instant end = clock.instant().plus(ENDS_WITHIN);
        while (data.inUse()) {
            if (clock.instant().isAfter(end)) {
                throw new Failure(Failure.ALREADY_RUNNING, "already-running", data.root(), String.valueOf(data.read("address")), data.process().map(ProcessHandle::pid).orElse(0L));
            }
            Thread.sleep(200);
        }
    }

    /**
     * Notes that memory ran out, and prepares a start that leaves out what was changed last.
     *
     * @throws Failure when it ran out three times within the hour
     */
    void prepare() throws IOException {
        Instant now = clock.instant();
        Path moments = data.log().resolve(MOMENTS);
        List<String> before = Files.exists(moments) ? Files.readAllLines(moments) : List.of();
        Files.writeString(moments, now + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        keepNewestDump();
        if (before.stream().filter(line -> recent(line, now)).count() + 1 >= MOST) {
            throw new Failure(Failure.SERVER_ENDED, "out-of-memory", data.etc().resolve("portal.properties"), data.log());
        }
        Files.writeString(data.run(MARKER), now.toString());
        // a module that fills the memory while it starts would do so before anybody could leave it out
        new BundleCache(home, data).discard();
        out.println(messages.get("memory.again", CLOCK.format(now)));
    }

    /** Says what the portal that is ready has left out. */
    void tell() throws IOException {
        String withheld = data.read(WITHHELD);
        out.println(withheld == null ? messages.get("memory.nothing-withheld") : messages.get("memory.withheld", withheld));
        Files.deleteIfExists(data.run(WITHHELD));
    }

    private static boolean recent(String line, Instant now) {
        try {
            return Instant.parse(line.strip()).isAfter(now.minus(WITHIN));
        } catch (java.time.format.DateTimeParseException edited) {
            return false;
        }
    }

    /** Each is as large as the memory. */
    private void keepNewestDump() throws IOException {
        try (Stream<Path> files = Files.list(data.log())) {
            List<Path> dumps = files.filter(file -> file.toString().endsWith(".hprof")).sorted(Comparator.comparing((Path file) -> file.toFile().lastModified()).reversed()).toList();
            for (Path old : dumps.subList(Math.min(1, dumps.size()), dumps.size())) {
                Files.deleteIfExists(old);
            }
        }
    }
}
