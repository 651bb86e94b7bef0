package org.shuyuan.transport.internal;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.BeanParam;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationSelect;
import org.shuyuan.api.access.Access;
import org.shuyuan.api.access.Authenticator;
import org.shuyuan.api.access.Needs;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.RestResource;

/** How people's connections are protected, for those who look after the portal. */
@Component(service = TransportResource.class)
@RestResource
@JaxrsApplicationSelect("(osgi.jaxrs.name=transport)")
@Path("")
@Produces("application/json")
public class TransportResource {

    private static final String SEE = "transport.see";

    /**
     * @param secure this request came over TLS, to the portal or to a proxy that the settings name
     * @param plain this request crossed the network unencrypted
     * @param on TLS is on
     * @param exposed others than this machine reach the portal
     * @param names whom the certificate is for
     * @param end when it ends
     * @param sheet the page with the local authority's certificate, if there is one
     */
    public record Status(boolean secure, boolean plain, boolean on, boolean exposed, int port, List<String> names, @Nullable Instant end, @Nullable String sheet, int hstsDays) {}

    private final Tls tls;
    private final Access access;
    private final Authenticator authenticator;

    @Activate
    public TransportResource(@Reference Tls tls, @Reference Access access, @Reference Authenticator authenticator) {
        this.tls = tls;
        this.access = access;
        this.authenticator = authenticator;
    }

    /** Whether connections are encrypted, for which names, until when. */
    @GET
    @Path("status")
    @Needs(SEE)
    public Status status(@BeanParam Call call, @Context HttpServletRequest request) {
        access.require(call.caller(), SEE, call.unit());
        X509Certificate certificate = tls.certificate();
        boolean sheet = tls.on() && java.nio.file.Files.exists(tls.open().resolve("ca.crt"));
        boolean secure = authenticator.encrypted(request.isSecure(), request.getRemoteAddr(), request.getHeader("X-Forwarded-Proto"));
        boolean plain = !secure && !SecureOnly.sameMachine(authenticator.address(request.getRemoteAddr(), request.getHeader("X-Forwarded-For")), request);
        return new Status(secure, plain, tls.on(), tls.exposed(), tls.port(), certificate == null ? List.of() : Tls.names(certificate),
                certificate == null ? null : Tls.end(certificate), sheet ? "/tls/" : null, tls.hstsDays());
    }
}
