package org.shuyuan.office.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.office.Workbooks.Cell;
import org.shuyuan.api.office.Workbooks.Limits;
import org.shuyuan.api.office.Workbooks.Row;
import org.shuyuan.api.office.Workbooks.Sheet;

/** Collects cells within the limits; one {@link Budget} bounds all sheets of a file together. */
final class SheetBuilder {

    /** What a whole file may hold, so that no combination of allowed parts fills the memory. */
    static final class Budget {
        private int cells = 2_000_000;
        private long characters = 20_000_000;

        void take(int length) {
            characters -= length;
            if (--cells < 0 || characters < 0) {
                throw OfficeWorkbooks.tooLarge(OfficeWorkbooks.Bound.CONTENT, 40);
            }
        }
    }

    private final Limits limits;
    private final Budget budget;
    private final List<Row> rows = new ArrayList<>();
    private Map<String, Cell> cells = new LinkedHashMap<>();

    SheetBuilder(Limits limits, Budget budget) {
        this.limits = limits;
        this.budget = budget;
    }

    /** @param column from 0 */
    void cell(int row, int column, Cell cell) {
        if (cell.text().isEmpty()) {
            return;
        }
        if (column >= limits.columns()) {
            throw OfficeWorkbooks.tooLarge(OfficeWorkbooks.Bound.COLUMNS, limits.columns());
        }
        if (cell.text().length() > limits.cellLength()) {
            throw OfficeWorkbooks.tooLarge(OfficeWorkbooks.Bound.CELL, limits.cellLength()).with("cell", letters(column) + row);
        }
        budget.take(cell.text().length());
        cells.put(letters(column), cell);
    }

    void endRow(int number) {
        if (cells.isEmpty()) {
            return;
        }
        if (rows.size() >= limits.rows()) {
            throw OfficeWorkbooks.tooLarge(OfficeWorkbooks.Bound.ROWS, limits.rows());
        }
        rows.add(new Row(number, cells));
        cells = new LinkedHashMap<>();
    }

    /**
     * Cells merged downwards hold the upper one's value in every row that holds anything: a department written once beside its
     * people. Those merged sideways (titles) stay as they are.
     */
    void merged(int column, int first, int last) {
        String letter = letters(column);
        @Nullable Cell upper = null;
        for (Row row : rows) {
            if (row.number() == first) {
                upper = row.cells().get(letter);
            } else if (upper != null && row.number() > first && row.number() <= last && !row.cells().containsKey(letter)) {
                budget.take(upper.text().length());
                row.cells().put(letter, upper);
            }
        }
    }

    Sheet sheet(String name, boolean hidden) {
        return new Sheet(name, hidden, List.copyOf(rows));
    }

    static String letters(int column) {
        StringBuilder letters = new StringBuilder(3);
        for (int c = column; c >= 0; c = c / 26 - 1) {
            letters.insert(0, (char) ('A' + c % 26));
        }
        return letters.toString();
    }
}
