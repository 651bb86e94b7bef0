package org.shuyuan.web.internal;

import java.io.IOException;
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

/** Puts the protecting headers on every answer of the portal, before any context or servlet is chosen. Thread-safe. */
// before the preprocessors that answer themselves: a module that is away is refused with these headers too
@Component(service = Preprocessor.class, property = "service.ranking:Integer=1000")
public final class SecurityHeaders implements Preprocessor {

    private final String policy;

    @Activate
    public SecurityHeaders(@Reference Content content) {
        policy = content.page().policy();
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain) throws IOException, ServletException {
        if (response instanceof HttpServletResponse http) {
            http.setHeader("Content-Security-Policy", policy);
            http.setHeader("X-Content-Type-Options", "nosniff");
            http.setHeader("X-Frame-Options", "DENY");
            http.setHeader("Referrer-Policy", "same-origin");
            http.setHeader("Permissions-Policy", "camera=(self), microphone=(self), geolocation=(), payment=(), usb=()");
            http.setHeader("Cross-Origin-Opener-Policy", "same-origin");
            http.setHeader("Cross-Origin-Resource-Policy", "same-origin");
            // What a person may see is not for caches on the way; a resource that knows better says so itself.
            if (request instanceof HttpServletRequest asked && asked.getRequestURI().startsWith("/api/")) {
                http.setHeader("Cache-Control", "no-store");
            }
        }
        chain.doFilter(request, response);
    }

    @Override
    public void init(FilterConfig config) {}

    @Override
    public void destroy() {}
}
