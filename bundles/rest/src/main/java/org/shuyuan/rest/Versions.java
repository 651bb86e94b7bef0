package org.shuyuan.rest;

import java.time.Instant;
import javax.ws.rs.core.EntityTag;
import javax.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.problem.Problem;

/** Optimistic locking over HTTP (RFC 9110 §13.1.1): {@code ETag} out, {@code If-Match} in. */
public final class Versions {

    private Versions() {}

    public static Response.ResponseBuilder tag(Response.ResponseBuilder response, int version) {
        return response.tag(new EntityTag(Integer.toString(version)));
    }

    public static Response ok(Object entity, int version) {
        return tag(Response.ok(entity), version).build();
    }

    /** @throws Problem 428 {@code rest.precondition-required} when missing or not one of our tags */
    public static int expected(@Nullable String ifMatch) {
        if (ifMatch == null) {
            throw new Problem(428, "rest.precondition-required");
        }
        String tag = ifMatch.strip().replaceFirst("^W/", "").replace("\"", "");
        // -gzip: what a proxy or the server's own compression appended
        int dash = tag.indexOf('-');
        try {
            return Integer.parseInt(dash > 0 ? tag.substring(0, dash) : tag);
        } catch (NumberFormatException foreign) {
            throw new Problem(428, "rest.precondition-required");
        }
    }

    /**
     * 412 {@code rest.changed-meanwhile}: the second of two editors is told what the thing is now, who changed it and when.
     *
     * @param current the representation a GET would give
     */
    public static Problem changedMeanwhile(Object current, int currentVersion, @Nullable String changedBy, @Nullable Instant changedAt) {
        return new Problem(412, "rest.changed-meanwhile").with("who", changedBy == null ? "?" : changedBy).extra("current", current)
                .extra("currentVersion", currentVersion).extra("changedBy", changedBy).extra("changedAt", changedAt);
    }
}
