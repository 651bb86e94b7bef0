package org.shuyuan.office.internal;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.office.Workbooks.Column;
import org.shuyuan.api.office.Workbooks.Rows;

/** One sheet, written as its rows come. One use only. */
final class XlsxWriter {

    private static final int CELL = 32_767;
    private static final int ROWS = 1_048_575;
    private static final int FLUSH = 500;
    private static final long EXACT = 999_999_999_999_999L;

    private final String sheet;
    private final List<Column> columns;
    private int row;

    XlsxWriter(String sheet, List<Column> columns) {
        this.sheet = sheetName(sheet);
        this.columns = columns;
    }

    void write(Rows rows, OutputStream out) {
        // The caller owns the stream: closing an answer's stream is not ours to do.
        try (Workbook workbook = new Workbook(new Unclosed(out), "Shuyuan", "1.0")) {
            Worksheet worksheet = workbook.newWorksheet(sheet);
            for (int c = 0; c < columns.size(); c++) {
                worksheet.width(c, Math.max(4, Math.min(80, columns.get(c).width())));
            }
            worksheet.freezePane(0, 1);
            for (int c = 0; c < columns.size(); c++) {
                worksheet.inlineString(0, c, text(columns.get(c).header()));
                worksheet.style(0, c).bold().set();
            }
            rows.write(values -> row(worksheet, values));
            if (!columns.isEmpty()) {
                worksheet.setAutoFilter(0, 0, row, columns.size() - 1);
            }
            worksheet.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void row(Worksheet worksheet, @Nullable Object... values) {
        if (++row > ROWS) {
            throw OfficeWorkbooks.tooLarge(OfficeWorkbooks.Bound.ROWS, ROWS);
        }
        for (int c = 0; c < values.length; c++) {
            cell(worksheet, c, values[c]);
        }
        if (row % FLUSH == 0) {
            try {
                worksheet.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void cell(Worksheet worksheet, int column, @Nullable Object value) {
        if (value == null) {
            return;
        }
        if (value instanceof LocalDateTime time) {
            if (time.getYear() < 1900) {
                worksheet.inlineString(row, column, NumberFormats.text(time));
            } else {
                worksheet.value(row, column, time);
                worksheet.style(row, column).format("yyyy-mm-dd hh:mm").set();
            }
        } else if (value instanceof LocalDate date) {
            if (date.getYear() < 1900) {
                worksheet.inlineString(row, column, date.toString());
            } else {
                worksheet.value(row, column, date);
                worksheet.style(row, column).format("yyyy-mm-dd").set();
            }
        } else if (value instanceof Boolean truth) {
            worksheet.value(row, column, truth);
        } else if (value instanceof Number number && exact(number)) {
            worksheet.value(row, column, number);
        } else {
            String text = text(value.toString());
            if (!text.isEmpty()) {
                // Always a string cell: "=1+1", "+86…" or "@x" stay what they are. No apostrophe is put before, it would come back with the import.
                worksheet.inlineString(row, column, text);
            }
        }
    }

    /** Spreadsheets keep fifteen digits; a longer number (an identity card's) is written as text. */
    private static boolean exact(Number number) {
        if (number instanceof Double || number instanceof Float) {
            return Double.isFinite(number.doubleValue());
        }
        if (number instanceof BigDecimal decimal) {
            return decimal.precision() <= 15;
        }
        if (number instanceof BigInteger integer && integer.bitLength() > 63) {
            return false;
        }
        return Math.abs(number.longValue()) <= EXACT;
    }

    /** What XML and Excel can hold; a leading tab or return goes too, since in a csv made of it a formula could hide behind. */
    static String text(String value) {
        StringBuilder text = new StringBuilder(Math.min(value.length(), CELL));
        for (int i = 0; i < value.length(); ) {
            int c = value.codePointAt(i);
            boolean space = c == '\t' || c == '\n';
            if (text.length() + Character.charCount(c) > CELL) {
                break;
            }
            if (c >= ' ' && !(c >= 0x7F && c <= 0x9F) && !(c >= 0xD800 && c <= 0xDFFF) && (c & 0xFFFE) != 0xFFFE || space && text.length() > 0) {
                text.appendCodePoint(c);
            }
            i += Character.charCount(c);
        }
        // Literal "_x0041_" would be read back as "A".
        String escaped = text.toString().replaceAll("_(?=x[0-9A-Fa-f]{4}_)", "_x005F_");
        return escaped.length() <= CELL ? escaped : escaped.substring(0, CELL);
    }

    static String sheetName(String name) {
        String clean = text(name).replaceAll("[\\[\\]:*?/\\\\]", " ").replaceAll("^'+|'+$", "").strip();
        return clean.isEmpty() ? "Sheet1" : clean.substring(0, Math.min(31, clean.length()));
    }

    static final class Unclosed extends FilterOutputStream {
        Unclosed(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
