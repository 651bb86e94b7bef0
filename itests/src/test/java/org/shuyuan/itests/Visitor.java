package org.shuyuan.itests;

import java.io.IOException;
import java.io.InputStream;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** Somebody who calls the portal: in a browser's way by cookie, as a program by token, or not signed in. */
final class Visitor {

    /** @param body empty for an answer that goes on for ever */
    record Answer(int status, String body) {}

    final String role;
    final RouteTable.Place place;
    /** What the role permits at {@link #unit} and below; {@code *} for everything everywhere. */
    final Set<String> permissions;
    final String unit;
    private final Portal portal;
    private final String token;
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).cookieHandler(new CookieManager()).build();

    Visitor(Portal portal, String role, RouteTable.Place place, Set<String> permissions, String unit, String token) {
        this.portal = portal;
        this.role = role;
        this.place = place;
        this.permissions = permissions;
        this.unit = unit;
        this.token = token;
    }

    Visitor signIn(String account, String password) throws IOException, InterruptedException {
        Answer answer = call("POST", "/api/access/session", Portal.JSON.writeValueAsString(Map.of("name", account, "password", password)), false);
        if (answer.status() != 200) {
            throw new AssertionError(account + " cannot sign in: " + answer);
        }
        return this;
    }

    boolean byToken() {
        return token != null;
    }

    boolean nobody() {
        return role.equals("nobody");
    }

    /** Does what the caller holds reach the unit that everything is about? */
    boolean reachesTheUnit() {
        return !nobody() && (place == RouteTable.Place.OWN || place == RouteTable.Place.SUB);
    }

    @Override
    public String toString() {
        return (byToken() ? "token of " : "") + role + " " + place.words;
    }

    /** @param body JSON, {@code @} and a file's name, or empty @param version sends an {@code If-Match} that nothing has */
    Answer call(String method, String path, String body, boolean version) throws IOException, InterruptedException {
        return call(method, path, body, version ? "999999" : "");
    }

    /** @param version for {@code If-Match}, empty for none */
    Answer call(String method, String path, String body, String version) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(portal.url + path)).timeout(Duration.ofSeconds(60)).header("Accept-Language", "zh-CN")
                .header("X-Shuyuan", "1");
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        if (!version.isEmpty()) {
            request.header("If-Match", "\"" + version + "\"");
        }
        boolean file = body.startsWith("@");
        if (!method.equals("GET") && !method.equals("DELETE")) {
            request.header("Content-Type", file ? "application/octet-stream" : "application/json");
        }
        request.method(method, file ? BodyPublishers.ofByteArray(Portal.resource(body.substring(1))) : body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        HttpResponse<InputStream> answer = http.send(request.build(), BodyHandlers.ofInputStream());
        try (InputStream in = answer.body()) {
            boolean endless = answer.headers().firstValue("Content-Type").orElse("").startsWith("text/event-stream");
            return new Answer(answer.statusCode(), endless ? "" : new String(in.readNBytes(4_000_000), StandardCharsets.UTF_8));
        }
    }
}
