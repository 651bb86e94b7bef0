package org.shuyuan.access.oidc.internal;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.oauth2.sdk.util.URLUtils;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A small identity provider over HTTP, made with the same library's other half: discovery, keys, codes that count once and only with their
 * verifier, tokens, claims. A test changes what it says.
 */
public final class IdentityProvider implements AutoCloseable {

    public static final String CLIENT = "shuyuan";
    public static final String SECRET = "client's own secret";

    final HttpServer server;
    public final String issuer;
    final Map<String, Object> metadata = new TreeMap<>();
    final Map<String, Object> userInfo = new TreeMap<>(Map.of("sub", "wang", "employee_number", "A001"));
    final AtomicInteger keysAsked = new AtomicInteger();
    private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();
    public volatile RSAKey key = key();
    /** What becomes of the claims of the next ID token. */
    public volatile UnaryOperator<JWTClaimsSet.Builder> claims = same -> same;
    /** Makes the ID token; otherwise it is signed by {@link #key}. */
    volatile @Nullable Function<JWTClaimsSet, JWT> maker;
    volatile int tokenStatus = 200;

    public IdentityProvider() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        issuer = "http://127.0.0.1:" + server.getAddress().getPort();
        metadata.putAll(Map.of("issuer", issuer, "authorization_endpoint", issuer + "/authorize", "token_endpoint", issuer + "/token", "jwks_uri", issuer + "/jwks",
                "userinfo_endpoint", issuer + "/userinfo", "end_session_endpoint", issuer + "/logout", "subject_types_supported", List.of("public"),
                "response_types_supported", List.of("code"), "id_token_signing_alg_values_supported", List.of("RS256")));
        server.createContext("/.well-known/openid-configuration", exchange -> answer(exchange, 200, JSONObjectUtils.toJSONString(metadata)));
        server.createContext("/jwks", exchange -> {
            keysAsked.incrementAndGet();
            answer(exchange, 200, new JWKSet(key.toPublicJWK()).toString());
        });
        server.createContext("/authorize", exchange -> {
            // whoever comes is signed in there already
            StringBuilder back = new StringBuilder();
            URI asked = exchange.getRequestURI();
            signIn(asked).forEach((name, value) -> back.append(back.length() == 0 ? '?' : '&').append(name).append('=').append(value));
            exchange.getResponseHeaders().set("Location", URLUtils.parseParameters(asked.getRawQuery()).get("redirect_uri").get(0) + back);
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        server.createContext("/token", this::token);
        server.createContext("/userinfo", exchange -> answer(exchange, "Bearer at".equals(exchange.getRequestHeaders().getFirst("Authorization")) ? 200 : 401,
                JSONObjectUtils.toJSONString(userInfo)));
        server.start();
    }

    static RSAKey key() {
        try {
            return new RSAKeyGenerator(2048).keyID(UUID.randomUUID().toString()).generate();
        } catch (JOSEException never) {
            throw new IllegalStateException(never);
        }
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    /** The person signs in there: the browser's way back. */
    Map<String, String> signIn(URI asked) {
        Map<String, String> request = new TreeMap<>();
        URLUtils.parseParameters(asked.getRawQuery()).forEach((name, values) -> request.put(name, values.get(0)));
        String code = UUID.randomUUID().toString();
        codes.put(code, request);
        return new TreeMap<>(Map.of("code", code, "state", request.get("state")));
    }

    private void token(HttpExchange exchange) throws IOException {
        Map<String, List<String>> form = URLUtils.parseParameters(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        String given = exchange.getRequestHeaders().getFirst("Authorization");
        String expected = "Basic " + Base64.getEncoder().encodeToString((CLIENT + ":" + java.net.URLEncoder.encode(SECRET, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8));
        if (tokenStatus != 200) {
            answer(exchange, tokenStatus, "<html>broken</html>");
            return;
        }
        if (!expected.equals(given)) {
            answer(exchange, 401, "{\"error\":\"invalid_client\"}");
            return;
        }
        Map<String, String> asked = codes.remove(form.getOrDefault("code", List.of("")).get(0));
        boolean good = asked != null && asked.get("redirect_uri").equals(form.get("redirect_uri").get(0))
                && CodeChallenge.compute(CodeChallengeMethod.S256, new CodeVerifier(form.get("code_verifier").get(0))).getValue().equals(asked.get("code_challenge"));
        if (!good) {
            answer(exchange, 400, "{\"error\":\"invalid_grant\"}");
            return;
        }
        JWTClaimsSet set = claims.apply(usual(asked.get("nonce"))).build();
        JWT token = maker == null ? signed(set, key) : maker.apply(set);
        answer(exchange, 200, JSONObjectUtils.toJSONString(Map.of("access_token", "at", "token_type", "Bearer", "id_token", token.serialize())));
    }

    /** What it sends when the person signs out there. */
    public String logoutToken(UnaryOperator<JWTClaimsSet.Builder> change) {
        return logoutToken(change, key);
    }

    String logoutToken(UnaryOperator<JWTClaimsSet.Builder> change, RSAKey by) {
        JWTClaimsSet.Builder said = new JWTClaimsSet.Builder().issuer(issuer).audience(CLIENT).subject("wang").claim("sid", "s-1").jwtID(UUID.randomUUID().toString())
                .issueTime(new Date()).expirationTime(Date.from(Instant.now().plusSeconds(120))).claim("events", Map.of("http://schemas.openid.net/event/backchannel-logout", Map.of()));
        return signed(change.apply(said).build(), by, "logout+jwt").serialize();
    }

    JWTClaimsSet.Builder usual(String nonce) {
        Instant now = Instant.now();
        return new JWTClaimsSet.Builder().issuer(issuer).audience(CLIENT).subject("wang").claim("nonce", nonce).claim("sid", "s-1").claim("preferred_username", "wangwei")
                .claim("groups", List.of("heads", "staff")).claim("email", "wangwei@bank.cn").claim("email_verified", true)
                .issueTime(Date.from(now)).expirationTime(Date.from(now.plusSeconds(300)));
    }

    static SignedJWT signed(JWTClaimsSet claims, RSAKey key) {
        return signed(claims, key, null);
    }

    static SignedJWT signed(JWTClaimsSet claims, RSAKey key, @Nullable String type) {
        try {
            SignedJWT made = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).type(type == null ? null : new JOSEObjectType(type)).build(), claims);
            made.sign(new RSASSASigner(key));
            return made;
        } catch (JOSEException never) {
            throw new IllegalStateException(never);
        }
    }

    Map<String, String> settings() {
        return new TreeMap<>(Map.of("issuer", issuer, "tls", "none", "client.id", CLIENT, "client.secret", "env:SECRET", "portal.address", "https://portal.bank.cn"));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
