package org.shuyuan.persistence.internal;

import java.util.Locale;

/** What H2 is told whatever the configuration file says, which may be an older one. */
final class H2Options {

    private static final String REUSE = "OPTIMIZE_REUSE_RESULTS";

    private H2Options() {}

    /**
     * By itself H2 keeps the result of a connection's statement and gives it again while it believes that nothing was written since. It gives it also after
     * another connection's commit that came in between: a decision would then rest on what is no longer so (docs/adr/0013).
     *
     * @param url of any database
     * @return the same with the reuse of results switched off, if it is H2's
     */
    static String certain(String url) {
        return url.startsWith("jdbc:h2:") && !url.toUpperCase(Locale.ROOT).contains(REUSE) ? url + ";" + REUSE + "=FALSE" : url;
    }
}
