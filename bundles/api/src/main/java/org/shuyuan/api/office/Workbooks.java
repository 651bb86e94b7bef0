package org.shuyuan.api.office;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/** Spreadsheets in and out. Thread-safe. */
@ProviderType
public interface Workbooks {

    /** Bounds of what is read; a workbook beyond them is refused before it fills the memory. */
    record Limits(long bytes, int sheets, int rows, int columns, int cellLength) {
        public static final Limits DEFAULT = new Limits(20L << 20, 50, 100_000, 300, 4_000);
    }

    /** Sheets in their order. */
    record Workbook(List<Sheet> sheets) {}

    /** @param rows only rows that hold something, ascending */
    record Sheet(String name, boolean hidden, List<Row> rows) {}

    /** @param number row number as people see it, from 1; @param cells by column letter: "A", "B", "AA" */
    record Row(int number, Map<String, Cell> cells) {}

    /**
     * @param text what a person sees, unformatted numbers without exponent ("18684874526"); never null, may be empty
     * @param date set when the cell holds a real date
     */
    record Cell(String text, @Nullable Double number, @Nullable LocalDateTime date, boolean formula) {}

    /**
     * Reads xlsx, or csv in UTF-8, UTF-16 or GB18030 (which is found out).
     *
     * @param name file name, for its ending only
     * @throws org.shuyuan.api.problem.Problem 415 {@code office.not-a-workbook}, 422 {@code office.workbook-too-large}, 422
     *     {@code office.workbook-encrypted}, 422 {@code office.workbook-damaged}
     */
    Workbook read(InputStream content, String name, Limits limits);

    /** A column of a table to write. */
    record Column(String header, int width) {}

    /** Values are String, Number, Boolean, LocalDate, LocalDateTime or null. */
    interface Rows {
        void write(RowSink sink);
    }

    interface RowSink {
        void row(@Nullable Object... values);
    }

    /** Writes one sheet as xlsx, streaming; text that a spreadsheet would take for a formula stays text. */
    void write(String sheet, List<Column> columns, Rows rows, OutputStream out);
}
