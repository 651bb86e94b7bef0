package org.shuyuan.access.oidc.internal;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.Resource;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPRequestSender;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPRequest;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPResponse;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.rest.OtherServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The other side: what it says of itself, its keys, and the asking. Thread-safe. */
final class Provider implements HTTPRequestSender {

    /** What it said last, with its keys. */
    record Known(OIDCProviderMetadata says, JWKSource<SecurityContext> keys, Instant at) {}

    private static final Logger LOG = LoggerFactory.getLogger(Provider.class);
    private static final int LARGEST = 1 << 20;
    private static final Duration FRESH = Duration.ofHours(1);
    private static final Duration USABLE = Duration.ofHours(24);
    private static final long KEYS_FOR_MS = 3_600_000;
    private static final long KEYS_WITHIN_MS = 10_000;
    private static final long KEYS_EVERY_MS = 10_000;
    private static final long KEYS_USABLE_MS = 14_400_000;

    private final OidcSettings settings;
    private final OtherServer server;
    private final Clock clock;
    private volatile @Nullable Known known;

    Provider(OidcSettings settings, Clock clock) {
        this.settings = settings;
        this.server = new OtherServer(settings.caFile(), settings.timeout(), LARGEST);
        this.clock = clock;
    }

    /** @throws Problem 503 when it cannot be asked and was not asked within a day, or says what it must not */
    Known known() {
        Known held = known;
        if (held != null && held.at().plus(FRESH).isAfter(clock.instant())) {
            return held;
        }
        synchronized (this) {
            held = known;
            if (held != null && held.at().plus(FRESH).isAfter(clock.instant())) {
                return held;
            }
            try {
                Known fresh = discover();
                known = fresh;
                return fresh;
            } catch (IOException | ParseException unusable) {
                LOG.warn("The identity provider {} could not be asked: {}", settings.issuer(), OidcSource.printable(unusable.getMessage()));
                if (held != null && held.at().plus(USABLE).isAfter(clock.instant())) {
                    return held;
                }
                throw new Problem(503, "access-oidc.unreachable");
            }
        }
    }

    private Known discover() throws IOException, ParseException {
        URI address = URI.create(settings.issuer().replaceAll("/+$", "") + "/.well-known/openid-configuration");
        OtherServer.Answer answer = server.ask(HttpRequest.newBuilder(address).header("Accept", "application/json").build());
        if (answer.status() != HTTPResponse.SC_OK) {
            throw new IOException(address + " answered " + answer.status());
        }
        OIDCProviderMetadata says = OIDCProviderMetadata.parse(new String(answer.body(), StandardCharsets.UTF_8));
        if (!says.getIssuer().getValue().equals(settings.issuer())) {
            throw new IOException("it calls itself " + says.getIssuer() + " instead of " + settings.issuer());
        }
        for (URI one : new URI[] {needed(says.getAuthorizationEndpointURI(), "authorization_endpoint"), needed(says.getTokenEndpointURI(), "token_endpoint"),
            needed(says.getJWKSetURI(), "jwks_uri")}) {
            allowed(one);
        }
        return new Known(says, keys(says.getJWKSetURI()), clock.instant());
    }

    private static URI needed(@Nullable URI address, String name) throws IOException {
        if (address == null) {
            throw new IOException("it has no " + name);
        }
        return address;
    }

    /** @throws IOException for an address without TLS where the settings ask for it */
    void allowed(URI address) throws IOException {
        if (address.getHost() == null || !"https".equals(address.getScheme()) && !(settings.plain() && "http".equals(address.getScheme()))) {
            throw new IOException(address + " is no address with https://");
        }
    }

    /** Kept for an hour; a key that is not among them is looked for at once, but not more often than every few seconds. */
    private JWKSource<SecurityContext> keys(URI address) throws IOException {
        try {
            return JWKSourceBuilder.<SecurityContext>create(address.toURL(), url -> {
                OtherServer.Answer answer = server.ask(HttpRequest.newBuilder(URI.create(url.toString())).header("Accept", "application/json").build());
                if (answer.status() != HTTPResponse.SC_OK) {
                    throw new IOException(url + " answered " + answer.status());
                }
                return new Resource(new String(answer.body(), StandardCharsets.UTF_8), null);
            }).cache(KEYS_FOR_MS, KEYS_WITHIN_MS).rateLimited(KEYS_EVERY_MS).outageTolerant(KEYS_USABLE_MS).build();
        } catch (MalformedURLException wrong) {
            throw new IOException(wrong);
        }
    }

    /** How the library asks: by us, in time and bounded. */
    @Override
    public ReadOnlyHTTPResponse send(ReadOnlyHTTPRequest asked) throws IOException {
        allowed(asked.getURI());
        HttpRequest.Builder request = HttpRequest.newBuilder(asked.getURI());
        asked.getHeaderMap().forEach((name, values) -> values.forEach(value -> request.header(name, value)));
        String body = asked.getBody();
        request.method(asked.getMethod().name(), body == null || asked.getMethod() == HTTPRequest.Method.GET ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(body));
        OtherServer.Answer answer = server.ask(request.build());
        HTTPResponse response = new HTTPResponse(answer.status());
        answer.headers().map().forEach((name, values) -> {
            if (!name.startsWith(":")) {
                response.setHeader(name, values.toArray(String[]::new));
            }
        });
        response.setBody(new String(answer.body(), StandardCharsets.UTF_8));
        return response;
    }
}
