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
     * @param charset in which a text file was read, one of {@link #CHARSETS}; null for xlsx
     * @param foreign rows of a text file that are not in that encoding: by row number the one they were read in, empty when they are in none
     */
    record Workbook(List<Sheet> sheets, @Nullable String charset, Map<Integer, String> foreign) {
        /**
         * All rows in one encoding.
         *
         * @param sheets in their order
         * @param charset as above
         */
        public Workbook(List<Sheet> sheets, @Nullable String charset) {
            this(sheets, charset, Map.of());
        }
    }

    /** The encodings of text files that are known, by the names that people see. */
    List<String> CHARSETS = List.of("UTF-8", "GB18030", "Big5", "UTF-16LE", "UTF-16BE");

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
     * {@link #read(InputStream, String, Limits, String)} in the encoding that is found out.
     *
     * @param content the file
     * @param name file name, for its ending only
     * @param limits what is too much
     * @return everything it holds
     */
    default Workbook read(InputStream content, String name, Limits limits) {
        return read(content, name, limits, null);
    }

    /**
     * Reads xlsx (macros are not looked at), in which cells merged downwards hold their value in every row, or csv. Lines of a csv in
     * another encoding than the rest are read in theirs and told ({@link Workbook#foreign}).
     *
     * @param content the file
     * @param name file name, for its ending only
     * @param limits what is too much
     * @param charset of a text file, one of {@link #CHARSETS}; null: found out
     * @return everything it holds
     * @throws org.shuyuan.api.problem.Problem 415 {@code office.not-a-workbook}, {@code office.old-workbook}, {@code office.disguised-workbook};
     *     422 {@code office.workbook-encrypted}, {@code office.workbook-damaged}, and past the limits {@code office.workbook-too-large},
     *     {@code office.workbook-too-much}, {@code office.too-many-sheets}, {@code office.too-many-rows}, {@code office.too-many-columns},
     *     {@code office.cell-too-long}, {@code office.unknown-charset}
     */
    Workbook read(InputStream content, String name, Limits limits, @Nullable String charset);

    /**
     * Something to be seen in a workbook.
     *
     * @param sheet index from 0
     * @param row number as people see it, from 1
     * @param column letter of the cell that is coloured and commented; null: only said at the row's end
     * @param grave red rather than yellow
     * @param text what there is to say
     */
    record Mark(int sheet, int row, @Nullable String column, boolean grave, String text) {}

    /**
     * Writes what was read, each cell in its place, with marked cells coloured and commented, and what there is to say of a row also in
     * a column after the last.
     *
     * @param book what was read
     * @param marks in any order
     * @param heading of the column after the last, beside the first row that holds several cells
     * @param out not closed
     */
    void mark(Workbook book, List<Mark> marks, String heading, OutputStream out);

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
