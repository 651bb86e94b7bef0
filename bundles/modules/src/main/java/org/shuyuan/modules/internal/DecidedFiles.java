package org.shuyuan.modules.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which files of the deploy folder have had their turn, by their content. The watcher tells of every file at each start; one that was decided upon must not undo then
 * what somebody chose afterwards. Thread-safe.
 */
final class DecidedFiles {

    private static final Logger LOG = LoggerFactory.getLogger(DecidedFiles.class);

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
        if (known.remove(name) != null) {
            write();
        }
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
