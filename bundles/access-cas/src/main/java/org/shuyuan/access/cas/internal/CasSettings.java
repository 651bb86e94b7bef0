package org.shuyuan.access.cas.internal;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.access.OutsideRules;
import org.shuyuan.api.access.RedirectSource;
import org.shuyuan.api.settings.Keys;
import org.shuyuan.api.text.Language;

/**
 * {@code etc/org.shuyuan.access.cas.cfg}, read and checked. Immutable.
 *
 * @param server its address up to {@code /cas}
 * @param portal where browsers reach this portal
 * @param version 3 tells attributes, 2 only the name
 * @param subject attribute that never changes and is never given to somebody else; empty: the name
 * @param groups attribute with the groups
 * @param everywhere whether signing out here signs out there
 */
record CasSettings(String server, URI portal, int version, @Nullable Path caFile, String subject, String groups, boolean everywhere, Duration timeout, OutsideRules rules) {

    static final String FILE = "org.shuyuan.access.cas.cfg";
    static final String ID = "cas";
    private static final Map<Language, String> LABEL = Map.of(Language.ZH_CN, "统一身份认证", Language.ZH_TW, "統一身分認證", Language.EN, "Single sign-on");

    /** @throws IllegalArgumentException says which key is wrong and how */
    static CasSettings of(Keys keys) {
        boolean plain = keys.choice("tls", "REQUIRED", "NONE").equals("NONE");
        String server = address(keys, "server", plain).toString();
        URI portal = address(keys, "portal.address", true);
        if (portal.getRawPath() != null && !portal.getRawPath().isEmpty()) {
            throw keys.wrong("portal.address", "it is the portal's address without a path, e.g. https://portal.example.cn");
        }
        int version = keys.number("version", 3, 2, 3);
        String file = keys.text("ca.file", "", 1000);
        if (!file.isEmpty() && !Files.isReadable(Path.of(file))) {
            throw keys.wrong("ca.file", file + " cannot be read");
        }
        String subject = keys.text("subject.attribute", "", 100);
        if (version == 2 && !subject.isEmpty()) {
            throw keys.wrong("subject.attribute", "version 2 tells no attributes");
        }
        CasSettings settings = new CasSettings(server, portal, version, file.isEmpty() ? null : Path.of(file), subject, keys.text("groups.attribute", "memberOf", 100),
                keys.choice("sign.out", "PORTAL", "EVERYWHERE").equals("EVERYWHERE"), Duration.ofSeconds(keys.number("timeout.seconds", 5, 1, 30)),
                OutsideRules.of(keys, LABEL, CasSource.USER));
        keys.refuseUnknown();
        return settings;
    }

    private static URI address(Keys keys, String key, boolean plain) {
        String value = keys.needed(key, 250).replaceAll("/+$", "");
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

    /** What the ticket is made for: from the settings, never from a request. */
    String service(String state) {
        return portal + RedirectSource.CALLBACK.formatted(ID) + "?state=" + state;
    }

    URI at(String path, String name, String value) {
        return URI.create(server + path + "?" + name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
    }
}
