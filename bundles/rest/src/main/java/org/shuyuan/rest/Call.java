package org.shuyuan.rest;

import java.util.Optional;
import java.util.UUID;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.core.SecurityContext;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.access.Authenticator;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.text.Language;

/** Who calls about which unit: {@code @BeanParam Call call} of a resource method. Confined to its request. */
public class Call {

    @Context
    @Nullable
    SecurityContext security;

    @Context
    @Nullable
    HttpHeaders headers;

    private @Nullable String unit;
    private @Nullable String ifMatch;

    /** For JAX-RS. */
    public Call() {}

    /** For JAX-RS; a setter and not a field, so that the REST description shows it. */
    @QueryParam("unit")
    public void setUnit(@Nullable String unit) {
        this.unit = unit;
    }

    /** For tests and for callers inside. */
    public static Call of(Caller caller, @Nullable UUID unit, @Nullable String ifMatch) {
        Call call = new Call();
        call.security = new CallerSecurity(caller, false);
        call.unit = unit == null ? null : unit.toString();
        call.ifMatch = ifMatch;
        return call;
    }

    /** @throws Problem 401 {@code access.sign-in-needed}; only in a {@link Public} method */
    public Caller caller() {
        return callerIfAny().orElseThrow(() -> new Problem(401, "access.sign-in-needed"));
    }

    public Optional<Caller> callerIfAny() {
        return security != null && security.getUserPrincipal() instanceof Caller caller ? Optional.of(caller) : Optional.empty();
    }

    /** @throws Problem 400 {@code rest.unit-needed} when the query parameter is missing or no id */
    public UUID unit() {
        return unitIfAny().orElseThrow(() -> Problem.badRequest("rest.unit-needed"));
    }

    public Optional<UUID> unitIfAny() {
        if (unit == null || unit.isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(UUID.fromString(unit));
        } catch (IllegalArgumentException noId) {
            throw Problem.badRequest("rest.unit-needed");
        }
    }

    public Language language() {
        return callerIfAny().map(Caller::language).orElseGet(() -> Language.of(header(HttpHeaders.ACCEPT_LANGUAGE)));
    }

    /** The version the caller has seen. @throws Problem 428 {@code rest.precondition-required} */
    public int expectedVersion() {
        return Versions.expected(ifMatch != null ? ifMatch : header(HttpHeaders.IF_MATCH));
    }

    private @Nullable String header(String name) {
        return headers == null ? null : headers.getHeaderString(name);
    }

    /** What the JAX-RS runtime is told about a caller. */
    public record CallerSecurity(Caller caller, boolean secure) implements SecurityContext {

        @Override
        public Caller getUserPrincipal() {
            return caller;
        }

        @Override
        public boolean isUserInRole(String role) {
            return false;
        }

        @Override
        public boolean isSecure() {
            return secure;
        }

        @Override
        public String getAuthenticationScheme() {
            return Authenticator.COOKIE;
        }
    }
}
