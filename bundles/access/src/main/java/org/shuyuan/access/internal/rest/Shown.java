package org.shuyuan.access.internal.rest;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.ws.rs.core.Response;
import javax.ws.rs.core.StreamingOutput;
import org.jspecify.annotations.Nullable;
import org.shuyuan.access.internal.Devices;
import org.shuyuan.access.internal.Page;
import org.shuyuan.access.internal.jpa.SessionStore;
import org.shuyuan.access.internal.jpa.SignInStore;
import org.shuyuan.rest.Json;

/** What the resources answer. */
final class Shown {

    private Shown() {}

    record Named(UUID id, @Nullable String name) {}

    /** @param mustEnrol asked for a second factor and has none: nothing is permitted until then */
    record Who(UUID id, String name, String displayName, String kind, boolean mustChangePassword, boolean mustEnrol) {}

    record HomeUnit(UUID id, String name, String zone) {}

    record InTree(UUID id, String name, @Nullable UUID parent, String kind) {}

    record PortalName(String name) {}

    /** @param setup the first unit is still to be founded, by this caller */
    record Me(Who account, @Nullable Named person, String language, @Nullable HomeUnit unit, List<InTree> units, Set<String> permissions,
            PortalName portal, boolean setup) {}

    record Portal(String name, boolean needsSetup, List<String> languages, boolean demo, boolean reset) {}

    record OwnSession(UUID id, boolean current, Instant createdAt, Instant lastSeenAt, Instant expiresAt, String address, String agent, String device) {}

    /** @param outcome {@code success}, {@code wrong-password}, {@code wrong-code}, {@code disabled}, {@code expired} */
    record OneTry(UUID id, Instant at, String outcome, String method, String address, String agent, String device, boolean newDevice) {}

    record OwnToken(UUID id, String name, Instant createdAt, Instant expires, @Nullable Instant lastUsedAt) {}

    record Person(UUID id, String name, @Nullable String number, @Nullable Named unit) {}

    /** @param delegated its holder stands in for who is named in {@code grantedBy} */
    record Held(UUID id, String role, String roleName, @Nullable Named unit, boolean subtree, @Nullable LocalDate since, @Nullable LocalDate until,
            String grantedBy, boolean delegated, @Nullable String reason) {}

    /** @param secondFactor whether the person has set one up */
    record OneAccount(UUID id, String name, String displayName, @Nullable Person person, boolean enabled, boolean mustChangePassword, boolean secondFactor,
            @Nullable Instant signedInAt, Instant createdAt, List<Held> roles, String roleNames, long version) {}

    /**
     * @param id the key once more, as other things have one
     * @param unit where an own role was made
     * @param names what it is called, by language, of an own role
     * @param mayGive at the unit asked about
     */
    record OneRole(String id, String key, String name, @Nullable String description, boolean own, @Nullable Named unit, Map<String, String> names,
            Map<String, String> descriptions, boolean everything, boolean mayGive, boolean mayChange, Set<String> permissions, Set<String> added,
            Set<String> removed, long version) {}

    record OnePermission(String id, String text) {}

    record PermissionsOf(String module, String name, List<OnePermission> permissions) {}

    static OwnSession session(SessionStore.Session one, @Nullable UUID current) {
        return new OwnSession(one.id(), one.id().equals(current), one.createdAt(), one.lastSeenAt(), one.expiresAt(), one.address(), one.agent(),
                Devices.words(one.agent()));
    }

    static org.shuyuan.rest.Page<OneTry> tries(Page<SignInStore.Try> page) {
        return new org.shuyuan.rest.Page<>(page.items().stream().map(one -> new OneTry(one.id(), one.at(), one.outcome(), one.method(), one.address(),
                one.agent(), Devices.words(one.agent()), one.newDevice())).toList(), page.total(), page.page(), page.size());
    }

    /**
     * An answer with a secret that is shown once. It is written past the store of repeated answers, which would keep it for
     * days: a repeated request is told that it was done, never the secret.
     */
    static Response once(int status, Map<String, ?> entity) {
        StreamingOutput body = out -> out.write(Json.mapper().writeValueAsBytes(entity));
        return Response.status(status).entity(body).type("application/json").header("Cache-Control", "no-store").build();
    }
}
