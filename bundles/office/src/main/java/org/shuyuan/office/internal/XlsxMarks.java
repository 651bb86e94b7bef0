package org.shuyuan.office.internal;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.dhatim.fastexcel.VisibilityState;
import org.dhatim.fastexcel.Worksheet;
import org.shuyuan.api.office.Workbooks.Cell;
import org.shuyuan.api.office.Workbooks.Mark;
import org.shuyuan.api.office.Workbooks.Row;
import org.shuyuan.api.office.Workbooks.Sheet;
import org.shuyuan.api.office.Workbooks.Workbook;

/** A workbook as it was read, with cells coloured and commented. One use only. */
final class XlsxMarks {

    private static final String RED = "FFC7CE";
    private static final String YELLOW = "FFEB9C";
    /** What a comment shows without growing past the screen. */
    private static final int COMMENT = 500;
    private static final int WIDTH = 60;

    private final Workbook book;
    private final String heading;
    private final Map<Integer, Map<Integer, List<Mark>>> marks;

    XlsxMarks(Workbook book, List<Mark> marks, String heading) {
        this.book = book;
        this.heading = heading;
        this.marks = marks.stream().collect(Collectors.groupingBy(Mark::sheet, Collectors.groupingBy(Mark::row)));
    }

    void write(OutputStream out) {
        try (org.dhatim.fastexcel.Workbook written = new org.dhatim.fastexcel.Workbook(new XlsxWriter.Unclosed(out), "Shuyuan", "1.0")) {
            Set<String> names = new LinkedHashSet<>();
            for (int i = 0; i < book.sheets().size(); i++) {
                Sheet sheet = book.sheets().get(i);
                String name = XlsxWriter.sheetName(sheet.name());
                Worksheet worksheet = written.newWorksheet(names.add(name) ? name : "Sheet" + (i + 1));
                if (sheet.hidden()) {
                    worksheet.setVisibilityState(VisibilityState.HIDDEN);
                }
                sheet(worksheet, sheet, marks.getOrDefault(i, Map.of()));
                worksheet.finish();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void sheet(Worksheet worksheet, Sheet sheet, Map<Integer, List<Mark>> wanted) {
        int last = sheet.rows().stream().flatMap(r -> r.cells().keySet().stream()).mapToInt(XlsxMarks::column).max().orElse(-1);
        boolean headed = wanted.isEmpty();
        for (Row row : sheet.rows()) {
            row.cells().forEach((letter, cell) -> cell(worksheet, row.number() - 1, column(letter), cell));
            List<Mark> here = wanted.getOrDefault(row.number(), List.of());
            if (!headed && row.cells().size() > 2) {
                headed = true;
                worksheet.inlineString(row.number() - 1, last + 1, XlsxWriter.text(heading));
                worksheet.style(row.number() - 1, last + 1).bold().set();
            }
            if (!here.isEmpty()) {
                worksheet.inlineString(row.number() - 1, last + 1, XlsxWriter.text(here.stream().map(Mark::text).distinct().collect(Collectors.joining("\n"))));
                cells(here).forEach((letter, texts) -> mark(worksheet, row.number() - 1, column(letter), texts));
            }
        }
        if (!wanted.isEmpty()) {
            worksheet.width(last + 1, WIDTH);
        }
    }

    private static Map<String, List<Mark>> cells(List<Mark> marks) {
        Map<String, List<Mark>> cells = new LinkedHashMap<>();
        marks.stream().filter(m -> m.column() != null).forEach(m -> cells.computeIfAbsent(m.column(), c -> new java.util.ArrayList<>()).add(m));
        return cells;
    }

    private static void mark(Worksheet worksheet, int row, int column, List<Mark> marks) {
        worksheet.style(row, column).fillColor(marks.stream().anyMatch(Mark::grave) ? RED : YELLOW).set();
        String text = XlsxWriter.text(marks.stream().map(Mark::text).distinct().collect(Collectors.joining("\n")));
        worksheet.comment(row, column, text.length() > COMMENT ? text.substring(0, COMMENT) : text);
    }

    private static void cell(Worksheet worksheet, int row, int column, Cell cell) {
        if (cell.date() != null && cell.date().getYear() >= 1900) {
            worksheet.value(row, column, cell.date());
            worksheet.style(row, column).format(cell.date().toLocalTime().toSecondOfDay() == 0 ? "yyyy-mm-dd" : "yyyy-mm-dd hh:mm").set();
        } else if (cell.number() != null && cell.text().matches("-?\\d{1,15}(\\.\\d{1,10})?")) {
            worksheet.value(row, column, cell.number());
        } else {
            String text = XlsxWriter.text(cell.text());
            if (!text.isEmpty()) {
                worksheet.inlineString(row, column, text);
            }
        }
    }

    /** From 0. */
    private static int column(String letters) {
        int column = 0;
        for (int i = 0; i < letters.length(); i++) {
            column = column * 26 + letters.charAt(i) - 'A' + 1;
        }
        return column - 1;
    }
}
