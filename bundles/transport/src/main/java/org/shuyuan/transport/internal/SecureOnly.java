package org.shuyuan.transport.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import javax.servlet.FilterChain;
import javax.servlet.FilterConfig;
import javax.servlet.ServletException;
import javax.servlet.ServletRequest;
import javax.servlet.ServletResponse;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.http.whiteboard.Preprocessor;

/**
 * Where TLS is on, plain HTTP only leads there: pages are redirected, everything else is refused, since it has already said aloud
 * what it carries. This machine's own programs stay (the launcher, a proxy beside the portal), and so does the sheet with the
 * certificate, which is needed before TLS can be trusted. Thread-safe.
 */
@Component(service = Preprocessor.class, property = "service.ranking:Integer=900")
public class SecureOnly implements Preprocessor {

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]{1,253}|\\[?[0-9A-Fa-f:.]{2,45}]?");

    private final Tls tls;

    @Activate
    public SecureOnly(@Reference Tls tls) {
        this.tls = tls;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain) throws IOException, ServletException {
        if (tls.on() && request instanceof HttpServletRequest asked && response instanceof HttpServletResponse answer) {
            if (asked.isSecure()) {
                if (tls.hstsDays() > 0) {
                    answer.setHeader("Strict-Transport-Security", "max-age=" + tls.hstsDays() * 86_400L);
                }
            } else if (!sameMachine(asked) && !sheet(asked)) {
                turnAway(asked, answer);
                return;
            }
        }
        chain.doFilter(request, response);
    }

    static boolean sameMachine(HttpServletRequest request) {
        return sameMachine(String.valueOf(request.getRemoteAddr()), request);
    }

    /** @param remote from where it comes, also behind a proxy */
    static boolean sameMachine(String remote, HttpServletRequest request) {
        return remote.startsWith("127.") || remote.equals("::1") || remote.equals("0:0:0:0:0:0:0:1") || remote.equals("[::1]")
                || remote.equals("[0:0:0:0:0:0:0:1]") || remote.equals(request.getLocalAddr());
    }

    private static boolean sheet(HttpServletRequest request) {
        String path = request.getRequestURI();
        return path.equals("/tls") || path.startsWith("/tls/");
    }

    private void turnAway(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String host = String.valueOf(request.getServerName());
        boolean page = request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
        if (page && HOST.matcher(host).matches()) {
            String query = request.getQueryString();
            String name = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
            response.setStatus(HttpServletResponse.SC_TEMPORARY_REDIRECT);
            response.setHeader("Location", "https://" + name + (tls.port() == 443 ? "" : ":" + tls.port()) + request.getRequestURI() + (query == null ? "" : "?" + query));
            response.setHeader("Cache-Control", "no-store");
            return;
        }
        response.setStatus(HttpServletResponse.SC_FORBIDDEN);
        response.setContentType("application/problem+json");
        response.getOutputStream().write(("{\"type\":\"about:blank\",\"status\":403,\"code\":\"transport.tls-needed\",\"title\":\"请改用 https 地址 / HTTPS is needed\","
                + "\"detail\":\"https port " + tls.port() + "\"}").getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void init(FilterConfig config) {}

    @Override
    public void destroy() {}
}
