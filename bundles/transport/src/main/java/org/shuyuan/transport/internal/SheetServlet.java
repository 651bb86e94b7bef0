package org.shuyuan.transport.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.servlet.Servlet;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardServletPattern;
import org.shuyuan.api.text.Language;

/** {@code /tls/}: the local authority's certificate and how to install it, for everybody and over plain HTTP too. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern({"/tls", "/tls/*"})
public class SheetServlet extends HttpServlet {

    private static final long serialVersionUID = 1;
    private static final Map<String, String> TYPES = Map.of("ca.crt", "application/x-x509-ca-cert", "sheet.css", "text/css; charset=utf-8",
            "zh-CN.html", "text/html; charset=utf-8", "zh-TW.html", "text/html; charset=utf-8", "en.html", "text/html; charset=utf-8");

    private final transient Tls tls;

    @Activate
    public SheetServlet(@Reference Tls tls) {
        this.tls = tls;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = request.getPathInfo();
        if (path == null) {
            response.sendRedirect("/tls/");
            return;
        }
        String name = path.equals("/") ? Language.of(request.getHeader("Accept-Language")).tag() + ".html" : path.substring(1);
        Path file = file(name);
        if (file == null) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        response.setContentType(TYPES.get(name));
        response.setHeader("Cache-Control", "no-cache");
        response.setContentLengthLong(Files.size(file));
        Files.copy(file, response.getOutputStream());
    }

    private @Nullable Path file(String name) {
        Path file = tls.on() && TYPES.containsKey(name) ? tls.open().resolve(name) : null;
        return file != null && Files.isRegularFile(file) ? file : null;
    }
}
