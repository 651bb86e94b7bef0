package org.shuyuan.modules.internal;

import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.zip.ZipFile;
import jdk.security.jarsigner.JarSigner;

/** Somebody who signs: an Ed25519 key with a certificate of its own, made by the JDK's keytool as the administrator's guide says. */
final class Hand {

    private final PrivateKey key;
    final X509Certificate certificate;

    Hand(Path folder, String name) throws Exception {
        Path store = folder.resolve("hand-" + name.hashCode() + ".p12");
        Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-keyalg", "Ed25519", "-alias", "module", "-dname",
                "CN=" + name, "-validity", "3650", "-keystore", store.toString(), "-storepass", "secret").redirectErrorStream(true).start();
        StringWriter said = new StringWriter();
        keytool.inputReader().transferTo(said);
        if (keytool.waitFor() != 0) {
            throw new IllegalStateException(said.toString());
        }
        KeyStore keys = KeyStore.getInstance(store.toFile(), "secret".toCharArray());
        key = (PrivateKey) keys.getKey("module", "secret".toCharArray());
        certificate = (X509Certificate) keys.getCertificate("module");
    }

    /** The jar, signed, beside it. */
    Path signed(Path jar) throws Exception {
        Path signed = jar.resolveSibling("signed-" + jar.getFileName());
        try (ZipFile in = new ZipFile(jar.toFile()); OutputStream out = Files.newOutputStream(signed)) {
            new JarSigner.Builder(key, CertificateFactory.getInstance("X.509").generateCertPath(List.of(certificate))).build().sign(in, out);
        }
        return signed;
    }

    /** As it lies in {@code index.sig}. */
    String signature(byte[] bytes) throws Exception {
        java.security.Signature signature = java.security.Signature.getInstance("Ed25519");
        signature.initSign(key);
        signature.update(bytes);
        return Base64.getEncoder().encodeToString(signature.sign());
    }

    void trustedIn(Path folder) throws Exception {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("hand.pem"), "-----BEGIN CERTIFICATE-----\n" + Base64.getMimeEncoder().encodeToString(certificate.getEncoded()) + "\n-----END CERTIFICATE-----\n");
    }
}
