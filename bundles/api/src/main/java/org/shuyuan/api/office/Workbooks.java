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

    /**
     * Bounds of what is read; a workbook beyond them is refused before it fills the memory.
     *
     * @param bytes of the file
     * @param sheets in it
     * @param rows of a sheet
     * @param columns of a row
     * @param cellLength characters of a cell
     */
    record Limits(long bytes, int sheets, int rows, int columns, int cellLength) {
        /** 20 MiB, 50 sheets, 100,000 rows, 300 columns, 4,000 characters. */
        public static final Limits DEFAULT = new Limits(20L << 20, 50, 100_000, 300, 4_000);
    }

    /**
     * A workbook.
     *
     * @param sheets in their order
     * @param charset in which a text file seems to be written; null for xlsx
     */
    record Workbook(List<Sheet> sheets, @Nullable String charset) {}

    /**
     * One sheet.
     *
     * @param name as its tab says
     * @param hidden people do not see it
     * @param rows only rows that hold something, ascending
     */
    record Sheet(String name, boolean hidden, List<Row> rows) {}

    /**
     * One row.
     *
     * @param number as people see it, from 1
     * @param cells by column letter: "A", "B", "AA"
     */
    record Row(int number, Map<String, Cell> cells) {}

    /**
     * One cell.
     *
     * @param text what a person sees, unformatted numbers without exponent ("18684874526"); never null, may be empty
     * @param number set when the cell holds a number
     * @param date set when the cell holds a real date
     * @param formula whether its value was computed
     */
    record Cell(String text, @Nullable Double number, @Nullable LocalDateTime date, boolean formula) {}

    /**
     * Reads xlsx, in which cells merged downwards hold their value in every row, or csv in UTF-8, UTF-16 or GB18030 (which is found out).
     *
     * @param content the file
     * @param name file name, for its ending only
     * @param limits what is too much
     * @return everything it holds
     * @throws org.shuyuan.api.problem.Problem 415 {@code office.not-a-workbook}, {@code office.old-workbook}, {@code office.disguised-workbook};
     *     422 {@code office.workbook-encrypted}, {@code office.workbook-damaged}, and past the limits {@code office.workbook-too-large},
     *     {@code office.workbook-too-much}, {@code office.too-many-sheets}, {@code office.too-many-rows}, {@code office.too-many-columns},
     *     {@code office.cell-too-long}
     */
    Workbook read(InputStream content, String name, Limits limits);

    /**
     * A column of a table to write.
     *
     * @param header its first cell
     * @param width in characters
     */
    record Column(String header, int width) {}

    /** What gives the rows, one after the other. */
    interface Rows {
        /**
         * Gives all rows.
         *
         * @param sink takes them
         */
        void write(RowSink sink);
    }

    /** What takes the rows. */
    interface RowSink {
        /**
         * Takes one row.
         *
         * @param values String, Number, Boolean, LocalDate, LocalDateTime or null, one per column
         */
        void row(@Nullable Object... values);
    }

    /**
     * Writes one sheet as xlsx, streaming; text that a spreadsheet would take for a formula stays text.
     *
     * @param sheet its name
     * @param columns of the table
     * @param rows what gives them
     * @param out not closed
     */
    void write(String sheet, List<Column> columns, Rows rows, OutputStream out);
}
