package org.shuyuan.rest.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.annotation.Priority;
import javax.sql.DataSource;
import javax.ws.rs.Priorities;
import javax.ws.rs.container.ContainerRequestContext;
import javax.ws.rs.container.ContainerRequestFilter;
import javax.ws.rs.container.ContainerResponseContext;
import javax.ws.rs.container.ContainerResponseFilter;
import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.core.MediaType;
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
import org.shuyuan.api.tx.TransactionFailed;
import org.shuyuan.api.tx.TransactionListener;
import org.shuyuan.rest.Json;
import org.shuyuan.rest.Transfers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A POST with an {@code Idempotency-Key} is done once. The key is committed together with the work, so no crash can separate
 * them; the answer is kept afterwards. A repeat gets the first answer, or is told that it was saved when the portal ended
 * before it could answer. A twin that comes while the first is under way waits for it; on two nodes the later commit is refused.
 * An answer with {@code Cache-Control: no-store} (a secret, a download) is never kept, only the key is.
 */
@Component(service = {ContainerRequestFilter.class, ContainerResponseFilter.class, TransactionListener.class})
@JaxrsExtension
@JaxrsName("shuyuan.idempotency")
@JaxrsApplicationSelect("(shuyuan.api=true)")
@Priority(Priorities.AUTHORIZATION)
public class Idempotency implements ContainerRequestFilter, ContainerResponseFilter, TransactionListener {

    private static final Logger LOG = LoggerFactory.getLogger(Idempotency.class);
    private static final int LARGEST_BODY = 60_000;
    private static final int LARGEST_REQUEST = 1 << 20;
    private static final int TWIN_WAITS_SECONDS = 10;
    private static final int PURGE_EVERY = 1000;

    private record Key(UUID account, String key) {}

    private static final class Pending {
        final Key key;
        final String request;
        final CountDownLatch over = new CountDownLatch(1);
        boolean written;

        Pending(Key key, String request) {
            this.key = key;
            this.request = request;
        }
    }

    private final IdempotencyStore store;
    private final ThreadLocal<@Nullable Pending> pending = new ThreadLocal<>();
    private final Map<Key, Pending> underWay = new ConcurrentHashMap<>();
    private final AtomicInteger seen = new AtomicInteger();

    @Activate
    public Idempotency(@Reference(target = "(osgi.jndi.service.name=shuyuan.rest)") DataSource db) {
        store = new IdempotencyStore(db);
    }

    @Override
    public void filter(ContainerRequestContext request) throws IOException {
        forget();
        String header = request.getMethod().equals("POST") ? request.getHeaderString("Idempotency-Key") : null;
        if (header == null || !(request.getSecurityContext().getUserPrincipal() instanceof Caller caller)) {
            return;
        }
        if (header.isBlank() || header.length() > 64) {
            throw Problem.badRequest("rest.bad-key");
        }
        Pending mine = new Pending(new Key(caller.account(), header), fingerprint(request));
        waitForTwin(mine);
        try {
            var done = store.find(caller.account(), header);
            if (done.isPresent()) {
                Response again = repeat(done.get(), mine.request);
                finish(mine);
                request.abortWith(again);
                return;
            }
        } catch (RuntimeException e) {
            finish(mine);
            throw e;
        }
        pending.set(mine);
        if (seen.incrementAndGet() % PURGE_EVERY == 0) {
            store.purge(Instant.now());
        }
    }

    private void waitForTwin(Pending mine) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(TWIN_WAITS_SECONDS);
        Pending other;
        while ((other = underWay.putIfAbsent(mine.key, mine)) != null) {
            try {
                if (!other.over.await(until - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    throw Problem.conflict("rest.in-progress");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw Problem.conflict("rest.in-progress");
            }
        }
    }

    private void finish(Pending mine) {
        underWay.remove(mine.key, mine);
        mine.over.countDown();
    }

    /** What an earlier request on this thread left behind, should it have ended without an answer. */
    private void forget() {
        Pending left = pending.get();
        if (left != null) {
            pending.remove();
            finish(left);
        }
    }

    /** Path, query and JSON body; of a file only its length, it is not read twice. */
    private static String fingerprint(ContainerRequestContext request) throws IOException {
        MessageDigest digest = sha256();
        digest.update(request.getUriInfo().getRequestUri().getRawPath().getBytes(StandardCharsets.UTF_8));
        String query = request.getUriInfo().getRequestUri().getRawQuery();
        digest.update((byte) 0);
        digest.update((query == null ? "" : query).getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        MediaType type = request.getMediaType();
        if (type != null && type.isCompatible(MediaType.APPLICATION_JSON_TYPE) && request.hasEntity()) {
            byte[] body = Transfers.bounded(request.getEntityStream(), LARGEST_REQUEST).readAllBytes();
            digest.update(body);
            request.setEntityStream(new ByteArrayInputStream(body));
        } else {
            digest.update(Integer.toString(request.getLength()).getBytes(StandardCharsets.UTF_8));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    private static Response repeat(IdempotencyStore.Done done, String request) {
        if (!done.request().equals(request)) {
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
            again.header(HttpHeaders.ETAG, done.tag());
        }
        if (done.body() != null) {
            try {
                again.type(done.status() < 400 ? MediaType.APPLICATION_JSON : "application/problem+json").entity(Json.mapper().readTree(done.body()));
            } catch (JsonProcessingException damaged) {
                throw Problem.conflict("rest.already-done");
            }
        }
        return again.build();
    }

    @Override
    public void beforeCommit() {
        Pending current = pending.get();
        if (current == null || current.written) {
            return;
        }
        try {
            store.done(current.key.account(), current.key.key(), current.request);
            current.written = true;
        } catch (SQLException e) {
            boolean twinWasFirst = e.getSQLState() != null && e.getSQLState().startsWith("23");
            throw twinWasFirst ? Problem.conflict("rest.already-done") : new TransactionFailed("Idempotency key not written", e);
        }
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        Pending current = pending.get();
        if (current == null) {
            return;
        }
        pending.remove();
        try {
            // a refusal too, where something of it was written down: whoever asks again must not hear that it was saved
            if (current.written && response.getStatus() < 500) {
                keep(current, response);
            }
        } catch (TransactionFailed e) {
            // the work is done and the caller is told so; a repeat will hear that it was saved
            LOG.warn("The answer to a write could not be kept: {}", e.getMessage());
        } finally {
            finish(current);
        }
    }

    private void keep(Pending current, ContainerResponseContext response) {
        String caching = response.getHeaderString(HttpHeaders.CACHE_CONTROL);
        Object entity = response.getEntity();
        if (caching != null && caching.contains("no-store")) {
            return;
        }
        String body = null;
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
        store.answered(current.key.account(), current.key.key(), new IdempotencyStore.Done(current.request, response.getStatus(),
                response.getLocation() == null ? null : response.getLocation().toString(), tag, body));
    }
}
