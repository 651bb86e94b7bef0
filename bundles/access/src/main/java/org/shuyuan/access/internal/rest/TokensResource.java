package org.shuyuan.access.internal.rest;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.ws.rs.BeanParam;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationSelect;
import org.shuyuan.access.internal.Sessions;
import org.shuyuan.access.internal.Tokens;
import org.shuyuan.access.internal.jpa.SessionStore;
import org.shuyuan.api.access.Needs;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.Page;
import org.shuyuan.rest.RestResource;

/** The caller's own API tokens. */
@Component(service = TokensResource.class)
@RestResource
@JaxrsApplicationSelect("(osgi.jaxrs.name=access)")
@Path("tokens")
@Produces("application/json")
@Consumes("application/json")
public class TokensResource {

    /** @param expires when it ends, an instant or a day (its end in China); 90 days from now when left out */
    public record NewToken(@Nullable String name, @Nullable String expires) {

        @Nullable
        Instant end() {
            if (expires == null || expires.isBlank()) {
                return null;
            }
            try {
                return expires.length() == 10 ? LocalDate.parse(expires).plusDays(1).atStartOfDay(ZoneOffset.ofHours(8)).toInstant()
                        : OffsetDateTime.parse(expires).toInstant();
            } catch (DateTimeException noTime) {
                throw Problem.invalid("expires", "access.bad-dates");
            }
        }
    }

    private final Tokens tokens;

    @Activate
    public TokensResource(@Reference Tokens tokens) {
        this.tokens = tokens;
    }

    /** The caller's API tokens, without their secrets. */
    @GET
    @Needs(Needs.SIGN_IN)
    public Page<Shown.OwnToken> list(@BeanParam Call call) {
        List<Shown.OwnToken> all = tokens.list(call.caller().account()).stream().map(TokensResource::shown).toList();
        return new Page<>(all, all.size(), 1, Math.max(1, all.size()));
    }

    /** Makes an API token. The secret is in this answer and nowhere else. */
    @POST
    @Needs(value = Needs.SIGN_IN, browserOnly = true)
    public Response make(@BeanParam Call call, @Nullable NewToken wanted) {
        Sessions.browserOnly(call.caller());
        Tokens.Made made = tokens.make(call.caller(), wanted == null ? null : wanted.name(), wanted == null ? null : wanted.end());
        return Shown.once(201, Map.of("id", made.token().id(), "name", made.token().name(), "expires", made.token().expiresAt(), "secret", made.secret()));
    }

    /** Ends an API token. */
    @DELETE
    @Needs(value = Needs.SIGN_IN, browserOnly = true)
    @Path("{id}")
    public Response remove(@BeanParam Call call, @PathParam("id") UUID id) {
        Sessions.browserOnly(call.caller());
        tokens.remove(call.caller(), id);
        return Response.noContent().build();
    }

    private static Shown.OwnToken shown(SessionStore.Token token) {
        return new Shown.OwnToken(token.id(), token.name(), token.createdAt(), token.expiresAt(), token.lastUsedAt());
    }
}
