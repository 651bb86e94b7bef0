package org.shuyuan.office.internal;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.office.Workbooks.Cell;
import org.shuyuan.api.office.Workbooks.Limits;
import org.shuyuan.api.office.Workbooks.Workbook;
import org.shuyuan.api.problem.Problem;

/** Separated text (RFC 4180, and what spreadsheets in the field make of it). Every cell is text: its zeros and dates are its writer's. */
final class CsvReader {

    private final Limits limits;

    CsvReader(Limits limits) {
        this.limits = limits;
    }

    /** @param charset that somebody chose; null: found out */
    Workbook read(byte[] bytes, @Nullable String charset) {
        Charsets.Decoded decoded = Charsets.decode(bytes, charset).orElseThrow(() -> new Problem(415, "office.not-a-workbook"));
        String text = decoded.text();
        if (text.isBlank() || text.chars().limit(4096).anyMatch(c -> c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f')) {
            throw new Problem(415, "office.not-a-workbook");
        }
        int start = 0;
        char separator;
        if (text.startsWith("sep=") && text.length() > 4) {
            separator = text.charAt(4);
            start = Math.max(text.indexOf('\n') + 1, 5);
        } else {
            separator = separator(text);
        }
        SheetBuilder sheet = new SheetBuilder(limits, new SheetBuilder.Budget());
        Map<Integer, String> foreign = new TreeMap<>();
        parse(decoded, start, separator, sheet, foreign);
        return new Workbook(List.of(sheet.sheet("", false)), decoded.charset(), foreign);
    }

    private static void parse(Charsets.Decoded decoded, int start, char separator, SheetBuilder sheet, Map<Integer, String> foreign) {
        String text = decoded.text();
        Iterator<Charsets.Foreign> others = decoded.foreign().iterator();
        Charsets.@Nullable Foreign other = others.hasNext() ? others.next() : null;
        StringBuilder cell = new StringBuilder();
        int row = 1;
        int column = 0;
        boolean quoted = false;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted) {
                if (c != '"') {
                    cell.append(c);
                } else if (i + 1 < text.length() && text.charAt(i + 1) == '"') {
                    cell.append('"');
                    i++;
                } else {
                    quoted = false;
                }
            } else if (c == '"' && (cell.length() == 0 || cell.toString().equals("="))) {
                // ="007" is how some programs keep a spreadsheet from eating the zeros.
                cell.setLength(0);
                quoted = true;
            } else if (c == separator) {
                sheet.cell(row, column++, cell(cell));
            } else if (c == '\n' || c == '\r') {
                if (c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n') {
                    i++;
                }
                sheet.cell(row, column, cell(cell));
                for (; other != null && other.from() <= i; other = others.hasNext() ? others.next() : null) {
                    foreign.put(row, other.charset());
                }
                sheet.endRow(row++);
                column = 0;
            } else {
                cell.append(c);
            }
        }
        sheet.cell(row, column, cell(cell));
        for (; other != null; other = others.hasNext() ? others.next() : null) {
            foreign.put(row, other.charset());
        }
        sheet.endRow(row);
    }

    private static Cell cell(StringBuilder text) {
        String value = text.toString();
        text.setLength(0);
        return new Cell(value, null, null, false);
    }

    /** The candidate found most often outside quotes in the first lines. */
    private static char separator(String text) {
        String candidates = ",\t;|";
        int[] counts = new int[candidates.length()];
        boolean quoted = false;
        for (int i = 0, lines = 0; i < text.length() && lines < 20; i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && c == '\n') {
                lines++;
            } else if (!quoted && candidates.indexOf(c) >= 0) {
                counts[candidates.indexOf(c)]++;
            }
        }
        int best = 0;
        for (int i = 1; i < counts.length; i++) {
            best = counts[i] > counts[best] ? i : best;
        }
        return candidates.charAt(best);
    }
}
