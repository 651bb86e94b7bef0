package org.shuyuan.rest;

import org.jspecify.annotations.Nullable;
import org.shuyuan.api.problem.Problem;

/** What a request must bring. */
public final class Body {

    private Body() {}

    /**
     * For a resource whose body is read into an object; a request without one has none.
     *
     * @param <T> what it is read into
     * @param body null where nothing was sent
     * @return the body
     * @throws Problem 400 {@code rest.bad-request}
     */
    public static <T> T needed(@Nullable T body) {
        if (body == null) {
            throw Problem.badRequest("rest.bad-request");
        }
        return body;
    }
}
