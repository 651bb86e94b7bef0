package org.shuyuan.web.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.servlet.Servlet;
import javax.servlet.http.Cookie;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** The shell's page under every path that is nobody else's, and the shared files. Thread-safe. */
// The JAX-RS whiteboard's own default application also takes "/*"; of two servlets with one pattern the higher ranking answers.
@Component(service = Servlet.class, property = "service.ranking:Integer=1000")
@HttpWhiteboardServletPattern("/*")
public final class ShellServlet extends HttpServlet {

    /** Asked for three times by one page: browsers want it for the tab as well. */
    private static final String ICON = "lib/icon.svg";
    private static final long serialVersionUID = 1L;
    private static final Pattern HASHED = Pattern.compile(".*-[A-Za-z0-9_-]{8}\\.[a-z0-9]+$");

    private final transient Content content;
    private final transient Hints hints;

    @Activate
    public ShellServlet(@Reference Content content, @Reference Hints hints) {
        this.content = content;
        this.hints = hints;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = request.getRequestURI();
        if (path.startsWith("/lib/") || path.startsWith("/assets/")) {
            file(request, response, path.substring(1));
        } else if (path.equals("/api") || path.startsWith("/api/") || path.startsWith("/m/")) {
            missing(response);
        } else if (path.equals("/favicon.ico")) {
            file(request, response, ICON);
        } else if (path.equals("/robots.txt")) {
            Answer.send(response, MimeTypes.of(path), "User-agent: *\nDisallow: /\n".getBytes(StandardCharsets.UTF_8), false);
        } else {
            page(request, response);
        }
    }

    private void page(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String language = language(request);
        byte[] page = content.page().in(language, hints.at(request.getRequestURI(), language));
        response.setHeader("Cache-Control", Answer.REVALIDATE);
        response.addHeader("Vary", "Accept-Language, Cookie");
        if (!Answer.unchanged(request, response, Answer.etag(page))) {
            Answer.send(response, MimeTypes.of("index.html"), page, false);
        }
    }

    private void file(HttpServletRequest request, HttpServletResponse response, String path) throws IOException {
        Optional<byte[]> plain = Answer.plain(path) && !path.endsWith(".gz") ? content.file(path) : Optional.empty();
        if (plain.isEmpty()) {
            Answer.notFound(response);
            return;
        }
        boolean hashed = HASHED.matcher(path).matches();
        response.setHeader("Cache-Control", hashed ? Answer.IMMUTABLE : path.equals(ICON) ? Answer.A_DAY : Answer.REVALIDATE);
        if (!hashed && Answer.unchanged(request, response, Answer.etag(plain.get()))) {
            return;
        }
        Optional<byte[]> packed = Answer.takesGzip(request) ? content.file(path + ".gz") : Optional.empty();
        Answer.send(response, MimeTypes.of(path), packed.orElse(plain.get()), packed.isPresent());
    }

    /** An address of an interface that is not there is no page: programs must not take HTML for an answer. */
    private static void missing(HttpServletResponse response) throws IOException {
        response.setStatus(HttpServletResponse.SC_NOT_FOUND);
        response.setContentType("application/problem+json; charset=utf-8");
        response.getOutputStream().write(
                "{\"type\":\"about:blank\",\"status\":404,\"code\":\"rest.not-found\"}".getBytes(StandardCharsets.UTF_8));
    }

    private static String language(HttpServletRequest request) {
        String chosen = "";
        Cookie[] cookies = request.getCookies();
        if (cookies != null) {
            for (Cookie cookie : cookies) {
                if (cookie.getName().equals("shuyuan_language")) {
                    chosen = cookie.getValue();
                }
            }
        }
        String accepted = request.getHeader("Accept-Language");
        return Page.language(chosen, accepted == null ? "" : accepted);
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        missing(response);
    }

    @Override
    protected void doPut(HttpServletRequest request, HttpServletResponse response) throws IOException {
        missing(response);
    }

    @Override
    protected void doDelete(HttpServletRequest request, HttpServletResponse response) throws IOException {
        missing(response);
    }
}
