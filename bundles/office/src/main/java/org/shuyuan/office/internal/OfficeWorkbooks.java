package org.shuyuan.office.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.shuyuan.api.office.Workbooks;
import org.shuyuan.api.problem.Problem;

/** Finds out what a file really is, whatever its name says, and hands it to the reader for it. */
@Component
public final class OfficeWorkbooks implements Workbooks {

    private static final int HEAD = 4096;
    private static final byte[] OLE = {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0};
    private static final byte[] ENCRYPTED = "EncryptedPackage".getBytes(StandardCharsets.UTF_16LE);

    @Override
    public Workbook read(InputStream content, String name, Limits limits, @Nullable String charset) {
        Path file = null;
        try {
            // On disk, since a zip's directory is at its end: reading entries as they come would trust what they say of themselves.
            file = Files.createTempFile("shuyuan-office-", ".tmp");
            spool(content, file, limits.bytes());
            return read(file, name, limits, charset);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            delete(file);
        }
    }

    @Override
    public void write(String sheet, List<Column> columns, Rows rows, OutputStream out) {
        new XlsxWriter(sheet, columns).write(rows, out);
    }

    @Override
    public void mark(Workbook book, List<Mark> marks, String heading, OutputStream out) {
        new XlsxMarks(book, marks, heading).write(out);
    }

    private static Workbook read(Path file, String name, Limits limits, @Nullable String charset) throws IOException {
        byte[] head = head(file);
        if (head.length >= 4 && head[0] == 'P' && head[1] == 'K' && head[2] == 3 && head[3] == 4) {
            return new XlsxReader(limits).read(file);
        }
        if (startsWith(head, OLE)) {
            throw new Problem(contains(Files.readAllBytes(file), ENCRYPTED) ? 422 : 415,
                    contains(Files.readAllBytes(file), ENCRYPTED) ? "office.workbook-encrypted" : "office.old-workbook");
        }
        String text = new String(head, StandardCharsets.ISO_8859_1).replace("\0", "").replaceFirst("^(\u00EF\u00BB\u00BF|\u00FF\u00FE|\u00FE\u00FF)", "").stripLeading()
                .toLowerCase(Locale.ROOT);
        if (text.startsWith("<")) {
            throw new Problem(415, "office.disguised-workbook");
        }
        String lower = name.toLowerCase(Locale.ROOT);
        if (head.length == 0 || text.startsWith("%pdf") || text.startsWith("{\\rtf") || lower.endsWith(".xlsx") || lower.endsWith(".xlsm")) {
            throw new Problem(415, "office.not-a-workbook");
        }
        return new CsvReader(limits).read(Files.readAllBytes(file), charset);
    }

    private static void spool(InputStream content, Path file, long limit) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            byte[] buffer = new byte[16_384];
            long total = 0;
            for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
                total += n;
                if (total > limit) {
                    throw tooLarge(Bound.SIZE, Math.max(1, limit >> 20));
                }
                out.write(buffer, 0, n);
            }
        }
    }

    /** What of a workbook has a bound, and the code that says it was passed. */
    enum Bound {
        /** Megabytes of the file. */
        SIZE("office.workbook-too-large"),
        /** What it unpacks to: more than any honest file of its size. */
        CONTENT("office.workbook-too-much"),
        SHEETS("office.too-many-sheets"),
        ROWS("office.too-many-rows"),
        COLUMNS("office.too-many-columns"),
        /** Characters of one cell. */
        CELL("office.cell-too-long");

        private final String code;

        Bound(String code) {
            this.code = code;
        }
    }

    static Problem tooLarge(Bound bound, long limit) {
        return new Problem(422, bound.code).with("limit", limit);
    }

    private static byte[] head(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(HEAD);
        }
    }

    private static boolean startsWith(byte[] bytes, byte[] start) {
        for (int i = 0; i < start.length; i++) {
            if (i >= bytes.length || bytes[i] != start[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean contains(byte[] bytes, byte[] part) {
        for (int i = 0; i + part.length <= bytes.length; i++) {
            int j = 0;
            while (j < part.length && bytes[i + j] == part[j]) {
                j++;
            }
            if (j == part.length) {
                return true;
            }
        }
        return false;
    }

    private static void delete(@Nullable Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            file.toFile().deleteOnExit();
        }
    }
}
