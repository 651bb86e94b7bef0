package org.shuyuan.access.ldap.internal;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSearchRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSimpleBindRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryOperationInterceptor;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.util.ssl.SSLUtil;
import com.unboundid.util.ssl.cert.CertException;
import com.unboundid.util.ssl.cert.ManageCertificates;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;

/** A real directory server in memory with the people of an office, over TLS of an authority of its own. */
public final class Directory implements AutoCloseable {

    public static final String BASE = "dc=bank,dc=cn";
    public static final String READER = "cn=reader," + BASE;
    public static final String READER_PASSWORD = "reader's own";

    final InMemoryDirectoryServer server;
    public final Path caFile;
    /** Filters as the server received them. */
    final List<String> searches = new CopyOnWriteArrayList<>();
    /** What a bind as this name is refused with, as Active Directory says it. */
    final Map<String, String> refusals = new HashMap<>();

    public Directory(Path folder) throws Exception {
        this(folder, "localhost");
    }

    /** @param name in the server's certificate */
    Directory(Path folder, String name) throws Exception {
        Path keys = folder.resolve("server.p12");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ResultCode made = ManageCertificates.main(null, out, out, "generate-self-signed-certificate", "--keystore", keys.toString(), "--keystore-password", "changeit",
                "--keystore-type", "PKCS12", "--alias", "server", "--subject-dn", "CN=" + name, "--subject-alternative-name-dns", name,
                "--basic-constraints-is-ca", "true", "--days-valid", "30");
        if (made != ResultCode.SUCCESS) {
            throw new CertException(out.toString());
        }
        java.security.KeyStore store = java.security.KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(keys)) {
            store.load(in, "changeit".toCharArray());
        }
        caFile = Files.writeString(folder.resolve("ca.pem"), "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder().encodeToString(store.getCertificate("server").getEncoded()) + "\n-----END CERTIFICATE-----\n");
        javax.net.ssl.KeyManagerFactory managers = javax.net.ssl.KeyManagerFactory.getInstance(javax.net.ssl.KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, "changeit".toCharArray());
        SSLContext tls = new SSLUtil(managers.getKeyManagers(), null).createSSLContext();
        InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig(BASE);
        config.addAdditionalBindCredentials(READER, READER_PASSWORD);
        config.setSchema(null);
        config.setListenerConfigs(InMemoryListenerConfig.createLDAPConfig("ldap", null, 0, tls.getSocketFactory()),
                InMemoryListenerConfig.createLDAPSConfig("ldaps", null, 0, tls.getServerSocketFactory(), null));
        config.addInMemoryOperationInterceptor(new InMemoryOperationInterceptor() {
            @Override
            public void processSearchRequest(InMemoryInterceptedSearchRequest request) {
                searches.add(request.getRequest().getFilter().toString());
                if (request.getRequest().getFilter().getFilterType() == Filter.FILTER_TYPE_EXTENSIBLE_MATCH) {
                    // the server in memory does not know this rule of Active Directory
                    SearchRequest plain = request.getRequest().duplicate();
                    plain.setFilter(Filter.createEqualityFilter(request.getRequest().getFilter().getAttributeName(), request.getRequest().getFilter().getAssertionValue()));
                    request.setRequest(plain);
                }
            }

            @Override
            public void processSimpleBindRequest(InMemoryInterceptedSimpleBindRequest request) throws LDAPException {
                String reason = refusals.get(request.getRequest().getBindDN());
                if (reason != null) {
                    throw new LDAPException(ResultCode.INVALID_CREDENTIALS, "80090308: LdapErr: DSID-0C090439, comment: AcceptSecurityContext error, data " + reason + ", v4563");
                }
            }
        });
        server = new InMemoryDirectoryServer(config);
        server.startListening();
        server.add("dn: " + BASE, "objectClass: domain", "dc: bank");
        server.add("dn: ou=people," + BASE, "objectClass: organizationalUnit", "ou: people");
        server.add("dn: ou=groups," + BASE, "objectClass: organizationalUnit", "ou: groups");
    }

    /** @param more attributes as LDIF lines */
    public String person(String uid, String... more) throws Exception {
        String dn = "uid=" + uid + ",ou=people," + BASE;
        String[] lines = {"dn: " + dn, "objectClass: inetOrgPerson", "objectClass: person", "objectClass: user", "objectCategory: person", "uid: " + uid, "sn: x",
                "userPassword: password of " + uid};
        String[] all = java.util.Arrays.copyOf(lines, lines.length + more.length);
        System.arraycopy(more, 0, all, lines.length, more.length);
        server.add(all);
        return dn;
    }

    public void group(String cn, String member) throws Exception {
        server.add("dn: cn=" + cn + ",ou=groups," + BASE, "objectClass: groupOfNames", "cn: " + cn, "member: " + member);
    }

    /** Settings of an OpenLDAP over TLS, to be changed. */
    public Map<String, String> settings() {
        return new HashMap<>(Map.of("servers", "ldaps://localhost:" + server.getListenPort("ldaps"), "ca.file", caFile.toString(), "base.dn", BASE,
                "bind.dn", READER, "bind.password", "env:READER"));
    }

    @Override
    public void close() {
        server.shutDown(true);
    }
}
