package org.shuyuan.rest;

import javax.servlet.http.Cookie;
import javax.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.access.Authenticator;

/**
 * The session's cookie of a request, as the server has read it: over HTTP/2 a browser sends each cookie in a header of its own, and the
 * JAX-RS runtime answers one that it cannot read with a fault.
 */
public final class SessionCookie {

    private SessionCookie() {}

    /** Its value; null when the request carries none by the name that counts for its transport. */
    public static @Nullable String of(@Nullable HttpServletRequest request) {
        Cookie[] all = request == null ? null : request.getCookies();
        if (all != null) {
            String name = Authenticator.cookie(request.isSecure());
            for (Cookie one : all) {
                if (one.getName().equals(name)) {
                    return one.getValue();
                }
            }
        }
        return null;
    }
}
