package org.shuyuan.web.internal;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import javax.servlet.ServletOutputStream;
import javax.servlet.WriteListener;
import javax.servlet.http.Cookie;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/** A request and what was answered, without a container. */
final class Exchange {

    final Map<String, String> asked = new HashMap<>();
    final Map<String, String> headers = new HashMap<>();
    final ByteArrayOutputStream body = new ByteArrayOutputStream();
    int status = 200;
    @Nullable String type;
    private final String path;
    private final @Nullable String cookie;

    Exchange(String path) {
        this(path, null);
    }

    Exchange(String path, @Nullable String language) {
        this.path = path;
        cookie = language;
    }

    Exchange with(String header, String value) {
        asked.put(header, value);
        return this;
    }

    HttpServletRequest request() {
        return (HttpServletRequest) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {HttpServletRequest.class},
                (proxy, method, args) -> switch (method.getName()) {
                    case "getRequestURI" -> path;
                    case "getMethod" -> "GET";
                    case "getHeader" -> asked.get((String) args[0]);
                    case "getCookies" -> cookie == null ? null : new Cookie[] {new Cookie("shuyuan_language", cookie)};
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    HttpServletResponse response() {
        return (HttpServletResponse) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {HttpServletResponse.class},
                (proxy, method, args) -> {
                    switch (method.getName()) {
                        case "setHeader" -> headers.put((String) args[0], (String) args[1]);
                        case "addHeader" -> headers.merge((String) args[0], (String) args[1], (a, b) -> a + ", " + b);
                        case "setStatus" -> status = (int) args[0];
                        case "setContentType" -> type = (String) args[0];
                        case "setContentLength" -> {}
                        case "getOutputStream" -> {
                            return new Out(body);
                        }
                        default -> throw new UnsupportedOperationException(method.getName());
                    }
                    return null;
                });
    }

    String text() throws IOException {
        byte[] sent = body.toByteArray();
        if ("gzip".equals(headers.get("Content-Encoding"))) {
            sent = new GZIPInputStream(new ByteArrayInputStream(sent)).readAllBytes();
        }
        return new String(sent, StandardCharsets.UTF_8);
    }

    private static final class Out extends ServletOutputStream {
        private final ByteArrayOutputStream to;

        Out(ByteArrayOutputStream to) {
            this.to = to;
        }

        @Override
        public void write(int b) {
            to.write(b);
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {}
    }
}
