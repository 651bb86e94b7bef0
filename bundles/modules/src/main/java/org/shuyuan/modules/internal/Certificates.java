package org.shuyuan.modules.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whose modules and indexes are trusted: the certificates in a folder, read anew each time. Whoever can write there can do anything to this portal anyway, so a
 * certificate counts as long as it lies there; authorities and dates say nothing. Thread-safe.
 */
final class Certificates {

    private static final Logger LOG = LoggerFactory.getLogger(Certificates.class);

    private final Path folder;

    Certificates(Path folder) {
        this.folder = folder;
    }

    boolean holds(Certificate certificate) {
        return all().contains(certificate);
    }

    /** Who among them signed these bytes with Ed25519. */
    Optional<X509Certificate> signer(byte[] bytes, byte[] signature) {
        return all().stream().filter(one -> signed(one, bytes, signature)).findFirst();
    }

    private static boolean signed(X509Certificate by, byte[] bytes, byte[] signature) {
        if (!by.getPublicKey().getAlgorithm().matches("EdDSA|Ed25519")) {
            return false;
        }
        try {
            java.security.Signature check = java.security.Signature.getInstance("Ed25519");
            check.initVerify(by.getPublicKey());
            check.update(bytes);
            return check.verify(signature);
        } catch (GeneralSecurityException noSignatureOfThatKey) {
            return false;
        }
    }

    /** How people call whoever holds it: the common name, else all of the name. */
    static String name(Certificate certificate) {
        if (!(certificate instanceof X509Certificate x509)) {
            return certificate.getType();
        }
        String whole = x509.getSubjectX500Principal().getName();
        try {
            return new LdapName(whole).getRdns().stream().filter(part -> part.getType().equalsIgnoreCase("CN")).map(part -> String.valueOf(part.getValue())).findFirst().orElse(whole);
        } catch (InvalidNameException e) {
            return whole;
        }
    }

    private List<X509Certificate> all() {
        List<X509Certificate> all = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.{pem,crt,cer}")) {
                for (Path file : files) {
                    all.addAll(read(file));
                }
            } catch (IOException e) {
                LOG.warn("{} cannot be read, so nobody is trusted: {}", folder, e.getMessage());
            }
        }
        return all;
    }

    private static List<X509Certificate> read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return CertificateFactory.getInstance("X.509").generateCertificates(in).stream().map(X509Certificate.class::cast).toList();
        } catch (CertificateException e) {
            LOG.warn("{} is no certificate (X.509 as PEM or DER) and counts for nothing", file);
            return List.of();
        }
    }
}
