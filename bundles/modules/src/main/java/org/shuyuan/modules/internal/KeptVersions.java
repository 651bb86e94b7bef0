package org.shuyuan.modules.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.osgi.framework.Version;
import org.shuyuan.api.problem.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The jars of modules that ran, in the data folder: what runs at the next start, and what can be brought back. Thread-safe as far as files are. */
final class KeptVersions {

    /**
     * A version that ran.
     *
     * @param used when it was installed or brought back last
     */
    record Kept(ModuleJar jar, Instant used) {}

    private static final Logger LOG = LoggerFactory.getLogger(KeptVersions.class);
    /** Of a module, besides the one that was used last. */
    private static final int MOST = 5;
    /** Of one number: somebody who tries things out does not push out what ran before. */
    private static final int MOST_OF_A_NUMBER = 2;

    private final Path folder;
    private final Descriptors descriptors;
    /** By file, whose name changes with its content. */
    private final Map<Path, String> tags = new ConcurrentHashMap<>();
    /** The same for archives. */
    private final Map<Path, Kar> archives = new ConcurrentHashMap<>();

    KeptVersions(Path folder, Descriptors descriptors) {
        this.folder = folder;
        this.descriptors = descriptors;
    }

    boolean has(ModuleJar jar) {
        return Files.exists(jar.keptAt(folder));
    }

    ModuleJar keep(ModuleJar given) throws IOException {
        return given.keptIn(folder);
    }

    /** It runs: from now on it is the newest, and what is older than the last few goes. */
    void used(ModuleJar jar) {
        try {
            Files.setLastModifiedTime(jar.path(), FileTime.from(Instant.now()));
        } catch (IOException e) {
            LOG.debug("{} keeps its time: {}", jar.path(), e.getMessage());
        }
        Map<Version, Integer> ofNumber = new HashMap<>();
        int kept = 0;
        for (Kept one : of(jar.id())) {
            boolean stays = kept <= MOST && ofNumber.merge(one.jar().version(), 1, Integer::sum) <= MOST_OF_A_NUMBER || one.jar().path().equals(jar.path());
            if (stays) {
                kept++;
            } else {
                forget(one.jar());
            }
        }
    }

    /** One that cannot be deleted now is tried again the next time. */
    void forget(ModuleJar jar) {
        try {
            archives.remove(jar.path());
            Files.deleteIfExists(jar.path());
        } catch (IOException e) {
            LOG.debug("{} stays: {}", jar.path(), e.getMessage());
        }
    }

    /** What was used last first. */
    List<Kept> of(String id) {
        try (Stream<Path> files = Files.isDirectory(folder) ? Files.list(folder) : Stream.empty()) {
            return files.filter(file -> file.getFileName().toString().startsWith(id + "-")).flatMap(file -> read(id, file).stream())
                    .sorted(Comparator.comparing(Kept::used).thenComparing(kept -> kept.jar().version()).reversed()).toList();
        } catch (IOException e) {
            LOG.warn("The kept versions of {} could not be read: {}", id, e.getMessage());
            return List.of();
        }
    }

    /** @throws Problem 404 {@code modules.no-such-version} */
    ModuleJar find(String id, String sha) {
        return of(id).stream().map(Kept::jar).filter(jar -> jar.sha().equals(sha)).findFirst().orElseThrow(() -> Problem.notFound("modules.no-such-version").with("module", id));
    }

    /** A file that a version brings for browsers; its pages may be open although another version runs by now, or is just being exchanged for it. */
    Optional<byte[]> file(String id, String tag, String file) {
        String version = tag.substring(0, Math.max(0, tag.lastIndexOf('-')));
        try (Stream<Path> jars = Files.isDirectory(folder) ? Files.list(folder) : Stream.empty()) {
            Optional<Path> found = jars.filter(jar -> jar.getFileName().toString().startsWith(id + "-" + version + "-") && tag.equals(tags.computeIfAbsent(jar, of -> tag(of, version))))
                    .findFirst();
            return found.flatMap(jar -> content(jar, Assets.WEB + file));
        } catch (IOException e) {
            LOG.warn("The kept versions of {} could not be read: {}", id, e.getMessage());
            return Optional.empty();
        }
    }

    /** What an archive holds is found out once: pages ask for many files. */
    private JarFile opened(Path file) throws IOException {
        if (!Kar.named(file)) {
            return new JarFile(file.toFile(), false);
        }
        Kar known = archives.get(file);
        if (known == null) {
            known = Kar.read(file, ModuleJar.LARGEST);
            archives.put(file, known);
        }
        return known.opened(file);
    }

    private String tag(Path file, String version) {
        try (JarFile jar = opened(file)) {
            return Assets.tag(jar, Version.parseVersion(version));
        } catch (IOException | IllegalArgumentException | Problem e) {
            return "";
        }
    }

    private Optional<byte[]> content(Path file, String name) {
        try (JarFile jar = opened(file)) {
            ZipEntry entry = jar.getEntry(name);
            if (entry == null || entry.isDirectory()) {
                return Optional.empty();
            }
            try (InputStream in = jar.getInputStream(entry)) {
                return Optional.of(in.readAllBytes());
            }
        } catch (IOException | Problem e) {
            return Optional.empty();
        }
    }

    private Optional<Kept> read(String id, Path file) {
        try {
            ModuleJar jar = ModuleJar.read(file, descriptors);
            return jar.id().equals(id) ? Optional.of(new Kept(jar, Files.getLastModifiedTime(file).toInstant())) : Optional.empty();
        } catch (Problem | IOException noModule) {
            return Optional.empty();
        }
    }
}
