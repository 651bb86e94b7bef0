package org.shuyuan.access.ldap.internal;

import com.unboundid.ldap.sdk.BindRequest;
import com.unboundid.ldap.sdk.FailoverServerSet;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPConnectionPool;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.PostConnectProcessor;
import com.unboundid.ldap.sdk.ServerSet;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import com.unboundid.ldap.sdk.SingleServerSet;
import com.unboundid.ldap.sdk.StartTLSPostConnectProcessor;
import com.unboundid.util.ssl.HostNameSSLSocketVerifier;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import org.shuyuan.rest.Trust;

/** Connections to the servers in their order, encrypted and checked as the settings say. Thread-safe. */
final class LdapServers implements AutoCloseable {

    /** No answer to our questions comes near this; a server that sends more sends nonsense. */
    private static final int LARGEST_MESSAGE = 2 << 20;
    private static final long OLDEST_MS = 600_000;

    private final ServerSet servers;
    private final @Nullable LDAPConnectionPool pool;

    /** @throws IllegalArgumentException when the file of certificates cannot be used */
    LdapServers(LdapSettings settings) {
        SSLSocketFactory tls = tls(settings);
        servers = new FailoverServerSet(settings.servers().stream().map(one -> one(one, settings, tls)).toArray(ServerSet[]::new));
        pool = settings.bindDn().isEmpty() ? null : pool(settings, new SimpleBindRequest(settings.bindDn(), settings.bindPassword()));
    }

    private static ServerSet one(LdapSettings.Server server, LdapSettings settings, SSLSocketFactory tls) {
        LDAPConnectionOptions options = new LDAPConnectionOptions();
        // several servers and several questions share the time that one sign-in may take
        int part = (int) Math.max(500, settings.timeout().toMillis() / 2);
        options.setConnectTimeoutMillis(part);
        options.setResponseTimeoutMillis(part);
        options.setAbandonOnTimeout(true);
        options.setFollowReferrals(false);
        options.setBindWithDNRequiresPassword(true);
        options.setMaxMessageSize(LARGEST_MESSAGE);
        options.setSSLSocketVerifier(new HostNameSSLSocketVerifier(true));
        SocketFactory sockets = server.tls() ? tls : SocketFactory.getDefault();
        PostConnectProcessor after = server.tls() || settings.plain() ? null : new StartTLSPostConnectProcessor(tls);
        return new SingleServerSet(server.host(), server.port(), sockets, options, null, after);
    }

    private LDAPConnectionPool pool(LdapSettings settings, BindRequest bind) {
        try {
            // none is opened yet: a server that is away keeps nothing from starting
            LDAPConnectionPool made = new LDAPConnectionPool(servers, bind, 0, settings.connections(), null, false);
            made.setConnectionPoolName("access-ldap");
            made.setCreateIfNecessary(true);
            made.setMaxConnectionAgeMillis(OLDEST_MS);
            made.setRetryFailedOperationsDueToInvalidConnections(true);
            return made;
        } catch (LDAPException never) {
            throw new IllegalStateException(never);
        }
    }

    /** A fresh connection on which nobody is signed in. */
    LDAPConnection connect() throws LDAPException {
        return servers.getConnection();
    }

    /** For looking people up; null when people bind themselves. */
    @Nullable LDAPConnectionPool pool() {
        return pool;
    }

    private static SSLSocketFactory tls(LdapSettings settings) {
        try {
            return Trust.of(settings.caFile()).getSocketFactory();
        } catch (IllegalArgumentException noCertificate) {
            throw new IllegalArgumentException(LdapSettings.FILE + ": ca.file: " + noCertificate.getMessage(), noCertificate);
        }
    }

    @Override
    public void close() {
        if (pool != null) {
            pool.close();
        }
    }
}
