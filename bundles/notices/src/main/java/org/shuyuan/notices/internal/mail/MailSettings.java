package org.shuyuan.notices.internal.mail;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.settings.Keys;

/**
 * {@code etc/org.shuyuan.notices.mail.cfg}, read and checked. Immutable.
 *
 * @param caFile certificates of the authority that the server's certificate comes from; null: the usual ones
 * @param user empty: the server asks for none
 * @param portal where people reach the portal: scheme, host and port without a path
 * @param retry for how long a letter is tried
 */
record MailSettings(String host, int port, Tls tls, @Nullable Path caFile, String user, String password, String from, String fromName, String portal,
        Duration timeout, Duration retry) {

    static final String FILE = "org.shuyuan.notices.mail.cfg";

    /** How the connection to the server is protected. */
    enum Tls {
        /** By STARTTLS; a server that does not offer it gets nothing. */
        STARTTLS(587),
        /** From the first byte. */
        TLS(465),
        /** Not at all, because the settings say so. */
        NONE(25);

        private final int port;

        Tls(int port) {
            this.port = port;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @return null while {@code enabled} is not true @throws IllegalArgumentException says which key is wrong and how */
    static @Nullable MailSettings of(Keys keys) {
        boolean enabled = keys.flag("enabled", false);
        Tls tls = Tls.valueOf(keys.choice("tls", "STARTTLS", "TLS", "NONE"));
        String host = keys.text("host", "", 253);
        int port = keys.number("port", tls.port, 1, 65535);
        String user = keys.text("user", "", 200);
        String from = keys.text("from", "", 254);
        String fromName = keys.text("from.name", "", 100);
        String portal = keys.text("portal.address", "", 300);
        Path ca = file(keys);
        Duration timeout = Duration.ofSeconds(keys.number("timeout.seconds", 10, 1, 60));
        Duration retry = Duration.ofHours(keys.number("retry.hours", 24, 1, 120));
        String password = enabled ? keys.secret("password") : keys.text("password", "", 1000);
        keys.refuseUnknown();
        if (!enabled) {
            return null;
        }
        if (!host.matches("[A-Za-z0-9._:-]{1,253}")) {
            throw keys.wrong("host", "the name or the address of the mail server is needed");
        }
        if (!Addresses.valid(from)) {
            throw keys.wrong("from", "an address like portal@example.cn is needed");
        }
        if (user.isEmpty() != password.isEmpty()) {
            throw keys.wrong("password", "it is needed with user, and only then");
        }
        return new MailSettings(host, port, tls, ca, user, password, Addresses.ascii(from), Addresses.line(fromName), portal(keys, portal), timeout, retry);
    }

    private static @Nullable Path file(Keys keys) {
        String file = keys.text("ca.file", "", 1000);
        if (!file.isEmpty() && !Files.isReadable(Path.of(file))) {
            throw keys.wrong("ca.file", file + " cannot be read");
        }
        return file.isEmpty() ? null : Path.of(file);
    }

    private static String portal(Keys keys, String text) {
        try {
            URI uri = URI.create(text);
            boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
            if (web && uri.getHost() != null && uri.getUserInfo() == null && uri.getQuery() == null && uri.getFragment() == null && ("".equals(uri.getPath()) || "/".equals(uri.getPath()))) {
                return uri.getScheme() + "://" + uri.getRawAuthority();
            }
        } catch (IllegalArgumentException noAddress) {
            // said below
        }
        throw keys.wrong("portal.address", "where people reach the portal is needed, like https://portal.example.cn, without a path");
    }

    /** The host that people know the portal by; what the portal calls itself to the mail server. */
    String portalHost() {
        return URI.create(portal).getHost();
    }

    /** Never the password. */
    @Override
    public String toString() {
        return "mail by " + host + ":" + port + " (" + tls.word() + ") as " + from;
    }
}
