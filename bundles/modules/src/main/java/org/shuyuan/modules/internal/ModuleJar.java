package org.shuyuan.modules.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.text.Language;
import org.shuyuan.rest.Json;

/**
 * A jar that is a module, or a Karaf archive with such a jar, read without running any of its code.
 *
 * @param path of the jar or archive
 * @param libraries the bundles that an archive brings along
 * @param sha of the whole file
 */
record ModuleJar(Path path, Descriptor descriptor, Version version, List<Kar.Library> libraries, String sha) {

    /** Of a file, and of all that an archive holds: larger ones are refused. */
    static final long LARGEST = 100L << 20;

    private static final Pattern MIGRATION = Pattern.compile("db/migration(-[a-z0-9]+)?/[^/]+\\.sql");
    /** What the history has room for. */
    private static final int LONGEST_VERSION = 60;

    String id() {
        return descriptor.id();
    }

    /** Whether a file of that name is looked at. */
    static boolean named(String file) {
        return file.endsWith(".jar") || file.endsWith(Kar.SUFFIX);
    }

    /** Whether the file is whole, and carries the header or is an archive; one that is still being copied is not whole. */
    static boolean isOne(Path file) {
        if (!named(file.getFileName().toString()) || !Files.isRegularFile(file)) {
            return false;
        }
        try (JarFile jar = new JarFile(file.toFile(), false)) {
            Manifest manifest = Kar.named(file) ? null : Entries.manifest(jar);
            return Kar.named(file) || manifest != null && manifest.getMainAttributes().getValue(Descriptors.HEADER) != null;
        } catch (IOException notWhole) {
            return false;
        }
    }

    /** The jar of the module itself, wherever it is. */
    private JarFile opened() throws IOException {
        return Kar.named(path) ? Kar.read(path, LARGEST).opened(path) : new JarFile(path.toFile(), false);
    }

    /** A header of the module's bundle. */
    @Nullable String header(String name) {
        try (JarFile jar = opened()) {
            Manifest manifest = Entries.manifest(jar);
            return manifest == null ? null : manifest.getMainAttributes().getValue(name);
        } catch (IOException e) {
            return null;
        }
    }

    /** By what name the container knows it: the same for all versions of one module. */
    String symbolicName() {
        return String.valueOf(header(Constants.BUNDLE_SYMBOLICNAME)).split(";", 2)[0].strip();
    }

    /** What the container is given to run. */
    InputStream bundle() throws IOException {
        return Kar.named(path) ? Kar.read(path, LARGEST).bundle(path) : Files.newInputStream(path);
    }

    /** @throws Problem 422 {@code modules.not-a-module}, {@code modules.bad-descriptor}, {@code modules.is-fragment}, {@code modules.kar-…} */
    static ModuleJar read(Path file, Descriptors descriptors) {
        if (!isOne(file)) {
            throw new Problem(422, "modules.not-a-module");
        }
        try {
            Kar kar = Kar.named(file) ? Kar.read(file, LARGEST) : null;
            return read(file, kar, descriptors);
        } catch (IOException | IllegalArgumentException e) {
            throw new Problem(422, "modules.not-a-module");
        }
    }

    private static ModuleJar read(Path file, @Nullable Kar kar, Descriptors descriptors) throws IOException {
        try (JarFile jar = kar == null ? new JarFile(file.toFile(), false) : kar.opened(file)) {
            Manifest manifest = Entries.manifest(jar);
            Attributes header = manifest == null ? new Attributes() : manifest.getMainAttributes();
            byte[] described = Entries.bytes(jar, Descriptors.PATH);
            if (described == null) {
                throw new Problem(422, "modules.bad-descriptor").with("why", Descriptors.PATH + " is missing");
            }
            Descriptor descriptor = descriptors.read(header.getValue(Descriptors.HEADER), new ByteArrayInputStream(described));
            if (header.getValue(Constants.FRAGMENT_HOST) != null) {
                // the framework runs code of some fragments as soon as it is given them: long before anybody has asked who signed it
                throw new Problem(422, "modules.is-fragment").with("module", descriptor.id());
            }
            if (descriptor.platform()) {
                throw new Problem(422, "modules.is-platform").with("module", descriptor.id());
            }
            Version version = Version.parseVersion(header.getValue(Constants.BUNDLE_VERSION));
            if (version.toString().length() > LONGEST_VERSION) {
                throw new Problem(422, "modules.bad-descriptor").with("why", Constants.BUNDLE_VERSION + " is longer than " + LONGEST_VERSION + " characters");
            }
            return new ModuleJar(file, descriptor, version, kar == null ? List.of() : kar.libraries(), sha(file));
        }
    }

    /**
     * Of a file that somebody brings: its pages in JSON are looked at as well.
     *
     * @throws Problem 422 as {@link #read(Path, Descriptors)}
     */
    static ModuleJar brought(Path file, Descriptors descriptors) {
        ModuleJar read = read(file, descriptors);
        try (JarFile jar = read.opened()) {
            descriptors.checkPages(read.descriptor(), jar);
            return read;
        } catch (IOException e) {
            throw new Problem(422, "modules.not-a-module");
        }
    }

    /** A text out of the jar itself, where the module does not run: in the language, else in zh-CN, else the key. */
    String text(Language language, String key) {
        try (JarFile jar = opened()) {
            for (Language one : List.of(language, Language.ZH_CN)) {
                byte[] texts = Entries.bytes(jar, "shuyuan/i18n/" + one.tag() + ".json");
                String text = texts == null ? "" : Json.mapper().readTree(texts).path(key).asText("");
                if (!text.isEmpty()) {
                    return text;
                }
            }
        } catch (IOException e) {
            return key;
        }
        return key;
    }

    String name(Language language) {
        return text(language, descriptor.json().path("name").asText());
    }

    /** The text of one of its migrations; empty when it cannot be read. */
    String migration(String script) {
        try (JarFile jar = opened()) {
            ZipEntry entry = jar.getEntry(script);
            try (InputStream in = entry == null ? InputStream.nullInputStream() : jar.getInputStream(entry)) {
                return new String(in.readNBytes(Entries.LONGEST), StandardCharsets.UTF_8);
            }
        } catch (IOException e) {
            return "";
        }
    }

    /** Paths of its migrations for every kind of database, in their order. */
    List<String> migrations() {
        try (JarFile jar = opened()) {
            return jar.stream().map(ZipEntry::getName).filter(n -> MIGRATION.matcher(n).matches())
                    .sorted(Comparator.comparingInt(ModuleJar::number).thenComparing(n -> n)).toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Of a migration's path. */
    static String name(String script) {
        return script.substring(script.lastIndexOf('/') + 1);
    }

    private static int number(String script) {
        String digits = name(script).replaceFirst("^V(\\d{1,9}).*", "$1");
        return digits.matches("\\d+") ? Integer.parseInt(digits) : Integer.MAX_VALUE;
    }

    /** Where {@link #keptIn} puts it. */
    Path keptAt(Path folder) {
        return folder.resolve(id() + "-" + version + "-" + sha.substring(0, 8) + (Kar.named(path) ? Kar.SUFFIX : ".jar"));
    }

    /** A copy of its own, whole on disk before it counts. */
    ModuleJar keptIn(Path folder) throws IOException {
        Files.createDirectories(folder);
        Path target = keptAt(folder);
        if (!Files.exists(target) || !sha(target).equals(sha)) {
            Path temp = Files.createTempFile(folder, id(), ".part");
            try {
                Files.copy(path, temp, StandardCopyOption.REPLACE_EXISTING);
                if (!sha(temp).equals(sha)) {
                    throw new IOException(path.getFileName() + " changed while it was read");
                }
                try (FileChannel channel = FileChannel.open(temp, StandardOpenOption.WRITE)) {
                    channel.force(true);
                }
                Files.move(temp, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(temp);
            }
        }
        return new ModuleJar(target, descriptor, version, libraries, sha);
    }

    static String sha(Path file) throws IOException {
        MessageDigest digest = Assets.sha256();
        try (DigestInputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
