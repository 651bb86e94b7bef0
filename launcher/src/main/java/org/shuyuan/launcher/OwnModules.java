package org.shuyuan.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/** The modules that a distribution brings, as its jars themselves say: one of the same word would take the place of one of these. */
final class OwnModules {

    private final Path home;

    OwnModules(Path home) {
        this.home = home;
    }

    /** What the portal's own module of that word is called in that language; empty where none has it. */
    Optional<String> named(String id, String language) throws IOException {
        for (Path jar : jars()) {
            try (JarFile file = new JarFile(jar.toFile())) {
                if (file.getManifest() != null && id.equals(file.getManifest().getMainAttributes().getValue("Shuyuan-Module"))) {
                    return Optional.of(name(file, language).orElse(id));
                }
            }
        }
        return Optional.empty();
    }

    private List<Path> jars() throws IOException {
        try (Stream<Path> platform = under(home.resolve("system/org/shuyuan")); Stream<Path> catalogue = under(home.resolve("catalogue"))) {
            return Stream.concat(platform, catalogue).filter(file -> file.toString().endsWith(".jar")).sorted().toList();
        }
    }

    private static Stream<Path> under(Path folder) throws IOException {
        return Files.isDirectory(folder) ? Files.walk(folder) : Stream.empty();
    }

    private static Optional<String> name(JarFile file, String language) throws IOException {
        ZipEntry texts = file.getEntry("shuyuan/i18n/" + language + ".json");
        if (texts == null) {
            return Optional.empty();
        }
        String json = new String(file.getInputStream(texts).readAllBytes(), StandardCharsets.UTF_8);
        return Optional.ofNullable(Json.object(json).get("module.name")).map(String::valueOf);
    }
}
