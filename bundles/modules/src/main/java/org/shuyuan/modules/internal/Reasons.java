package org.shuyuan.modules.internal;

import java.sql.SQLException;
import org.shuyuan.api.problem.Problem;

/** What stands behind the sentence of a problem: one line of it in the sentence, all of it one click away. */
final class Reasons {

    /** The value of a problem that holds it: a resolver's chain, the causes of a failure. */
    static final String CHAIN = "chain";
    private static final int LONGEST_CHAIN = 8_000;

    private Reasons() {}

    /** 422 {@code modules.not-started}, {@code modules.not-started-silently} */
    static Problem notStarted(String id, Exception e) {
        String reason = reason(e);
        return new Problem(422, reason.isEmpty() ? "modules.not-started-silently" : "modules.not-started").with("module", id).with("detail", reason).with(CHAIN, chain(e));
    }

    /** Whether the database is away, or refuses: that is told elsewhere, and in one line. */
    static boolean database(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException) {
                return true;
            }
        }
        return false;
    }

    /** Every cause with all that it says. */
    static String chain(Throwable e) {
        StringBuilder all = new StringBuilder();
        for (Throwable cause = e; cause != null && all.length() < LONGEST_CHAIN; cause = cause.getCause()) {
            all.append(all.isEmpty() ? "" : "\n").append(cause.getClass().getSimpleName()).append(": ").append(cause.getMessage());
        }
        return bounded(all.toString());
    }

    static String bounded(String text) {
        return text.length() > LONGEST_CHAIN ? text.substring(0, LONGEST_CHAIN) + " …" : text;
    }

    /** The innermost cause in one line; empty where it says nothing: the name of an exception tells an administrator nothing, and is among the details. */
    static String reason(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? "" : cause.getMessage().lines().findFirst().orElse("");
    }
}
