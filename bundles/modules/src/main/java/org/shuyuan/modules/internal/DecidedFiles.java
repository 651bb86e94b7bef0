package org.shuyuan.modules.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Properties;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which files of the deploy folder have had their turn, by their content. The watcher tells of every file at each start; one that was decided upon must not undo then
 * what somebody chose afterwards. Thread-safe.
 */
final class DecidedFiles {

    private static final Logger LOG = LoggerFactory.getLogger(DecidedFiles.class);

    /** Before a hash; no file is called so. */
    private static final String LEFT_OUT = "/";

    private final Path file;
    private final Properties known = new Properties();

    DecidedFiles(Path kept) {
        file = kept.resolve("deployed.properties");
        try (InputStream in = Files.newInputStream(file)) {
            known.load(in);
        } catch (IOException | IllegalArgumentException none) {
            LOG.debug("Nothing is known of the deploy folder yet", none);
        }
    }

    synchronized boolean holds(String name, String sha) {
        return sha.equals(known.getProperty(name));
    }

    synchronized void add(String name, String sha) {
        if (!holds(name, sha)) {
            known.setProperty(name, sha);
            write();
        }
    }

    /** It was taken out; put in again it counts anew. */
    synchronized void remove(String name) {
        Object sha = known.remove(name);
        if (sha != null) {
            known.remove(LEFT_OUT + sha);
            write();
        }
    }

    /** Those of which no file is there any more. */
    synchronized void keepOnly(Predicate<String> there) {
        known.stringPropertyNames().stream().filter(name -> !name.startsWith(LEFT_OUT) && !there.test(name)).forEach(this::remove);
    }

    /** A jar that must not be brought by itself again, wherever it lies. */
    synchronized void leaveOut(String sha) {
        known.setProperty(LEFT_OUT + sha, "");
        write();
    }

    synchronized boolean leftOut(String sha) {
        return known.containsKey(LEFT_OUT + sha);
    }

    private void write() {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.createDirectories(file.getParent());
            try (OutputStream out = Files.newOutputStream(part)) {
                known.store(out, null);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warn("{} could not be written: {}", file, e.getMessage());
        }
    }
}
