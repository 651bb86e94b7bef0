package org.shuyuan.resources.internal.rest;

import org.jspecify.annotations.Nullable;
import org.shuyuan.api.problem.Problem;

/** What a request must bring. */
final class Body {

    private Body() {}

    /** @throws Problem 400 {@code rest.bad-request} for a request without one */
    static <T> T needed(@Nullable T body) {
        if (body == null) {
            throw Problem.badRequest("rest.bad-request");
        }
        return body;
    }
}
