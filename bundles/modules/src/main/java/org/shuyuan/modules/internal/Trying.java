package org.shuyuan.modules.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which module is just being brought, on disk: if the process ends meanwhile, the next one knows what it was at. One at a time, under the manager's lock.
 */
final class Trying {

    /** @param sha of the whole jar */
    record Attempt(String id, String version, String origin, String sha) {}

    private static final Logger LOG = LoggerFactory.getLogger(Trying.class);

    private final Path file;

    Trying(Path kept) {
        file = kept.resolve("trying");
    }

    void begin(ModuleJar jar, String origin) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, List.of(jar.id(), jar.version().toString(), origin, jar.sha()), StandardCharsets.UTF_8);
        } catch (IOException e) {
            LOG.warn("That module {} is brought could not be written down: {}", jar.id(), e.getMessage());
        }
    }

    void end() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("{} stays behind: {}", file, e.getMessage());
        }
    }

    /** What a process before this one did not come to the end of. */
    Optional<Attempt> left() {
        List<String> lines;
        try {
            lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (IOException none) {
            return Optional.empty();
        }
        return lines.size() < 4 ? Optional.empty() : Optional.of(new Attempt(lines.get(0), lines.get(1), lines.get(2), lines.get(3)));
    }
}
