package org.shuyuan.rest;

import java.util.Optional;
import java.util.UUID;
import javax.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * A request to read from a module that is switched off at the request's unit. What it has kept stays readable to those who answer for it, and to
 * nobody else; the platform sees to that, no module has to.
 */
public final class SwitchedOff {

    /** Whoever has this at the unit reads there what a module keeps that is off. */
    public static final String READERS = "modules.activate";

    private static final String UNIT = "org.shuyuan.switched-off";

    private SwitchedOff() {}

    /**
     * Marks a request, before anybody knows who asks.
     *
     * @param request for reading
     * @param unit at which the module is off
     */
    public static void mark(HttpServletRequest request, UUID unit) {
        request.setAttribute(UNIT, unit);
    }

    /**
     * Whether the request was marked.
     *
     * @param request any
     * @return the unit at which its module is off
     */
    public static Optional<UUID> at(@Nullable HttpServletRequest request) {
        return request == null ? Optional.empty() : Optional.ofNullable((UUID) request.getAttribute(UNIT));
    }
}
