package org.shuyuan.access.internal.rest;

import javax.servlet.http.Cookie;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.core.Response.ResponseBuilder;
import org.jspecify.annotations.Nullable;
import org.shuyuan.access.internal.Addresses;
import org.shuyuan.access.internal.Settings;
import org.shuyuan.access.internal.SignIn;
import org.shuyuan.api.access.Authenticator;
import org.shuyuan.api.text.Language;

/** Cookies and what else only a request over HTTP has. */
final class Web {

    /** Tells a browser from which somebody has signed in before; opens nothing by itself. */
    private static final String DEVICE = "shuyuan_device";
    private static final long DEVICE_SECONDS = 180L * 24 * 3600;

    /** Ties a journey to another sign-in page to the browser that began it; opens nothing by itself. */
    private static final String JOURNEY = "shuyuan_journey";
    private static final String JOURNEY_PATH = "/api/access/outside";
    private static final int JOURNEY_SECONDS = 600;

    private Web() {}

    static SignIn.From from(HttpServletRequest request, Language language, Settings settings) {
        String address = address(request, settings);
        String agent = request.getHeader("User-Agent");
        return new SignIn.From(address, agent == null ? "" : agent, cookie(request, device(request)), language);
    }

    /** From where it comes, also behind the proxies that the settings name. */
    static String address(HttpServletRequest request, Settings settings) {
        return Addresses.client(request.getRemoteAddr(), request.getHeader("X-Forwarded-For"), settings.proxies());
    }

    static @Nullable String session(HttpServletRequest request) {
        return cookie(request, Authenticator.cookie(request.isSecure()));
    }

    private static String device(HttpServletRequest request) {
        return request.isSecure() ? "__Secure-" + DEVICE : DEVICE;
    }

    private static @Nullable String cookie(HttpServletRequest request, String name) {
        Cookie[] all = request.getCookies();
        if (all != null) {
            for (Cookie one : all) {
                if (one.getName().equals(name)) {
                    return one.getValue();
                }
            }
        }
        return null;
    }

    static @Nullable String journey(HttpServletRequest request) {
        return cookie(request, JOURNEY);
    }

    static ResponseBuilder journey(ResponseBuilder response, String browser, HttpServletRequest request) {
        return response.header("Set-Cookie", JOURNEY + "=" + browser + "; Path=" + JOURNEY_PATH + "; Max-Age=" + JOURNEY_SECONDS + guards(request))
                .header("Cache-Control", "no-store");
    }

    /** The session ends with the browser, the browser stays known for half a year. */
    static ResponseBuilder signedIn(ResponseBuilder response, SignIn.Opened opened, HttpServletRequest request) {
        return response.header("Set-Cookie", Authenticator.cookie(request.isSecure()) + "=" + opened.session() + "; Path=/" + guards(request))
                .header("Set-Cookie", device(request) + "=" + opened.device() + "; Path=/api/access; Max-Age=" + DEVICE_SECONDS + guards(request))
                .header("Cache-Control", "no-store");
    }

    /** By the name and with the attributes with which it was set: a browser takes no other cookie away. */
    static ResponseBuilder signedOut(ResponseBuilder response, HttpServletRequest request) {
        return response.header("Set-Cookie", Authenticator.cookie(request.isSecure()) + "=; Path=/; Max-Age=0" + guards(request)).header("Cache-Control", "no-store");
    }

    private static String guards(HttpServletRequest request) {
        return "; HttpOnly; SameSite=Lax" + (request.isSecure() ? "; Secure" : "");
    }
}
