package org.shuyuan.rest;

import java.util.Optional;
import java.util.UUID;
import javax.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/** Who has asked, for those parts of the platform that see a request before or after the interface that it is for. */
public final class SignedIn {

    private static final String ACCOUNT = "org.shuyuan.account";

    private SignedIn() {}

    /**
     * Marks a request, once it is known who asks.
     *
     * @param request the container's; nothing is marked where there is none
     * @param account the signed-in account
     */
    public static void mark(@Nullable HttpServletRequest request, UUID account) {
        if (request != null) {
            request.setAttribute(ACCOUNT, account);
        }
    }

    /**
     * Whose request it is.
     *
     * @param request any
     * @return the account; empty before it is known, and where nobody is signed in
     */
    public static Optional<UUID> account(HttpServletRequest request) {
        return Optional.ofNullable((UUID) request.getAttribute(ACCOUNT));
    }
}
