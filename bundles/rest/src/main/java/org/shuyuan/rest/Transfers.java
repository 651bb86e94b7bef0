package org.shuyuan.rest;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.ws.rs.core.Response;
import javax.ws.rs.core.StreamingOutput;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.office.Workbooks;
import org.shuyuan.api.problem.Problem;

/** Files in and out of a resource. */
public final class Transfers {

    public static final String XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private Transfers() {}

    /** A download with a name in any script (RFC 6266, RFC 8187). Never opened in the portal's own page. It is entered into the trail by itself. */
    public static Response download(String name, String type, StreamingOutput body) {
        String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
        return Response.ok(body, type).header("Content-Disposition", "attachment; filename*=UTF-8''" + encoded)
                .header("Cache-Control", "no-store").build();
    }

    /** A list as a spreadsheet. */
    public static Response xlsx(Workbooks workbooks, String name, List<Workbooks.Column> columns, Workbooks.Rows rows) {
        return download(name + ".xlsx", XLSX, new Sheet(workbooks, name, columns, rows));
    }

    /** A body that knows, once it is written, how many rows went into it: the trail says so. */
    public interface Counted extends StreamingOutput {

        long rows();
    }

    private static final class Sheet implements Counted {
        private final Workbooks workbooks;
        private final String name;
        private final List<Workbooks.Column> columns;
        private final Workbooks.Rows rows;
        private long count;

        Sheet(Workbooks workbooks, String name, List<Workbooks.Column> columns, Workbooks.Rows rows) {
            this.workbooks = workbooks;
            this.name = name;
            this.columns = columns;
            this.rows = rows;
        }

        @Override
        public void write(OutputStream out) throws IOException {
            workbooks.write(name, columns, sink -> rows.write(cells -> {
                count++;
                sink.row(cells);
            }), out);
        }

        @Override
        public long rows() {
            return count;
        }
    }

    /** The name of an uploaded file: its last part, at most 200 characters, without control characters. */
    public static String fileName(@Nullable String given) {
        String name = given == null ? "" : given.replaceAll("[\\p{Cntrl}]", "").replace('\\', '/');
        name = name.substring(name.lastIndexOf('/') + 1).strip();
        return name.isEmpty() ? "file" : name.substring(0, Math.min(200, name.length()));
    }

    /** The body of an upload; reading past the limit ends in 413 {@code rest.too-large}. */
    public static InputStream bounded(InputStream in, long limit) {
        return new Bounded(in, limit);
    }

    private static final class Bounded extends InputStream {
        private final InputStream in;
        private final long limit;
        private long read;

        Bounded(InputStream in, long limit) {
            this.in = in;
            this.limit = limit;
        }

        @Override
        public int read() throws IOException {
            int b = in.read();
            count(b < 0 ? 0 : 1);
            return b;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int n = in.read(buffer, offset, length);
            count(Math.max(0, n));
            return n;
        }

        private void count(int n) {
            read += n;
            if (read > limit) {
                throw new Problem(413, "rest.too-large").with("limit", limit / 1024 + " KiB");
            }
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
