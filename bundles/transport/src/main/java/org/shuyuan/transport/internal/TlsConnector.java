package org.shuyuan.transport.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.felix.http.jetty.ConnectorFactory;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HostHeaderCustomizer;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connector over TLS 1.2 and 1.3, HTTP/2 and HTTP/1.1 as the browser wishes. It is our own and not Felix's setting, because a new
 * certificate then needs no restart: it counts for the next connection, those that are open go on.
 */
@Component(service = TlsConnector.class, immediate = true)
public class TlsConnector implements ConnectorFactory {

    private static final Logger LOG = LoggerFactory.getLogger(TlsConnector.class);
    private static final int LOOK_SECONDS = 5;

    private final Tls tls;
    private final SslContextFactory.Server context = new SslContextFactory.Server();
    private final ScheduledExecutorService watcher = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "transport-certificate");
        thread.setDaemon(true);
        return thread;
    });
    private @Nullable ServiceRegistration<ConnectorFactory> registration;
    private @Nullable FileTime seen;

    @Activate
    public TlsConnector(BundleContext bundles, @Reference Tls tls) throws IOException {
        this(tls);
        if (tls.on()) {
            seen = Files.getLastModifiedTime(tls.keyStore());
            registration = bundles.registerService(ConnectorFactory.class, this, null);
            watcher.scheduleWithFixedDelay(this::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
        }
    }

    TlsConnector(Tls tls) {
        this.tls = tls;
    }

    @Deactivate
    public void stop() {
        watcher.shutdownNow();
        if (registration != null) {
            registration.unregister();
        }
    }

    @Override
    public Connector createConnector(Server server) {
        context.setKeyStorePath(tls.keyStore().toString());
        context.setKeyStoreType("PKCS12");
        context.setKeyStorePassword(tls.password());
        context.setIncludeProtocols("TLSv1.2", "TLSv1.3");
        // a name that is not in the certificate is the browser's matter: many come by an address or a short name
        context.setSniRequired(false);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSecureScheme("https");
        http.addCustomizer(new SecureRequestCustomizer(false));
        // HTTP/2 has no header Host, which the check against other sites compares with Origin
        http.addCustomizer(new HostHeaderCustomizer());
        HttpConnectionFactory one = new HttpConnectionFactory(http);
        HTTP2ServerConnectionFactory two = new HTTP2ServerConnectionFactory(http);
        ALPNServerConnectionFactory chosen = new ALPNServerConnectionFactory(two.getProtocol(), one.getProtocol());
        chosen.setDefaultProtocol(one.getProtocol());
        ServerConnector connector = new ServerConnector(server, new SslConnectionFactory(context, chosen.getProtocol()), chosen, two, one);
        connector.setHost(tls.host());
        connector.setPort(tls.port());
        connector.setIdleTimeout(30_000);
        return connector;
    }

    private void look() {
        try {
            FileTime now = Files.getLastModifiedTime(tls.keyStore());
            if (!now.equals(seen)) {
                context.reload(factory -> { });
                seen = now;
                LOG.info("The server's certificate was exchanged; new connections get the new one");
            }
        } catch (Exception e) {
            LOG.error("The new certificate cannot be read, the old one goes on: {}", e.getMessage());
        }
    }
}
