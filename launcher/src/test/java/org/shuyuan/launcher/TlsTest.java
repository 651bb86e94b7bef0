package org.shuyuan.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {

    private static final Instant NOW = Instant.now();

    @TempDir
    Path folder;

    private DataFolder data;
    private TlsFolder tls;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @BeforeEach
    void fresh() throws IOException {
        data = new DataFolder(folder.resolve("data"));
        data.create();
        tls = TlsFolder.of(data);
    }

    private int run(Instant when, String... words) throws IOException {
        return new TlsCommand(data, Messages.of(Locale.ENGLISH), new PrintStream(said, true, StandardCharsets.UTF_8), Clock.fixed(when, ZoneOffset.UTC))
                .run(Arguments.parse(words).words());
    }

    private String said() {
        return said.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aLocalAuthoritySignsACertificateThatClientsWhoTrustItAccept() throws Exception {
        assertThat(run(NOW, "tls", "--local-ca", "--name", "localhost", "--name=10.1.2.3")).isZero();

        List<X509Certificate> chain = tls.chain();
        assertThat(chain).hasSize(2);
        X509Certificate server = chain.get(0);
        X509Certificate authority = chain.get(1);
        server.verify(authority.getPublicKey());
        assertThat(TlsCertificate.names(server)).containsExactly("localhost", "10.1.2.3", "127.0.0.1", "0:0:0:0:0:0:0:1");
        assertThat(Duration.between(server.getNotBefore().toInstant(), server.getNotAfter().toInstant())).isLessThanOrEqualTo(Duration.ofDays(398));
        assertThat(server.getBasicConstraints()).isEqualTo(-1);
        assertThat(authority.getBasicConstraints()).isZero();
        assertThat(authority.getKeyUsage()[5]).isTrue();
        assertThat(Files.getPosixFilePermissions(tls.authorityKey())).hasSize(2);
        assertThat(Files.getPosixFilePermissions(tls.keyStore())).hasSize(2);
        assertThat(handshake(authority)).isEqualTo("TLSv1.3");
        assertThat(said()).contains("localhost, 10.1.2.3", TlsSheet.fingerprint(authority, "SHA-256"));
    }

    @Test
    void theSheetTellsTheFingerprintInThreeLanguagesAndLetsDownload() throws Exception {
        run(NOW, "tls", "--local-ca", "--name", "portal.example", "--name", "10.1.2.3");
        String fingerprint = TlsSheet.fingerprint(new TlsAuthority(tls, NOW).authority(), "SHA-256");
        for (String language : List.of("zh-CN", "zh-TW", "en")) {
            String page = Files.readString(tls.open().resolve(language + ".html"));
            assertThat(page.replace("<wbr>", "")).contains(fingerprint, "lang=\"" + language + "\"", "https://portal.example:8443/", "https://10.1.2.3:8443/", "href=\"ca.crt\"");
            assertThat(page).doesNotContain("{", "style=", "127.0.0.1");
        }
        assertThat(Files.readString(tls.authority())).startsWith("-----BEGIN CERTIFICATE-----");
        try (var all = Files.list(tls.open())) {
            assertThat(all.map(f -> f.getFileName().toString())).doesNotContain("authority.key").hasSize(6);
        }
    }

    @Test
    void theCertificateIsMadeAnewBeforeItEndsAndTheAuthorityStays() throws Exception {
        run(NOW, "tls", "--local-ca", "--name", "portal.example");
        X509Certificate first = tls.chain().get(0);
        X509Certificate authority = tls.chain().get(1);

        assertThat(TlsCommand.renew(tls, NOW.plus(Duration.ofDays(300)), 8181, 8443)).isFalse();
        assertThat(TlsCommand.renew(tls, NOW.plus(Duration.ofDays(360)), 8181, 8443)).isTrue();

        assertThat(tls.chain().get(0).getNotAfter()).isAfter(first.getNotAfter());
        assertThat(TlsCertificate.names(tls.chain().get(0))).contains("portal.example");
        assertThat(tls.chain().get(1)).isEqualTo(authority);
    }

    @Test
    void theUnitsOwnCertificateIsTakenInAnyOrderAndWithALockedKey() throws Exception {
        TlsFolder other = authority("unit", "portal.example");
        List<X509Certificate> chain = other.chain();
        Path cert = pem("cert.pem", chain.get(0));
        Path ca = pem("chain.pem", chain.get(1));

        assertThat(run(NOW, "tls", "--cert", cert.toString(), "--key", pem("key.pem", key(other)).toString(), "--chain", ca.toString())).isZero();
        assertThat(tls.chain()).isEqualTo(chain);
        assertThat(tls.mode()).isEqualTo(TlsFolder.Mode.CERTIFICATE);

        Path locked = locked(key(other), "geheim");
        assertThat(TlsCertificate.ofPem(cert, locked, ca, "geheim".toCharArray()).chain()).isEqualTo(chain);
        refused("password is wrong", () -> TlsCertificate.ofPem(cert, locked, ca, "falsch".toCharArray()));
        refused("has a password", () -> TlsCertificate.ofPem(cert, locked, ca, new char[0]));
        Path p12 = folder.resolve("unit.p12");
        Files.copy(other.keyStore(), p12);
        assertThat(TlsCertificate.ofPkcs12(p12, other.password().toCharArray()).chain()).isEqualTo(chain);
        refused("password is wrong", () -> TlsCertificate.ofPkcs12(p12, "falsch".toCharArray()));
    }

    @Test
    void aKeyOfAnotherCertificateAChainWithAHoleAndDatesThatAreOverAreNamed() throws Exception {
        TlsFolder other = authority("unit", "portal.example");
        TlsFolder stranger = authority("stranger", "elsewhere.example");
        Path cert = pem("cert.pem", other.chain().get(0));
        Path key = pem("key.pem", key(other));
        Path wrongKey = pem("wrong.pem", key(stranger));
        Path wrongChain = pem("wrong-chain.pem", stranger.chain().get(1));

        refused("not that of the certificate", () -> run(NOW, "tls", "--cert", cert.toString(), "--key", wrongKey.toString()));
        refused("is missing", () -> run(NOW, "tls", "--cert", cert.toString(), "--key", key.toString(), "--chain", wrongChain.toString()));
        refused("ended on", () -> run(NOW.plus(Duration.ofDays(500)), "tls", "--cert", cert.toString(), "--key", key.toString()));
        refused("begins on", () -> run(NOW.minus(Duration.ofDays(50)), "tls", "--cert", cert.toString(), "--key", key.toString()));
        refused("holds no certificate", () -> run(NOW, "tls", "--cert", key.toString(), "--key", key.toString()));
        refused("holds no private key", () -> run(NOW, "tls", "--cert", cert.toString(), "--key", cert.toString()));
        refused("There is no file", () -> run(NOW, "tls", "--cert", folder.resolve("none").toString(), "--key", key.toString()));
        assertThat(tls.on()).as("what was refused changes nothing").isFalse();
    }

    @Test
    void namesAreChecked() {
        refused("neither a host name", () -> run(NOW, "tls", "--local-ca", "--name", "a b"));
        refused("neither a host name", () -> run(NOW, "tls", "--local-ca", "--name", "300.1.1.1"));
        refused("tls", () -> run(NOW, "tls", "--local-ca", "--off"));
        refused("tls", () -> run(NOW, "tls", "--cert", "a.pem"));
        refused("Unknown option --nmae", () -> run(NOW, "tls", "--nmae", "x"));
        refused("Unknown option --nmae", () -> run(NOW, "tls", "--nmae"));
        refused("--cert needs a value", () -> run(NOW, "tls", "--cert", "--key", "a.pem"));
    }

    @Test
    void itIsOffUntilItIsSwitchedOnAndAgainAfterwards() throws Exception {
        assertThat(run(NOW, "tls", "--status")).isEqualTo(Failure.NOT_READY);
        assertThat(said()).contains("HTTPS is off");
        run(NOW, "tls", "--local-ca", "--name", "portal.example");
        assertThat(tls.on()).isTrue();
        run(NOW, "tls", "--off");
        assertThat(tls.on()).isFalse();
        assertThat(TlsCommand.renew(tls, NOW.plus(Duration.ofDays(390)), 8181, 8443)).isFalse();
    }

    private TlsFolder authority(String name, String host) throws Exception {
        TlsFolder made = new TlsFolder(folder.resolve(name));
        made.mode(TlsFolder.Mode.LOCAL, List.of());
        new TlsAuthority(made, NOW).issue(List.of(host));
        return made;
    }

    private static PrivateKey key(TlsFolder folder) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(folder.keyStore())) {
            store.load(in, folder.password().toCharArray());
        }
        return (PrivateKey) store.getKey("portal", folder.password().toCharArray());
    }

    private Path pem(String name, Object what) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter out = new JcaPEMWriter(text)) {
            out.writeObject(what instanceof PrivateKey key ? new JcaPKCS8Generator(key, null) : what);
        }
        return Files.writeString(folder.resolve(name), text.toString());
    }

    private Path locked(PrivateKey key, String password) throws Exception {
        return pem("locked.pem", new JcaPKCS8Generator(key, new JceOpenSSLPKCS8EncryptorBuilder(PKCS8Generator.AES_256_CBC)
                .setProvider(new BouncyCastleProvider()).setPassword(password.toCharArray()).build()).generate());
    }

    /** A server with what was stored and a client that trusts the authority alone, also as to the name. */
    private String handshake(X509Certificate authority) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(tls.keyStore())) {
            store.load(in, tls.password().toCharArray());
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, tls.password().toCharArray());
        SSLContext there = SSLContext.getInstance("TLS");
        there.init(keys.getKeyManagers(), null, null);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("ca", authority);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext here = SSLContext.getInstance("TLS");
        here.init(null, trust.getTrustManagers(), null);
        try (SSLServerSocket server = (SSLServerSocket) there.getServerSocketFactory().createServerSocket(0)) {
            Thread waiting = new Thread(() -> {
                try (Socket one = server.accept()) {
                    one.getInputStream().read();
                } catch (IOException ended) {
                    // the client says what went wrong
                }
            });
            waiting.setDaemon(true);
            waiting.start();
            try (SSLSocket client = (SSLSocket) here.getSocketFactory().createSocket("localhost", server.getLocalPort())) {
                var wanted = client.getSSLParameters();
                wanted.setEndpointIdentificationAlgorithm("HTTPS");
                client.setSSLParameters(wanted);
                client.startHandshake();
                return client.getSession().getProtocol();
            }
        }
    }

    private static void refused(String text, org.assertj.core.api.ThrowableAssert.ThrowingCallable what) {
        assertThatThrownBy(what).isInstanceOfSatisfying(Failure.class, f -> assertThat(f.text(Messages.of(Locale.ENGLISH))).contains(text));
    }
}
