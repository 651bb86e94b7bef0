package org.shuyuan.web.internal;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** The files that the front-end build put into this bundle's {@code web/}. Kept once read: they are few and fixed. Thread-safe. */
@Component(service = Content.class)
public final class Content {

    /** Finds a file of {@code web/}; null when there is none. */
    @FunctionalInterface
    interface Source {
        @org.jspecify.annotations.Nullable URL find(String path);
    }

    private final Source source;
    private final Map<String, Optional<byte[]>> read = new ConcurrentHashMap<>();
    private final Page page;

    @Activate
    public Content(BundleContext context) {
        this(path -> context.getBundle().getEntry("web/" + path));
    }

    Content(Source source) {
        this.source = source;
        page = new Page(new String(
                file("index.html").orElseThrow(() -> new IllegalStateException("web/index.html is missing: the browser side was not built")),
                StandardCharsets.UTF_8));
    }

    Page page() {
        return page;
    }

    Optional<byte[]> file(String path) {
        Optional<byte[]> known = read.get(path);
        if (known != null) {
            return known;
        }
        URL found = source.find(path);
        if (found == null) {
            return Optional.empty();
        }
        try (InputStream in = found.openStream()) {
            Optional<byte[]> content = Optional.of(in.readAllBytes());
            read.put(path, content);
            return content;
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
