package org.shuyuan.transport.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** What {@code portal tls} has set up, as the launcher tells it at the start. Immutable; the files behind it change. */
@Component(service = Tls.class)
public class Tls {

    private static final String ALIAS = "portal";

    private final @Nullable Path folder;
    private final int port;
    private final int hstsDays;
    private final String host;
    private final String password;

    @Activate
    public Tls() {
        this(System.getProperty("shuyuan.tls.folder"), Integer.getInteger("shuyuan.tls.port", 0), Integer.getInteger("shuyuan.tls.hsts", 0),
                System.getProperty("org.apache.felix.http.host", "127.0.0.1"), System.getProperty("shuyuan.tls.password", ""));
    }

    Tls(@Nullable String folder, int port, int hstsDays, String host, String password) {
        this.folder = folder == null || port == 0 ? null : Path.of(folder);
        this.port = port;
        this.hstsDays = hstsDays;
        this.host = host;
        this.password = password;
    }

    boolean on() {
        return folder != null;
    }

    int port() {
        return port;
    }

    int hstsDays() {
        return hstsDays;
    }

    String host() {
        return host;
    }

    /** Whether others than this machine reach the portal. */
    boolean exposed() {
        return !host.startsWith("127.") && !host.equals("localhost") && !host.equals("::1");
    }

    String password() {
        return password;
    }

    Path keyStore() {
        return root().resolve("server.p12");
    }

    /** What anybody may have: the authority's certificate and the sheet. */
    Path open() {
        return root().resolve("public");
    }

    private Path root() {
        if (folder == null) {
            throw new IllegalStateException("TLS is off");
        }
        return folder;
    }

    /** The server's certificate as it is now; null when TLS is off or it cannot be read. */
    @Nullable X509Certificate certificate() {
        if (folder == null) {
            return null;
        }
        try (InputStream in = Files.newInputStream(keyStore())) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, password.toCharArray());
            return (X509Certificate) store.getCertificate(ALIAS);
        } catch (IOException | GeneralSecurityException unreadable) {
            return null;
        }
    }

    static List<String> names(X509Certificate certificate) {
        try {
            Collection<List<?>> all = certificate.getSubjectAlternativeNames();
            return all == null ? List.of() : all.stream().map(one -> String.valueOf(one.get(1))).toList();
        } catch (GeneralSecurityException damaged) {
            return List.of();
        }
    }

    static Instant end(X509Certificate certificate) {
        return certificate.getNotAfter().toInstant();
    }
}
