package org.shuyuan.directory.internal;

import java.lang.ref.SoftReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.office.Workbooks.Workbook;

/** The workbook read last, while memory allows: paging through a preview does not read the file for every page. Thread-safe. */
final class RecentWorkbook {

    private record Kept(String file, Workbook book) {}

    private volatile SoftReference<@Nullable Kept> last = new SoftReference<>(null);

    Workbook get(String file, Supplier<Workbook> read) {
        @Nullable Kept kept = last.get();
        if (kept != null && kept.file().equals(file)) {
            return kept.book();
        }
        Workbook book = read.get();
        last = new SoftReference<>(new Kept(file, book));
        return book;
    }
}
