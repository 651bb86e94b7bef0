package org.shuyuan.directory.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ref.SoftReference;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.files.Files;
import org.shuyuan.api.office.Workbooks;
import org.shuyuan.api.office.Workbooks.Sheet;
import org.shuyuan.api.office.Workbooks.Workbook;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.rest.Transfers;

/**
 * The files handed over, and what stands in them. Keeps the workbook read last while memory allows, so that paging through a
 * preview does not read the file for every page. Thread-safe.
 */
@Component(service = Rosters.class)
public final class Rosters {

    /** Most bytes of a file. */
    public static final long BYTES = 20L << 20;
    /** Most rows of all sheets together. */
    static final int ROWS = 20_000;

    private static final Workbooks.Limits LIMITS = new Workbooks.Limits(BYTES, 30, ROWS + 100, 300, 4_000);

    /** How many files are read at once: each may take a hundred megabytes while it is. */
    private static final int AT_ONCE = 2;

    private record Kept(String file, @Nullable String charset, Workbook book) {}

    private final Files files;
    private final Workbooks workbooks;
    private final Semaphore turns = new Semaphore(AT_ONCE, true);
    private volatile SoftReference<@Nullable Kept> last = new SoftReference<>(null);

    @Activate
    public Rosters(@Reference Files files, @Reference Workbooks workbooks) {
        this.files = files;
        this.workbooks = workbooks;
    }

    /**
     * Keeps the file if it is a workbook; of others nothing stays.
     *
     * @return its id
     * @throws Problem 413 too large; 415, 422 no workbook; 422 {@code directory.import-empty}, {@code directory.import-too-many-rows}
     */
    String keep(String name, InputStream content) {
        Path received = null;
        try {
            received = java.nio.file.Files.createTempFile("shuyuan-roster-", ".tmp");
            try (OutputStream out = java.nio.file.Files.newOutputStream(received)) {
                Transfers.bounded(content, BYTES).transferTo(out);
            }
            Workbook book = checked(received, name);
            try (InputStream in = java.nio.file.Files.newInputStream(received)) {
                String file = files.put(in, BYTES).id();
                last = new SoftReference<>(new Kept(file, null, book));
                return file;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            if (received != null) {
                received.toFile().delete();
            }
        }
    }

    private Workbook checked(Path received, String name) throws IOException {
        Workbook book;
        try (InputStream in = java.nio.file.Files.newInputStream(received)) {
            book = read(in, name, null);
        } catch (Problem refused) {
            if (refused.code().equals("office.too-many-rows")) {
                throw tooMany();
            }
            throw refused;
        }
        int rows = book.sheets().stream().map(Sheet::rows).mapToInt(List::size).sum();
        if (rows == 0) {
            throw new Problem(422, "directory.import-empty").with("name", name);
        }
        if (rows > ROWS + 100) {
            throw tooMany();
        }
        return book;
    }

    private static Problem tooMany() {
        return new Problem(422, "directory.import-too-many-rows").with("limit", ROWS);
    }

    private Workbook read(InputStream in, String name, @Nullable String charset) {
        turns.acquireUninterruptibly();
        try {
            return workbooks.read(in, name, LIMITS, charset);
        } finally {
            turns.release();
        }
    }

    /** @param charset of a text file; null: as it is found out @throws Problem 410 {@code directory.import-file-gone} */
    Workbook read(String file, String name, @Nullable String charset) {
        @Nullable Kept kept = last.get();
        if (kept != null && kept.file().equals(file) && Objects.equals(kept.charset(), charset)) {
            return kept.book();
        }
        try (InputStream in = files.open(file)) {
            Workbook book = read(in, name, charset);
            last = new SoftReference<>(new Kept(file, charset, book));
            return book;
        } catch (IOException e) {
            throw new Problem(410, "directory.import-file-gone");
        }
    }
}
