package org.shuyuan.modules.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;
import org.shuyuan.api.problem.Problem;

/**
 * A Karaf archive: the jar of one module together with the bundles that it brings along. Nothing of it is ever written under a name that it gives, and no more of it is
 * unpacked than the limits allow, whatever it says of its sizes. Its features are not read: which of its bundles are needed is found out from the bundles themselves.
 *
 * @param module path of the module's jar in it
 * @param libraries the other bundles
 */
record Kar(String module, List<Library> libraries) {

    /** A bundle that a module brings along. @param sha of its bytes */
    record Library(String entry, String name, Version version, String sha) {

        String words() {
            return name + " " + version;
        }
    }

    static final String SUFFIX = ".kar";
    private static final int MOST_ENTRIES = 1_000;
    private static final int MOST_BUNDLES = 50;
    private static final int COPIED_AT_ONCE = 1 << 16;

    static boolean named(Path file) {
        return file.getFileName().toString().endsWith(SUFFIX);
    }

    /** @throws Problem 422 {@code modules.kar-unsafe}, {@code -too-large}, {@code -no-module}, {@code -many-modules}, {@code -no-bundle}; @throws IOException when it is no archive */
    static Kar read(Path file, long largest) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            List<String> modules = new ArrayList<>();
            List<Library> libraries = new ArrayList<>();
            long left = largest;
            for (String entry : jars(zip)) {
                Path copy = Files.createTempFile("shuyuan-kar", ".jar");
                try {
                    String sha = copied(zip, entry, copy, left);
                    left -= Files.size(copy);
                    Attributes header = header(copy, entry);
                    if (header.getValue(Descriptors.HEADER) != null) {
                        modules.add(entry);
                    } else {
                        libraries.add(library(entry, header, sha));
                    }
                } finally {
                    Files.delete(copy);
                }
            }
            if (modules.isEmpty()) {
                throw new Problem(422, "modules.kar-no-module");
            }
            if (modules.size() > 1) {
                throw new Problem(422, "modules.kar-many-modules").with("files", String.join(", ", modules.stream().map(Kar::name).toList()));
            }
            return new Kar(modules.get(0), List.copyOf(libraries));
        }
    }

    /** The module's own jar, for reading; its copy goes when it is closed. */
    JarFile opened(Path file) throws IOException {
        return new JarFile(copied(file).toFile(), false, ZipFile.OPEN_READ | ZipFile.OPEN_DELETE);
    }

    /** The bytes of the module's own jar; their copy goes when they are closed. */
    InputStream bundle(Path file) throws IOException {
        return Files.newInputStream(copied(file), StandardOpenOption.DELETE_ON_CLOSE);
    }

    private Path copied(Path file) throws IOException {
        Path copy = Files.createTempFile("shuyuan-module", ".jar");
        try (ZipFile zip = new ZipFile(file.toFile())) {
            copied(zip, module, copy, ModuleJar.LARGEST);
            return copy;
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(copy);
            throw e;
        }
    }

    /** The names of the jars in it. */
    private static List<String> jars(ZipFile zip) {
        if (zip.size() > MOST_ENTRIES) {
            throw tooLarge();
        }
        Set<String> seen = new HashSet<>();
        List<String> jars = new ArrayList<>();
        for (ZipEntry entry : (Iterable<ZipEntry>) zip.stream().map(ZipEntry.class::cast)::iterator) {
            String name = entry.getName();
            // of two of one name nobody knows which one is read, and a name that leads out of the archive has no honest purpose
            if (!seen.add(name.toLowerCase(Locale.ROOT)) || name.startsWith("/") || name.contains("\\") || name.contains(":") || List.of(name.split("/")).contains("..")) {
                throw new Problem(422, "modules.kar-unsafe").with("file", name);
            }
            if (!entry.isDirectory() && name.endsWith(".jar")) {
                jars.add(name);
            }
        }
        if (jars.size() > MOST_BUNDLES) {
            throw tooLarge();
        }
        return jars;
    }

    /** @return the hash of what was copied */
    private static String copied(ZipFile zip, String entry, Path copy, long most) throws IOException {
        long left = most;
        var digest = Assets.sha256();
        try (InputStream in = new DigestInputStream(zip.getInputStream(zip.getEntry(entry)), digest); OutputStream out = Files.newOutputStream(copy)) {
            byte[] some = new byte[COPIED_AT_ONCE];
            for (int read = in.read(some); read >= 0; read = in.read(some)) {
                left -= read;
                if (left < 0) {
                    throw tooLarge();
                }
                out.write(some, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static Attributes header(Path copy, String entry) {
        try (JarFile jar = new JarFile(copy.toFile(), false)) {
            Manifest manifest = Entries.manifest(jar);
            return manifest == null ? new Attributes() : manifest.getMainAttributes();
        } catch (IOException notWhole) {
            throw noBundle(entry);
        }
    }

    private static Library library(String entry, Attributes header, String sha) {
        String name = header.getValue(Constants.BUNDLE_SYMBOLICNAME);
        if (name == null || header.getValue(Constants.FRAGMENT_HOST) != null) {
            throw noBundle(entry);
        }
        try {
            return new Library(entry, name.split(";", 2)[0].strip(), Version.parseVersion(header.getValue(Constants.BUNDLE_VERSION)), sha);
        } catch (IllegalArgumentException e) {
            throw noBundle(entry);
        }
    }

    private static Problem noBundle(String entry) {
        return new Problem(422, "modules.kar-no-bundle").with("file", name(entry));
    }

    private static Problem tooLarge() {
        return new Problem(422, "modules.kar-too-large").with("entries", MOST_ENTRIES).with("bundles", MOST_BUNDLES).with("megabytes", ModuleJar.LARGEST >> 20);
    }

    private static String name(String entry) {
        return entry.substring(entry.lastIndexOf('/') + 1);
    }
}
