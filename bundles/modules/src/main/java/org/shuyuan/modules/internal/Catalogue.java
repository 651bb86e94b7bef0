package org.shuyuan.modules.internal;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.shuyuan.api.problem.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The modules' jars and archives in a folder: the catalogue that the distribution carries, or the deploy folder. A jar is read again only when it changed. Thread-safe. */
final class Catalogue {

    static final Comparator<ModuleJar> BY_VERSION = Comparator.comparing(ModuleJar::version);
    private static final Logger LOG = LoggerFactory.getLogger(Catalogue.class);

    /** What a file was found to be; {@code problem} when it is no usable module. */
    record Found(Path file, Optional<ModuleJar> jar, Optional<Problem> problem) {}

    private record State(long size, FileTime changed) {}

    private record Known(State state, Found found) {}

    private final Path folder;
    private final Descriptors descriptors;
    private final Map<Path, Known> known = new ConcurrentHashMap<>();

    Catalogue(Path folder, Descriptors descriptors) {
        this.folder = folder.toAbsolutePath().normalize();
        this.descriptors = descriptors;
    }

    Path folder() {
        return folder;
    }

    /** The newest jar of each module. */
    Map<String, ModuleJar> newest() {
        Map<String, ModuleJar> newest = new TreeMap<>();
        for (Found found : all()) {
            found.jar().ifPresent(jar -> newest.merge(jar.id(), jar, (a, b) -> BY_VERSION.compare(a, b) >= 0 ? a : b));
        }
        return newest;
    }

    /** Every jar in the folder, also the unusable. */
    List<Found> all() {
        List<Found> all = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.{jar,kar}")) {
                for (Path file : files) {
                    all.add(read(file));
                }
            } catch (IOException e) {
                LOG.warn("{} cannot be read: {}", folder, e.getMessage());
            }
            known.keySet().removeIf(file -> all.stream().noneMatch(f -> f.file().equals(file)));
        }
        all.sort(Comparator.comparing(Found::file));
        return all;
    }

    private Found read(Path file) throws IOException {
        State state = new State(Files.size(file), Files.getLastModifiedTime(file));
        Known before = known.get(file);
        if (before != null && before.state().equals(state)) {
            return before.found();
        }
        Found found;
        try {
            found = new Found(file, Optional.of(ModuleJar.read(file, descriptors)), Optional.empty());
        } catch (Problem e) {
            found = new Found(file, Optional.empty(), Optional.of(e));
        }
        known.put(file, new Known(state, found));
        return found;
    }
}
