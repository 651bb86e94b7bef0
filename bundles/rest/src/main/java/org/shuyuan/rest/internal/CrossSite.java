package org.shuyuan.rest.internal;

import java.net.URI;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.problem.Problem;

/**
 * Whether a writing request comes from the portal's own pages. Another site cannot set our header without asking first (CORS,
 * which is never allowed), and browsers tell the origin themselves.
 */
final class CrossSite {

    static final String HEADER = "X-Shuyuan";
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

    private CrossSite() {}

    /** @throws Problem 403 {@code access.cross-site} */
    static void refuse(String method, Function<String, @Nullable String> header) {
        if (SAFE.contains(method)) {
            return;
        }
        String fetchSite = header.apply("Sec-Fetch-Site");
        String origin = header.apply("Origin");
        boolean own = "1".equals(header.apply(HEADER))
                && (fetchSite == null || fetchSite.equals("same-origin") || fetchSite.equals("none"))
                && (origin == null || sameHost(origin, header.apply("Host")));
        if (!own) {
            throw Problem.forbidden("access.cross-site");
        }
    }

    private static boolean sameHost(String origin, @Nullable String host) {
        try {
            return URI.create(origin).getRawAuthority() != null && URI.create(origin).getRawAuthority().equalsIgnoreCase(host);
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }
}
