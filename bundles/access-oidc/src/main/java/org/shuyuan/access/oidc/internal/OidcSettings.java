package org.shuyuan.access.oidc.internal;

import com.nimbusds.jose.JWSAlgorithm;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.access.OutsideRules;
import org.shuyuan.api.access.RedirectSource;
import org.shuyuan.api.settings.Keys;
import org.shuyuan.api.text.Language;

/**
 * {@code etc/org.shuyuan.access.oidc.cfg}, read and checked. Immutable.
 *
 * @param issuer exactly as the other side names itself
 * @param plain whether the other side may be asked without TLS
 * @param clientSecret empty for a client that has none
 * @param basic whether the secret goes into the header rather than the form
 * @param portal where browsers reach this portal
 * @param algorithms of signatures that count
 * @param userInfo whether the other side is asked for more than the ID token says
 * @param contactsVerified whether addresses and telephones count although nobody says that they were verified
 * @param everywhere whether signing out here signs out there
 */
record OidcSettings(String issuer, boolean plain, @Nullable Path caFile, String clientId, String clientSecret, boolean basic, URI portal, List<String> scopes,
        Set<JWSAlgorithm> algorithms, boolean userInfo, String nameClaim, String groupsClaim, boolean contactsVerified, boolean everywhere, int skew,
        Duration timeout, OutsideRules rules) {

    static final String FILE = "org.shuyuan.access.oidc.cfg";
    static final String ID = "oidc";
    private static final Map<Language, String> LABEL = Map.of(Language.ZH_CN, "统一身份认证", Language.ZH_TW, "統一身分認證", Language.EN, "Single sign-on");
    private static final Set<JWSAlgorithm> KNOWN = Set.of(JWSAlgorithm.RS256, JWSAlgorithm.RS384, JWSAlgorithm.RS512, JWSAlgorithm.PS256, JWSAlgorithm.PS384,
            JWSAlgorithm.PS512, JWSAlgorithm.ES256, JWSAlgorithm.ES384, JWSAlgorithm.ES512);

    /** @throws IllegalArgumentException says which key is wrong and how */
    static OidcSettings of(Keys keys) {
        boolean plain = keys.choice("tls", "REQUIRED", "NONE").equals("NONE");
        String issuer = keys.needed("issuer", 250);
        address(keys, "issuer", issuer, plain);
        URI portal = address(keys, "portal.address", keys.needed("portal.address", 250).replaceAll("/+$", ""), true);
        if (portal.getRawPath() != null && !portal.getRawPath().isEmpty()) {
            throw keys.wrong("portal.address", "it is the portal's address without a path, e.g. https://portal.example.cn");
        }
        Set<JWSAlgorithm> algorithms = new LinkedHashSet<>();
        for (String one : keys.several("algorithms", "RS256 PS256 ES256")) {
            JWSAlgorithm algorithm = JWSAlgorithm.parse(one);
            if (!KNOWN.contains(algorithm)) {
                throw keys.wrong("algorithms", "\"" + one + "\" is none of RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512");
            }
            algorithms.add(algorithm);
        }
        List<String> scopes = keys.several("scopes", "openid profile email");
        if (!scopes.contains("openid")) {
            throw keys.wrong("scopes", "openid is missing");
        }
        OidcSettings settings = new OidcSettings(issuer, plain, caFile(keys), keys.needed("client.id", 250), keys.secret("client.secret"),
                keys.choice("client.secret.in", "HEADER", "FORM").equals("HEADER"), portal, scopes, algorithms, keys.flag("userinfo", false),
                keys.text("name.claim", "preferred_username", 100), keys.text("groups.claim", "groups", 200),
                keys.choice("contacts.verified", "SAID", "ASSUMED").equals("ASSUMED"), keys.choice("sign.out", "PORTAL", "EVERYWHERE").equals("EVERYWHERE"),
                keys.number("skew.seconds", 60, 0, 300), Duration.ofSeconds(keys.number("timeout.seconds", 5, 1, 30)), OutsideRules.of(keys, LABEL, "employee_number"));
        keys.refuseUnknown();
        return settings;
    }

    private static URI address(Keys keys, String key, String value, boolean plain) {
        try {
            URI uri = URI.create(value);
            if (uri.getHost() != null && uri.getRawQuery() == null && uri.getRawFragment() == null
                    && ("https".equals(uri.getScheme()) || plain && "http".equals(uri.getScheme()))) {
                return uri;
            }
        } catch (IllegalArgumentException noAddress) {
            // said below
        }
        throw keys.wrong(key, "\"" + value + "\" is no address that begins with " + (plain ? "https:// or http://" : "https://"));
    }

    private static @Nullable Path caFile(Keys keys) {
        String file = keys.text("ca.file", "", 1000);
        if (!file.isEmpty() && !Files.isReadable(Path.of(file))) {
            throw keys.wrong("ca.file", file + " cannot be read");
        }
        return file.isEmpty() ? null : Path.of(file);
    }

    /** Where the other side sends browsers back to: from the settings, never from a request. */
    URI callback() {
        return URI.create(portal + RedirectSource.CALLBACK.formatted(ID));
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "OidcSettings[" + issuer + " " + clientId + "]";
    }
}
