package org.shuyuan.modules.internal;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which of the kept jars runs as which module, as it was written down when it had proved itself. */
final class RunningJars {

    /** After the id: the file that names the jar. */
    private static final String CURRENT = ".current";

    private final Path kept;

    RunningJars(Path kept) {
        this.kept = kept;
    }

    /** The file name of the jar; null when nothing has run as the module. */
    @Nullable String name(String id) {
        try {
            return Files.readString(kept.resolve(id + CURRENT)).strip();
        } catch (IOException none) {
            return null;
        }
    }

    /** Whole or not at all: the portal may be killed meanwhile. */
    void put(String id, Path jar) throws IOException {
        Path part = kept.resolve(id + CURRENT + ".part");
        Files.writeString(part, jar.getFileName().toString());
        Files.move(part, kept.resolve(id + CURRENT), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    void remove(String id) throws IOException {
        Files.deleteIfExists(kept.resolve(id + CURRENT));
    }

    /** The jars that run as other modules. */
    List<Path> others(String id) throws IOException {
        List<Path> jars = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(kept, "*" + CURRENT)) {
            for (Path one : all) {
                if (!one.getFileName().toString().equals(id + CURRENT)) {
                    jars.add(kept.resolve(Files.readString(one).strip()));
                }
            }
        }
        return jars;
    }
}
