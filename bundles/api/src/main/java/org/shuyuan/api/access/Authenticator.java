package org.shuyuan.api.access;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;
import org.shuyuan.api.text.Language;

/** Turns what a request carries into a caller. Asked for every request, so answers are cached for seconds. Thread-safe. */
@ProviderType
public interface Authenticator {

    /**
     * What a request carries.
     *
     * @param session the cookie's value
     * @param token the bearer token
     * @param address the network address it comes from
     * @param language the language asked for, null when none was
     */
    record Credentials(@Nullable String session, @Nullable String token, String address, @Nullable Language language) {}

    /**
     * Who it is.
     *
     * @param credentials what the request carries
     * @return empty when nothing was carried or it is unknown, expired or ended
     */
    Optional<Caller> authenticate(Credentials credentials);

    /**
     * The same for what runs by itself, as an event stream does: it does not count as use, so a session that nobody uses ends although a
     * page of it stands open.
     *
     * @param credentials what the first request carried
     * @return empty once it does not count any more
     */
    default Optional<Caller> stillSignedIn(Credentials credentials) {
        return authenticate(credentials);
    }

    /**
     * From where a request comes.
     *
     * @param connection the address at the other end of the connection
     * @param forwarded the header {@code X-Forwarded-For}, believed of the proxies only that the administrator named
     * @return an address, empty when there is none
     */
    default String address(@Nullable String connection, @Nullable String forwarded) {
        return connection == null ? "" : connection;
    }

    /**
     * Whether what a browser sends is encrypted on its way.
     *
     * @param secure whether the connection itself is
     * @param connection the address at the other end of it
     * @param forwarded the header {@code X-Forwarded-Proto}, believed of the proxies only that the administrator named
     * @return true over TLS to the portal, or to the proxy before it
     */
    default boolean encrypted(boolean secure, @Nullable String connection, @Nullable String forwarded) {
        return secure;
    }

    /** Name of the session cookie over plain HTTP. */
    String COOKIE = "shuyuan_session";

    /** Its name over TLS: browsers take a cookie so named only from this host over TLS, so nobody on the network can plant one. */
    String SECURE_COOKIE = "__Host-shuyuan_session";

    /**
     * The name of the session cookie that counts for a request; the other one is not looked at.
     *
     * @param secure whether it came over TLS
     * @return the name
     */
    static String cookie(boolean secure) {
        return secure ? SECURE_COOKIE : COOKIE;
    }
}
