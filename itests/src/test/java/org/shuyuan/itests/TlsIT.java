package org.shuyuan.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The portal over TLS, with a certificate of its local authority. */
class TlsIT {

    private static Portal portal;
    private static int port;
    private static String secure;
    private static SSLContext trusting;
    private static String told;

    @BeforeAll
    static void aPortalWithALocalAuthority() throws Exception {
        portal = new Portal("tls");
        port = Portal.freePort();
        Files.createDirectories(portal.data.resolve("etc"));
        Files.writeString(portal.data.resolve("etc/portal.properties"), "https-port = " + port + "\nhsts-days = 30\n");
        Portal.Ended made = portal.launcher("tls", "--local-ca", "--name", "localhost");
        assertThat(made.code()).as(made.out()).isZero();
        told = made.out();
        portal.start().setUp();
        secure = "https://localhost:" + port;
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("ca", CertificateFactory.getInstance("X.509").generateCertificate(
                new ByteArrayInputStream(portal.get("/tls/ca.crt").body().getBytes(StandardCharsets.US_ASCII))));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        trusting = SSLContext.getInstance("TLS");
        trusting.init(null, trust.getTrustManagers(), null);
    }

    @AfterAll
    static void stopped() {
        portal.close();
    }

    private static HttpClient client(HttpClient.Version version) {
        return HttpClient.newBuilder().version(version).sslContext(trusting).cookieHandler(new CookieManager()).build();
    }

    private static HttpResponse<String> signIn(HttpClient client) throws Exception {
        return client.send(HttpRequest.newBuilder(URI.create(secure + "/api/access/session")).header("X-Shuyuan", "1").header("Origin", secure)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(Portal.JSON.writeValueAsString(Map.of("name", Portal.ADMIN, "password", Portal.PASSWORD)))).build(), BodyHandlers.ofString());
    }

    private static HttpResponse<String> get(HttpClient client, String path) throws Exception {
        return client.send(HttpRequest.newBuilder(URI.create(secure + path)).build(), BodyHandlers.ofString());
    }

    @Test
    void browsersSpeakHttp2AndOldProgramsHttp1() throws Exception {
        for (HttpClient.Version version : HttpClient.Version.values()) {
            HttpResponse<String> page = get(client(version), "/");
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.version()).isEqualTo(version);
            assertThat(page.headers().firstValue("Strict-Transport-Security")).hasValue("max-age=2592000");
            assertThat(page.headers().firstValue("Server")).isEmpty();
        }
    }

    @Test
    void oneSignsInByACookieThatNobodyOnTheNetworkCanReadOrPlant() throws Exception {
        for (HttpClient.Version version : HttpClient.Version.values()) {
            HttpClient client = client(version);
            HttpResponse<String> answer = signIn(client);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            List<String> cookies = answer.headers().allValues("Set-Cookie");
            assertThat(cookies).hasSize(2).allMatch(one -> one.contains("; Secure") && one.contains("; HttpOnly"));
            assertThat(cookies.get(0)).startsWith("__Host-shuyuan_session=").contains("Path=/;").doesNotContain("Domain");
            assertThat(get(client, "/api/access/me").statusCode()).isEqualTo(200);
            String secret = cookies.get(0).replaceAll("^[^=]*=([^;]*);.*", "$1");
            HttpResponse<String> planted = client(version).send(HttpRequest.newBuilder(URI.create(secure + "/api/access/me"))
                    .header("Cookie", "shuyuan_session=" + secret).build(), BodyHandlers.ofString());
            assertThat(planted.statusCode()).as("a cookie set by plain HTTP").isEqualTo(401);
        }
    }

    @Test
    void protocolsBefore12AreNotSpoken() throws Exception {
        try (SSLSocket socket = (SSLSocket) trusting.getSocketFactory().createSocket("localhost", port)) {
            socket.setEnabledProtocols(new String[] {"TLSv1.1"});
            assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLException.class);
        }
        try (SSLSocket socket = (SSLSocket) trusting.getSocketFactory().createSocket("localhost", port)) {
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            socket.startHandshake();
            assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.2");
        }
    }

    @Test
    void theSheetIsThereForEverybodyWithTheFingerprintThatTheLauncherTold() throws Exception {
        HttpResponse<String> sheet = portal.send(portal.requestIn("en", "/tls/"));
        assertThat(sheet.statusCode()).isEqualTo(200);
        assertThat(sheet.body()).contains("Install the portal's certificate");
        String fingerprint = sheet.body().replace("<wbr>", "").replaceAll("(?s).*SHA-256<br><code>([0-9A-F:]+)</code>.*", "$1");
        assertThat(told).contains(fingerprint);
        assertThat(portal.get("/tls/zh-TW.html").body()).contains("安全憑證");
        for (String hidden : List.of("/tls/../server.p12", "/tls/authority.key", "/tls/%2e%2e/password", "/tls/server.p12")) {
            // 200 is the portal's own page, which answers every address outside
            HttpResponse<String> answer = portal.get(hidden);
            assertThat(answer.statusCode() != 200 || answer.body().startsWith("<!")).as(hidden + " " + answer.statusCode()).isTrue();
        }
    }

    @Test
    void aNewCertificateCountsWithoutARestartAndEndsNoSession() throws Exception {
        HttpClient signedIn = client(HttpClient.Version.HTTP_2);
        assertThat(signIn(signedIn).statusCode()).isEqualTo(200);
        X509Certificate before = served();
        Portal.Ended renewed = portal.launcher("tls", "--local-ca", "--name", "localhost", "--name", "portal.example");
        assertThat(renewed.out()).contains("without a restart");
        Until.holds("the new certificate is served", Duration.ofSeconds(30), () -> !served().equals(before));
        assertThat(get(signedIn, "/api/access/me").statusCode()).isEqualTo(200);
        assertThat(get(client(HttpClient.Version.HTTP_1_1), "/").statusCode()).isEqualTo(200);
        assertThat(portal.launcher("status").out()).contains("HTTPS is on", "portal.example");
    }

    private static X509Certificate served() {
        try (SSLSocket socket = (SSLSocket) trusting.getSocketFactory().createSocket("localhost", port)) {
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
