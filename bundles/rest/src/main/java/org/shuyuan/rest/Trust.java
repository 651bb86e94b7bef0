package org.shuyuan.rest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Whose certificates other servers must show. */
public final class Trust {

    private Trust() {}

    /**
     * @param authorities file with the certificates of the unit's own authority, PEM or DER; null: those that Java knows
     * @throws IllegalArgumentException when the file holds none
     */
    public static SSLContext of(@Nullable Path authorities) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, authorities == null ? null : managers(authorities).getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException unusable) {
            throw new IllegalArgumentException(authorities + " holds no certificate in PEM or DER", unusable);
        }
    }

    private static TrustManagerFactory managers(Path authorities) throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        int number = 0;
        try (InputStream in = Files.newInputStream(authorities)) {
            for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                trusted.setCertificateEntry("authority" + number++, one);
            }
        }
        if (number == 0) {
            throw new IOException("empty");
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        return trust;
    }
}
