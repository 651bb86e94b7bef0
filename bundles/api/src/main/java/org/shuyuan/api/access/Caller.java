package org.shuyuan.api.access;

import java.security.Principal;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.text.Language;

/**
 * Who asks. Immutable.
 *
 * @param account the signed-in account
 * @param person the person in the directory that the account belongs to, if any
 * @param name the name shown in the audit trail
 * @param kind how the caller came in
 * @param language the language answers are wanted in
 * @param address network address, at most 45 characters, empty when there is none
 */
public record Caller(UUID account, @Nullable UUID person, String name, Kind kind, Language language, String address)
        implements Principal {

    /** How a caller came in. */
    public enum Kind {
        /** A person in a browser. */
        SESSION,
        /** A program with an API token. */
        TOKEN,
        /** The administrator at the machine's own console. */
        CONSOLE,
        /** The portal itself: jobs, start-up. May do everything; never made from a request. */
        SYSTEM
    }

    private static final UUID NOBODY = new UUID(0, 0);

    /**
     * The portal acting by itself.
     *
     * @param job what it does, shown in the trail
     * @return a caller that may do everything
     */
    public static Caller system(String job) {
        return new Caller(NOBODY, null, job, Kind.SYSTEM, Language.ZH_CN, "");
    }

    @Override
    public String getName() {
        return name;
    }
}
