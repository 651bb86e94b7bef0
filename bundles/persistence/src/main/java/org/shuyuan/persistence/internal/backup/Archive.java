package org.shuyuan.persistence.internal.backup;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.problem.Problem;

/** An archive to read back. Nothing in it is believed before {@link #verify}. */
final class Archive implements AutoCloseable {

    private static final int LARGEST_MANIFEST = 256 << 20;
    private static final Pattern ENTRY = Pattern.compile("tables/[a-z][a-z0-9_]{0,62}\\.jsonl|files/[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*){0,6}");

    private final ZipFile zip;
    private final Manifest manifest;

    private Archive(ZipFile zip, Manifest manifest) {
        this.zip = zip;
        this.manifest = manifest;
    }

    /** Half-written and hidden files stay behind, so does what could lead out of the folder. */
    static boolean carried(String entry) {
        return ENTRY.matcher(entry).matches() && !entry.endsWith(".tmp") && !entry.endsWith(".part");
    }

    /** @throws Problem 422 {@code persistence.archive-damaged}, {@code persistence.archive-too-new} */
    static Archive open(Path file) throws IOException {
        ZipFile zip;
        try {
            zip = new ZipFile(file.toFile());
        } catch (ZipException e) {
            throw damaged("no zip file");
        }
        try {
            ZipEntry entry = zip.getEntry(Manifest.NAME);
            if (entry == null) {
                throw damaged(Manifest.NAME);
            }
            Manifest manifest;
            try (InputStream in = zip.getInputStream(entry)) {
                manifest = new ObjectMapper().readValue(in.readNBytes(LARGEST_MANIFEST), Manifest.class);
            } catch (JacksonException | ZipException e) {
                throw damaged(Manifest.NAME);
            }
            if (manifest == null || manifest.format() > Manifest.FORMAT) {
                throw new Problem(422, "persistence.archive-too-new").with("product", manifest == null ? "?" : String.valueOf(manifest.product()));
            }
            if (manifest.format() < 1 || manifest.tables() == null || manifest.entries() == null || manifest.modules() == null) {
                throw damaged(Manifest.NAME);
            }
            return new Archive(zip, manifest);
        } catch (RuntimeException | IOException e) {
            zip.close();
            throw e;
        }
    }

    Manifest manifest() {
        return manifest;
    }

    /**
     * Reads every byte once and compares sizes and sums.
     *
     * @throws Problem 422 {@code persistence.archive-damaged}
     */
    void verify() throws IOException {
        Set<String> names = new HashSet<>();
        for (Manifest.Entry entry : manifest.entries()) {
            if (entry.name() == null || !carried(entry.name()) || !names.add(entry.name())) {
                throw damaged(String.valueOf(entry.name()));
            }
            MessageDigest digest = ArchiveWriter.sha256();
            long size = 0;
            try (InputStream in = open(entry.name())) {
                byte[] buffer = new byte[1 << 16];
                for (int n = in.read(buffer); n >= 0 && size <= entry.size(); n = in.read(buffer)) {
                    digest.update(buffer, 0, n);
                    size += n;
                }
            } catch (ZipException e) {
                throw damaged(entry.name());
            }
            if (size != entry.size() || !HexFormat.of().formatHex(digest.digest()).equals(entry.sha256())) {
                throw damaged(entry.name());
            }
        }
        for (Manifest.Table table : manifest.tables()) {
            if (table.name() == null || !names.contains(Manifest.entry(table.name()))) {
                throw damaged(String.valueOf(table.name()));
            }
        }
        if (zip.size() != names.size() + 1) {
            throw damaged("entries");
        }
    }

    InputStream open(String name) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        @Nullable InputStream in = entry == null ? null : zip.getInputStream(entry);
        if (in == null) {
            throw damaged(name);
        }
        return in;
    }

    /** Puts back the files that are missing, each whole or not at all; what is there already stays. */
    void copyFiles(Path folder) throws IOException {
        for (Manifest.Entry entry : manifest.entries()) {
            if (!entry.name().startsWith("files/")) {
                continue;
            }
            Path target = folder.resolve(entry.name().substring("files/".length())).normalize();
            if (Files.exists(target)) {
                continue;
            }
            Files.createDirectories(target.getParent());
            Path part = target.resolveSibling(target.getFileName() + ".part");
            try (InputStream in = open(entry.name())) {
                Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
                Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(part);
            }
        }
    }

    static Problem damaged(String where) {
        return new Problem(422, "persistence.archive-damaged").with("where", where.length() > 80 ? where.substring(0, 80) : where);
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
