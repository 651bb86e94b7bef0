package org.shuyuan.testing;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The built files of the portal's browser side: those of the sources that a module stands in, or those of the portal whose kit its {@code pom.xml} names. */
final class WebFiles {

    private static final Pattern KIT = Pattern.compile("<url>(file:[^<]*)/kit/repository/?</url>");

    private final Path place;

    private WebFiles(Path place) {
        this.place = place;
    }

    /** Looked for from the folder of the module; empty where there are none. */
    static Optional<WebFiles> found() throws IOException {
        for (String sources : new String[] {"../web/target/web", "../../bundles/web/target/web"}) {
            if (Files.exists(Path.of(sources, "index.html"))) {
                return Optional.of(new WebFiles(Path.of(sources)));
            }
        }
        Matcher kit = KIT.matcher(Files.exists(Path.of("pom.xml")) ? Files.readString(Path.of("pom.xml")) : "");
        Path bundles = kit.find() ? Path.of(URI.create(kit.group(1))).resolve("system/org/shuyuan/shuyuan-web") : Path.of("none");
        if (!Files.isDirectory(bundles)) {
            return Optional.empty();
        }
        try (Stream<Path> jars = Files.walk(bundles)) {
            return jars.filter(file -> file.toString().endsWith(".jar")).findFirst().map(WebFiles::new);
        }
    }

    /** @throws NoSuchFileException there is none of this name */
    byte[] read(String name) throws IOException {
        if (Files.isDirectory(place)) {
            return Files.readAllBytes(place.resolve(name));
        }
        try (ZipFile jar = new ZipFile(place.toFile())) {
            ZipEntry entry = jar.getEntry("web/" + name);
            if (entry == null) {
                throw new NoSuchFileException(name);
            }
            try (InputStream in = jar.getInputStream(entry)) {
                return in.readAllBytes();
            }
        }
    }
}
