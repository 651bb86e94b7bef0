package org.shuyuan.rest;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.problem.Problem;

/** How the portal is reached, as the page that asks sees it: what goes before the addresses that are given to phones and calendar programs. */
public final class Origin {

    private static final int LONGEST = 300;

    private Origin() {}

    /**
     * Without a path, however much of an address was sent.
     *
     * @param text as it was sent, e.g. {@code http://10.1.2.3:8181}
     * @param code says that it is none
     * @return e.g. {@code http://10.1.2.3:8181}
     * @throws Problem 422 at {@code origin}
     */
    public static String of(@Nullable String text, String code) {
        try {
            URI uri = text == null || text.length() > LONGEST ? null : URI.create(text);
            if (uri != null && uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return uri.getScheme() + "://" + uri.getRawAuthority();
            }
        } catch (IllegalArgumentException noAddress) {
            // said below
        }
        throw Problem.invalid("origin", code);
    }
}
