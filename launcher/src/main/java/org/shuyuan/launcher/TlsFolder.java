package org.shuyuan.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * {@code <data>/keys/tls}: the server's key and certificate as the portal reads them ({@code server.p12}, whose password stands beside it in
 * a file for the portal's own user only), how they came there ({@code tls.properties}), and the local authority if there is one.
 */
record TlsFolder(Path root) {

    /** How the portal came by its certificate. */
    enum Mode {
        OFF,
        /** The unit's own. */
        CERTIFICATE,
        /** Made by the portal's local authority. */
        LOCAL
    }

    private static final String ALIAS = "portal";

    static TlsFolder of(DataFolder data) {
        return new TlsFolder(data.keys().resolve("tls"));
    }

    Path keyStore() {
        return root.resolve("server.p12");
    }

    Path authorityKey() {
        return root.resolve("authority.key");
    }

    /** What anybody may see: the authority's certificate and the installation sheet. */
    Path open() {
        return root.resolve("public");
    }

    Path authority() {
        return open().resolve("ca.crt");
    }

    boolean on() throws IOException {
        return mode() != Mode.OFF && Files.exists(keyStore());
    }

    Mode mode() throws IOException {
        return switch (read().getProperty("mode", "off")) {
            case "certificate" -> Mode.CERTIFICATE;
            case "local" -> Mode.LOCAL;
            default -> Mode.OFF;
        };
    }

    /** The names that were given; empty: those of the machine. */
    List<String> names() throws IOException {
        String names = read().getProperty("names", "");
        return names.isBlank() ? List.of() : List.of(names.split(","));
    }

    void mode(Mode mode, List<String> names) throws IOException {
        create();
        Properties p = new Properties();
        p.setProperty("mode", mode.name().toLowerCase(java.util.Locale.ROOT));
        p.setProperty("names", String.join(",", names));
        Path part = root.resolve("tls.properties.part");
        try (Writer out = Files.newBufferedWriter(part)) {
            p.store(out, "Written by portal tls");
        }
        Files.move(part, root.resolve("tls.properties"), StandardCopyOption.REPLACE_EXISTING);
    }

    private Properties read() throws IOException {
        Properties p = new Properties();
        Path file = root.resolve("tls.properties");
        if (Files.exists(file)) {
            try (Reader in = Files.newBufferedReader(file)) {
                p.load(in);
            }
        }
        return p;
    }

    private void create() throws IOException {
        Files.createDirectories(open());
        DataFolder.restrict(root, "rwx------");
    }

    String password() throws IOException {
        Path file = root.resolve("password");
        if (!Files.exists(file)) {
            create();
            byte[] random = new byte[24];
            new SecureRandom().nextBytes(random);
            DataFolder.writeSecret(file, HexFormat.of().formatHex(random));
        }
        return Files.readString(file).strip();
    }

    /** Puts key and certificates (the server's first) in the place of what was there, whole or not at all. */
    void store(PrivateKey key, List<X509Certificate> chain) throws IOException, GeneralSecurityException {
        create();
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(ALIAS, key, password().toCharArray(), chain.toArray(Certificate[]::new));
        Path part = root.resolve("server.p12.part");
        Files.deleteIfExists(part);
        Files.createFile(part);
        DataFolder.restrict(part, "rw-------");
        try (var out = Files.newOutputStream(part)) {
            store.store(out, password().toCharArray());
        }
        Files.move(part, keyStore(), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /** The certificates in use, the server's first; null when there are none. */
    @Nullable List<X509Certificate> chain() throws IOException, GeneralSecurityException {
        if (!Files.exists(keyStore())) {
            return null;
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keyStore())) {
            store.load(in, password().toCharArray());
        }
        List<X509Certificate> chain = new ArrayList<>();
        for (Certificate one : store.getCertificateChain(ALIAS)) {
            chain.add((X509Certificate) one);
        }
        return chain;
    }
}
