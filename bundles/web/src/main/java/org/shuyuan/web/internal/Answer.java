package org.shuyuan.web.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/** How a file is sent: content type, caching, compression, revalidation. */
final class Answer {

    static final String IMMUTABLE = "public, max-age=31536000, immutable";
    static final String A_DAY = "public, max-age=86400";
    static final String REVALIDATE = "no-cache";

    private static final Pattern PLAIN_PATH = Pattern.compile("[A-Za-z0-9_@.-]+(?:/[A-Za-z0-9_@.-]+)*");

    private Answer() {}

    /** Whether a path out of an address names a file and nothing above or beside the folder it is looked up in. */
    static boolean plain(@Nullable String path) {
        return path != null && path.length() <= 300 && PLAIN_PATH.matcher(path).matches() && !path.contains("..");
    }

    static boolean takesGzip(HttpServletRequest request) {
        String accepts = request.getHeader("Accept-Encoding");
        return accepts != null && accepts.contains("gzip") && !accepts.contains("gzip;q=0");
    }

    static String etag(byte[] content) {
        try {
            return '"' + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content), 0, 12) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sends 304 and answers true when the browser has what {@code etag} names. */
    static boolean unchanged(HttpServletRequest request, HttpServletResponse response, String etag) {
        response.setHeader("ETag", etag);
        String known = request.getHeader("If-None-Match");
        // A proxy that compresses marks the tag as weak or adds its own suffix.
        if (known == null || !known.contains(etag.substring(1, etag.length() - 1))) {
            return false;
        }
        response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
        return true;
    }

    static void send(HttpServletResponse response, String type, byte[] content, boolean gzipped) throws IOException {
        response.setContentType(type);
        if (MimeTypes.compressible(type)) {
            response.addHeader("Vary", "Accept-Encoding");
        }
        if (gzipped) {
            response.setHeader("Content-Encoding", "gzip");
        }
        response.setContentLength(content.length);
        response.getOutputStream().write(content);
    }

    static void notFound(HttpServletResponse response) throws IOException {
        response.setStatus(HttpServletResponse.SC_NOT_FOUND);
        response.setHeader("Cache-Control", "no-store");
        response.setContentType("text/plain; charset=utf-8");
        response.getOutputStream().write("404\n".getBytes(StandardCharsets.UTF_8));
    }
}
