package org.shuyuan.rest.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.net.URI;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import javax.annotation.Priority;
import javax.sql.DataSource;
import javax.ws.rs.Priorities;
import javax.ws.rs.container.ContainerRequestContext;
import javax.ws.rs.container.ContainerRequestFilter;
import javax.ws.rs.container.ContainerResponseContext;
import javax.ws.rs.container.ContainerResponseFilter;
import javax.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationSelect;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsExtension;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsName;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.tx.TransactionListener;
import org.shuyuan.rest.Json;

/**
 * A POST with an {@code Idempotency-Key} is done once. The key is committed together with the work, so no crash can separate
 * them; the answer is kept afterwards. A repeat gets the first answer, or is told that it was saved when the portal ended
 * before it could answer.
 */
@Component(service = {ContainerRequestFilter.class, ContainerResponseFilter.class, TransactionListener.class})
@JaxrsExtension
@JaxrsName("shuyuan.idempotency")
@JaxrsApplicationSelect("(shuyuan.api=true)")
@Priority(Priorities.AUTHORIZATION)
public class Idempotency implements ContainerRequestFilter, ContainerResponseFilter, TransactionListener {

    private static final int LARGEST_BODY = 60_000;

    private static final class Pending {
        final UUID account;
        final String key;
        final String request;
        boolean committed;

        Pending(UUID account, String key, String request) {
            this.account = account;
            this.key = key;
            this.request = request;
        }
    }

    private final IdempotencyStore store;
    private final ThreadLocal<@Nullable Pending> pending = new ThreadLocal<>();
    private final AtomicInteger seen = new AtomicInteger();

    @Activate
    public Idempotency(@Reference(target = "(osgi.jndi.service.name=shuyuan.rest)") DataSource db) {
        store = new IdempotencyStore(db);
    }

    @Override
    public void filter(ContainerRequestContext request) {
        pending.remove();
        String key = request.getMethod().equals("POST") ? request.getHeaderString("Idempotency-Key") : null;
        if (key == null || !(request.getSecurityContext().getUserPrincipal() instanceof Caller caller)) {
            return;
        }
        if (key.isBlank() || key.length() > 64) {
            throw Problem.badRequest("rest.bad-key");
        }
        String what = request.getUriInfo().getRequestUri().getRawPath();
        what = what.substring(0, Math.min(300, what.length()));
        var done = store.find(caller.account(), key);
        if (done.isPresent()) {
            request.abortWith(repeat(done.get(), what));
            return;
        }
        pending.set(new Pending(caller.account(), key, what));
        if (seen.incrementAndGet() % 1000 == 0) {
            store.purge(Instant.now());
        }
    }

    private static Response repeat(IdempotencyStore.Done done, String what) {
        if (!done.request().equals(what)) {
            throw new Problem(422, "rest.key-reused");
        }
        if (done.status() == null) {
            throw Problem.conflict("rest.already-done");
        }
        Response.ResponseBuilder again = Response.status(done.status()).header("Idempotency-Replayed", "true");
        if (done.location() != null) {
            again.location(URI.create(done.location()));
        }
        if (done.tag() != null) {
            again.header("ETag", done.tag());
        }
        if (done.body() != null) {
            try {
                again.type("application/json").entity(Json.mapper().readTree(done.body()));
            } catch (JsonProcessingException damaged) {
                throw Problem.conflict("rest.already-done");
            }
        }
        return again.build();
    }

    @Override
    public void beforeCommit() {
        Pending current = pending.get();
        if (current == null || current.committed) {
            return;
        }
        try {
            store.done(current.account, current.key, current.request);
            current.committed = true;
        } catch (SQLException twin) {
            throw Problem.conflict("rest.already-done");
        }
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        Pending current = pending.get();
        pending.remove();
        if (current == null || !current.committed || response.getStatus() >= 400) {
            return;
        }
        String body = null;
        Object entity = response.getEntity();
        if (entity != null) {
            try {
                body = Json.mapper().writeValueAsString(entity);
            } catch (JsonProcessingException notJson) {
                return;
            }
            if (body.length() > LARGEST_BODY) {
                return;
            }
        }
        String tag = response.getEntityTag() == null ? null : "\"" + response.getEntityTag().getValue() + "\"";
        store.answered(current.account, current.key, new IdempotencyStore.Done(current.request, response.getStatus(),
                response.getLocation() == null ? null : response.getLocation().toString(), tag, body));
    }
}
