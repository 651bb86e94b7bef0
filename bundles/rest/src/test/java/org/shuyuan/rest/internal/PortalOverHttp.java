package org.shuyuan.rest.internal;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.servlet.DispatcherType;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.core.Application;
import org.apache.cxf.jaxrs.servlet.CXFNonSpringJaxrsServlet;
import org.eclipse.jetty.ee8.servlet.FilterHolder;
import org.eclipse.jetty.ee8.servlet.ServletContextHandler;
import org.eclipse.jetty.ee8.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Caller;
import org.shuyuan.rest.SwitchedOff;
import org.shuyuan.testing.FakeAccess;
import org.shuyuan.testing.FakeAudit;
import org.shuyuan.testing.FakeUnits;
import org.shuyuan.testing.ModuleDatabase;

/** Our extensions around a resource on the same JAX-RS runtime and the same Jetty as the portal, without the container. */
final class PortalOverHttp implements AutoCloseable {

    static final Caller WANG = FakeAccess.person("王伟");

    /** Who may do what; nobody may anything before a test says so. */
    final FakeUnits units = new FakeUnits();
    final FakeAccess access = new FakeAccess(units);
    private final Server server = new Server();
    private final Idempotency idempotency;
    private final HttpClient client = HttpClient.newHttpClient();
    private final String base;

    PortalOverHttp(ModuleDatabase db, Object resource) throws Exception {
        this(db, resource, new FakeAudit());
    }

    PortalOverHttp(ModuleDatabase db, Object resource, Audit trail) throws Exception {
        idempotency = new Idempotency(db.dataSource());
        db.add(idempotency);
        SignInFilter signIn = new SignInFilter(c -> "s3cret".equals(c.session()) || "t0ken".equals(c.token())
                ? Optional.of(new Caller(WANG.account(), WANG.person(), WANG.name(), WANG.kind(), c.language() == null ? WANG.language() : c.language(), c.address()))
                : Optional.empty(), access, new OpenRoutes(type -> PortalOverHttp.class.getResource("/things.json")));
        Set<Object> singletons = Set.of(resource, signIn, idempotency, new Exports(trail), new JsonProvider(), new AnyProblemMapper(new Problems()), new WebProblemMapper(new Problems()));
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler();
        context.addServlet(new ServletHolder(new CXFNonSpringJaxrsServlet(new Application() {
            @Override
            public Set<Object> getSingletons() {
                return singletons;
            }
        })), "/api/things/*");
        context.addFilter(new FilterHolder((request, response, chain) -> {
            String unit = ((HttpServletRequest) request).getHeader("X-Off");
            if (unit != null) {
                SwitchedOff.mark((HttpServletRequest) request, UUID.fromString(unit));
            }
            chain.doFilter(request, response);
        }), "/*", EnumSet.of(DispatcherType.REQUEST));
        server.setHandler(context);
        server.start();
        base = "http://127.0.0.1:" + connector.getLocalPort() + "/api/things";
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path));
    }

    /** As the portal's own page sends it. */
    HttpRequest.Builder signedIn(String path) {
        return request(path).header("Cookie", "shuyuan_session=s3cret").header("X-Shuyuan", "1");
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    HttpResponse<String> post(String path, String json, String key) {
        return send(signedIn(path).header("Content-Type", "application/json").header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    @Override
    public void close() throws Exception {
        server.stop();
    }
}
