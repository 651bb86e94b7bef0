package org.shuyuan.launcher;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * Brings the data folder's configuration up to the distribution's: what the administrator did not touch is renewed, what
 * was edited stays, with the new default beside it as {@code <file>.new}. What was shipped last is known by its hash.
 */
final class EtcFiles {

    private static final String MANIFEST = ".shipped.properties";

    private EtcFiles() {}

    /** Returns the files that were kept although their default has changed, by their path in {@code etc}. */
    static List<String> renew(Path shipped, Path etc) throws IOException {
        Properties before = new Properties();
        Path manifest = etc.resolve(MANIFEST);
        if (Files.exists(manifest)) {
            try (Reader in = Files.newBufferedReader(manifest)) {
                before.load(in);
            }
        }
        List<Path> files;
        try (Stream<Path> all = Files.walk(shipped)) {
            files = all.filter(Files::isRegularFile).sorted().toList();
        }
        Properties now = new Properties();
        List<String> kept = new ArrayList<>();
        for (Path file : files) {
            String name = shipped.relativize(file).toString().replace('\\', '/');
            String hash = hash(file);
            Path target = etc.resolve(name);
            Path beside = etc.resolve(name + ".new");
            String last = before.getProperty(name);
            now.setProperty(name, hash);
            if (!Files.exists(target) || hash(target).equals(last) && !hash.equals(last)) {
                Files.createDirectories(target.getParent());
                replace(file, target);
                Files.deleteIfExists(beside);
            } else if (hash(target).equals(hash)) {
                Files.deleteIfExists(beside);
            } else if (!hash.equals(last)) {
                replace(file, beside);
                kept.add(name);
            }
        }
        removeUntouched(etc, before, now);
        if (!now.equals(before)) {
            Path part = etc.resolve(MANIFEST + ".part");
            try (Writer out = Files.newBufferedWriter(part)) {
                now.store(out, "What the distribution shipped: how the launcher knows an edited file");
            }
            Files.move(part, manifest, StandardCopyOption.REPLACE_EXISTING);
        }
        return kept;
    }

    /** What is no longer shipped and was never edited goes. */
    private static void removeUntouched(Path etc, Properties before, Properties now) throws IOException {
        for (String name : before.stringPropertyNames()) {
            Path gone = etc.resolve(name);
            if (!now.containsKey(name) && Files.exists(gone) && hash(gone).equals(before.getProperty(name))) {
                Files.delete(gone);
            }
        }
    }

    private static void replace(Path file, Path target) throws IOException {
        Path part = target.resolveSibling(target.getFileName() + ".part");
        Files.copy(file, part, StandardCopyOption.REPLACE_EXISTING);
        Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String hash(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
