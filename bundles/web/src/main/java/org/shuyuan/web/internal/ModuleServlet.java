package org.shuyuan.web.internal;

import java.io.IOException;
import java.util.Optional;
import javax.servlet.Servlet;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardServletPattern;
import org.shuyuan.api.module.Modules;

/**
 * {@code /m/<module>/<tag>/<file>}. The tag changes with every byte of the bundle, so an answer is good for ever; an address with
 * the tag of an earlier version is answered with what that had, or 404, never with new content, which the browser would keep under the
 * old name. Thread-safe.
 */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/m/*")
public final class ModuleServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final int COMPRESS_FROM = 512;

    private final transient Modules modules;
    private final transient Compressed compressed = new Compressed(16L << 20);

    @Activate
    public ModuleServlet(@Reference Modules modules) {
        this.modules = modules;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String[] parts = request.getRequestURI().split("/", 5);
        Optional<byte[]> found = parts.length == 5 && Answer.plain(parts[4]) ? modules.file(parts[2], parts[3], parts[4]) : Optional.empty();
        if (found.isEmpty()) {
            Answer.notFound(response);
            return;
        }
        byte[] content = found.get();
        String type = MimeTypes.of(parts[4]);
        boolean gzip = content.length >= COMPRESS_FROM && MimeTypes.compressible(type) && Answer.takesGzip(request);
        response.setHeader("Cache-Control", Answer.IMMUTABLE);
        Answer.send(response, type, gzip ? compressed.of(request.getRequestURI(), content) : content, gzip);
    }
}
