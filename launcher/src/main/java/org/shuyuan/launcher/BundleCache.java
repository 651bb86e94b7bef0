package org.shuyuan.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the container has installed, kept between starts so that it need not be resolved again. It holds copies of the bundles, and the
 * container never looks whether the distribution has others by now: after an update the old ones would go on. So what was made from
 * another distribution is thrown away; everything in it can be had again from the distribution and from the data folder's modules.
 */
final class BundleCache {

    private static final String OWN = "org/shuyuan";

    private final Path distribution;
    private final Path cache;
    private final Path madeFrom;

    BundleCache(Path distribution, DataFolder data) {
        this.distribution = distribution;
        this.cache = data.karaf().resolve("cache");
        this.madeFrom = data.karaf().resolve("distribution");
    }

    /** Throws it away unless it was made from this very distribution. Only while nobody runs on it. */
    void renew() throws IOException {
        String now = fingerprint();
        if (!Files.exists(madeFrom) || !Files.readString(madeFrom).equals(now)) {
            delete(cache);
            Files.writeString(madeFrom, now);
        }
    }

    /** Throws it away. Only while nobody runs on it. */
    void discard() throws IOException {
        delete(cache);
    }

    /** Of our own bundles by their content, since two builds of one version may differ in nothing else; of others by name, length and time. */
    private String fingerprint() throws IOException {
        MessageDigest digest = sha256();
        Path bundles = distribution.resolve("system");
        List<Path> files;
        try (Stream<Path> found = Files.walk(bundles)) {
            files = found.filter(Files::isRegularFile).sorted().toList();
        }
        for (Path file : files) {
            String name = bundles.relativize(file).toString().replace('\\', '/');
            digest.update((name + '\n' + Files.size(file) + '\n').getBytes(StandardCharsets.UTF_8));
            digest.update(name.startsWith(OWN) ? Files.readAllBytes(file) : Files.getLastModifiedTime(file).toString().getBytes(StandardCharsets.UTF_8));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).forEach(path -> {
                try {
                    Files.delete(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
