package org.shuyuan.access.cas.internal;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** A small CAS server: tickets that count once and for their service. A test says what it answers. */
public final class CasServer implements AutoCloseable {

    final HttpServer server;
    /** The ticket given last. */
    public volatile String last = "";
    public final String address;
    private final Map<String, String> tickets = new ConcurrentHashMap<>();
    /** Of everybody. */
    public volatile String attributes = "<cas:employeeNumber>A001</cas:employeeNumber><cas:memberOf>heads</cas:memberOf><cas:memberOf>staff</cas:memberOf>";
    /** Instead of what is right. */
    volatile @Nullable String answer;

    public CasServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        address = "http://127.0.0.1:" + server.getAddress().getPort() + "/cas";
        server.createContext("/cas/p3/serviceValidate", exchange -> validate(exchange, attributes));
        server.createContext("/cas/serviceValidate", exchange -> validate(exchange, ""));
        server.createContext("/cas/login", exchange -> {
            // whoever comes is signed in there already
            String service = query(exchange.getRequestURI().getRawQuery()).get("service");
            exchange.getResponseHeaders().set("Location", service + "&ticket=" + signIn(exchange.getRequestURI()).get("ticket"));
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        server.start();
    }

    static Map<String, String> query(@Nullable String raw) {
        Map<String, String> all = new TreeMap<>();
        for (String one : raw == null ? new String[0] : raw.split("&")) {
            String[] parts = one.split("=", 2);
            all.put(parts[0], URLDecoder.decode(parts.length > 1 ? parts[1] : "", StandardCharsets.UTF_8));
        }
        return all;
    }

    /** The person signs in there: the browser's way back. */
    Map<String, String> signIn(URI asked) {
        String service = query(asked.getRawQuery()).get("service");
        String ticket = "ST-1-" + UUID.randomUUID();
        tickets.put(ticket, service);
        last = ticket;
        Map<String, String> back = query(URI.create(service).getRawQuery());
        back.put("ticket", ticket);
        return back;
    }

    /** What it sends when the person signs out there. */
    public static String notice(String ticket) {
        return "<samlp:LogoutRequest xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\" ID=\"LR-1\" Version=\"2.0\" IssueInstant=\"2026-01-01T00:00:00Z\">"
                + "<saml:NameID xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\">@NOT_USED@</saml:NameID><samlp:SessionIndex>" + ticket + "</samlp:SessionIndex></samlp:LogoutRequest>";
    }

    static String success(String inside) {
        return "<cas:serviceResponse xmlns:cas='http://www.yale.edu/tp/cas'><cas:authenticationSuccess>" + inside + "</cas:authenticationSuccess></cas:serviceResponse>";
    }

    static String failure(String code) {
        return "<cas:serviceResponse xmlns:cas='http://www.yale.edu/tp/cas'><cas:authenticationFailure code='" + code + "'>no</cas:authenticationFailure></cas:serviceResponse>";
    }

    private void validate(HttpExchange exchange, String told) throws IOException {
        Map<String, String> asked = query(exchange.getRequestURI().getRawQuery());
        String service = tickets.remove(asked.getOrDefault("ticket", ""));
        String right = service == null ? failure("INVALID_TICKET") : !service.equals(asked.get("service")) ? failure("INVALID_SERVICE")
                : success("<cas:user>wangwei</cas:user>" + (told.isEmpty() ? "" : "<cas:attributes>" + told + "</cas:attributes>"));
        byte[] bytes = (answer == null ? right : answer).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
