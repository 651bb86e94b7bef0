package org.shuyuan.launcher;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * {@code portal dev [FOLDER]}: while somebody writes a module, what is built or saved there is in the running portal a moment later. It watches
 * {@code target/*.jar} and {@code src/main/resources/shuyuan/}, or the folder of a module of pages alone; a page or a text that is saved goes into a copy of the jar without a build. Everything goes
 * through the same door as any other installation, so open pages go on by themselves, and what does not run leaves what ran before.
 */
final class DevCommand {

    /** A file counts as written when it is the same at two looks. */
    private static final long LOOK_MS = 150;
    private static final Path ASSETS = Path.of("src", "main", "resources", "shuyuan");

    /** So long a module takes now and then; who hears nothing for longer looks for the fault in the wrong place. */
    private static final long STILL_S = 3;
    private static final int MOST_TOLD = 3;
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    private final Called called;
    private final Messages messages;
    private final PrintStream out;

    DevCommand(Called called, Messages messages, PrintStream out) {
        this.called = called;
        this.messages = messages;
        this.out = out;
    }

    /** Until it is interrupted. @param running where a portal may run, the first that does is taken */
    int run(List<String> words, List<DataFolder> running, String language) throws IOException, InterruptedException {
        Path folder = Path.of(words.isEmpty() ? "." : words.get(0)).toAbsolutePath().normalize();
        if (!Files.isDirectory(folder.resolve(ASSETS)) && !ofPagesAlone(folder)) {
            throw new Failure(Failure.USAGE, "dev.no-module", folder);
        }
        DataFolder data = DataFolder.running(running);
        Control control = Control.of(data, language);
        out.println(messages.get("dev.watching", folder, data.read("address")));
        Map<Path, Stamp> installed = Map.of();
        Map<Path, Stamp> before = Map.of();
        while (true) {
            Map<Path, Stamp> now = look(folder);
            if (now.equals(before) && !now.equals(installed) && (ofPagesAlone(folder) || jar(folder).filter(SavedJar::whole).isPresent())) {
                say(folder, "dev.bringing", what(installed, now));
                installed = now;
                bring(folder, control);
            }
            before = now;
            Thread.sleep(LOOK_MS);
        }
    }

    /** One without a build: a flat folder that {@code portal module pack} makes a jar of. */
    private static boolean ofPagesAlone(Path folder) {
        return Files.isRegularFile(folder.resolve("module.json"));
    }

    record Stamp(long size, long modified) {}

    /** The newest jar and everything that goes into it as it is. */
    private static Map<Path, Stamp> look(Path folder) throws IOException {
        Map<Path, Stamp> seen = new TreeMap<>();
        boolean flat = ofPagesAlone(folder);
        Optional<Path> jar = flat ? Optional.empty() : jar(folder);
        if (flat || jar.isPresent()) {
            try (Stream<Path> files = flat ? Files.list(folder) : Files.walk(folder.resolve(ASSETS))) {
                for (Path file : Stream.concat(jar.stream(), files.filter(Files::isRegularFile)).toList()) {
                    seen.put(file, new Stamp(Files.size(file), Files.getLastModifiedTime(file).toMillis()));
                }
            } catch (java.nio.file.NoSuchFileException | java.io.UncheckedIOException goneMeanwhile) {
                return Map.of();
            }
        }
        return seen;
    }

    private static Optional<Path> jar(Path folder) throws IOException {
        Path target = folder.resolve("target");
        try (Stream<Path> files = Files.isDirectory(target) ? Files.list(target) : Stream.empty()) {
            return files.filter(file -> file.toString().endsWith(".jar") && !file.toString().endsWith("-sources.jar") && !file.toString().endsWith("-javadoc.jar"))
                    .max(java.util.Comparator.comparingLong(file -> file.toFile().lastModified()));
        }
    }

    /** What is new since the module was brought last, in a few words. */
    String what(Map<Path, Stamp> before, Map<Path, Stamp> now) {
        if (before.isEmpty()) {
            return messages.get("dev.as-it-is");
        }
        TreeSet<String> files = new TreeSet<>();
        Stream.concat(before.keySet().stream(), now.keySet().stream()).filter(file -> !Objects.equals(before.get(file), now.get(file)))
                .forEach(file -> files.add(file.toString().endsWith(".jar") ? messages.get("dev.build") : String.valueOf(file.getFileName())));
        String names = messages.list(files.stream().limit(MOST_TOLD).toList());
        return files.size() > MOST_TOLD ? messages.get("dev.saved-more", names, files.size()) : files.equals(Set.of(messages.get("dev.build"))) ? names : messages.get("dev.saved", names);
    }

    private void say(Path folder, String key, Object... values) {
        out.println(LocalTime.now().format(CLOCK) + " " + folder.getFileName() + ": " + messages.get(key, values));
    }

    private void bring(Path folder, Control control) throws InterruptedException {
        long begun = System.nanoTime();
        Path copy = null;
        ScheduledExecutorService waiting = Executors.newSingleThreadScheduledExecutor();
        try {
            copy = Files.createTempFile("shuyuan-dev", ".jar");
            String name = made(folder, copy);
            waiting.schedule(() -> say(folder, "dev.still"), STILL_S, TimeUnit.SECONDS);
            try {
                control.upload("/api/modules/install?name=" + Control.encode(name), copy);
            } finally {
                // before the result is said: what follows it would be no longer true
                waiting.shutdownNow();
            }
            say(folder, "dev.installed", name, String.format(Locale.ROOT, "%.1f", (System.nanoTime() - begun) / 1e9));
        } catch (Failure refused) {
            if (refused.exitCode() == Failure.NOT_RUNNING || refused.exitCode() == Failure.SERVER_ENDED) {
                throw refused;
            }
            say(folder, "dev.refused", refused.text(messages));
        } catch (IOException halfWritten) {
            // the build is still at it: the next look finds it whole
            say(folder, "dev.refused", Main.unreadable(halfWritten).text(messages));
        } finally {
            waiting.shutdownNow();
            delete(copy);
        }
    }

    /** Makes the jar. @return what it is called */
    private String made(Path folder, Path copy) throws IOException {
        if (ofPagesAlone(folder)) {
            new PackCommand(called, messages, new PrintStream(OutputStream.nullOutputStream())).run(List.of(folder.toString(), "-o", copy.toString()));
            return folder.getFileName() + ".jar";
        }
        Path jar = jar(folder).orElseThrow(() -> new java.nio.file.NoSuchFileException(folder.resolve("target").toString()));
        SavedJar.write(jar, folder.resolve(ASSETS), copy);
        return jar.getFileName().toString();
    }

    private static void delete(@org.jspecify.annotations.Nullable Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException stays) {
            file.toFile().deleteOnExit();
        }
    }
}
