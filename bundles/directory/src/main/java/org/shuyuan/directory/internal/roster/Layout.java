package org.shuyuan.directory.internal.roster;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.office.Workbooks.Cell;
import org.shuyuan.api.office.Workbooks.Row;
import org.shuyuan.api.office.Workbooks.Sheet;
import org.shuyuan.api.office.Workbooks.Workbook;
import org.shuyuan.api.problem.Problem;

/**
 * Where the table stands in a workbook and what its columns mean.
 *
 * @param sheet index from 0
 * @param headerRow row number from 1; 0 when none was found
 * @param columns meaning by column letter; columns without one are left out
 * @param category of the people whose rows name none, e.g. {@code retired} for a sheet called so
 */
public record Layout(int sheet, int headerRow, Map<String, Field> columns, @Nullable String category) {

    /** Columns from left to right: A, B, … Z, AA. */
    public static final Comparator<String> LETTERS = Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder());

    private static final int DEPTH = 30;
    private static final Pattern FILLER = Pattern.compile(
            "^(合计|总计|小计|共计|合計|總計|小計|共計|填表|填报|填報|制表|製表|审核|審核|负责人|負責人|单位盖章|單位蓋章|联系人|聯絡人|注[:：]|说明[:：]|說明[:：]|备注[:：]|備註[:：]|total\\b).*",
            Pattern.CASE_INSENSITIVE);

    /**
     * The best guess: the sheet and row whose words are most clearly headers, people's sheets before hidden ones; and with it the
     * other visible sheets of people, unless they mostly list the same again (last month's copy).
     */
    public static List<Layout> propose(Workbook book) {
        List<Layout> all = IntStream.range(0, book.sheets().size()).mapToObj(i -> propose(book.sheets().get(i), i)).toList();
        Layout best = all.stream().reduce((a, b) -> score(b, book) > score(a, book) ? b : a).orElse(new Layout(0, 0, Map.of(), null));
        List<Layout> chosen = new ArrayList<>(List.of(best));
        Set<String> people = people(book, best);
        for (Layout other : all) {
            Set<String> names = people(book, other);
            long again = names.stream().filter(people::contains).count();
            if (other.sheet != best.sheet && other.headerRow > 0 && !book.sheets().get(other.sheet).hidden() && !names.isEmpty() && again * 2 < names.size()) {
                chosen.add(other);
                people.addAll(names);
            }
        }
        chosen.sort(Comparator.comparingInt(Layout::sheet));
        return List.copyOf(chosen);
    }

    public static Layout propose(Sheet sheet, int index) {
        return sheet.rows().stream().filter(r -> r.number() <= DEPTH).map(r -> at(r, sheet, index))
                .filter(l -> l.columns.containsValue(Field.NAME) && l.columns.size() >= 2)
                .max(Comparator.comparingInt((Layout l) -> l.columns.size()).thenComparingInt(l -> -l.headerRow))
                .orElse(new Layout(index, 0, Map.of(), null));
    }

    /** With the headers of that row. */
    public static Layout at(Row header, Sheet sheet, int index) {
        Map<String, Field> columns = columns(header);
        return new Layout(index, header.number(), columns, columns.containsValue(Field.CATEGORY) ? null : Terms.categoryOfSheet(sheet.name()).orElse(null));
    }

    /** A table without headers: what the columns mean is to be said. */
    public static Layout headless(Sheet sheet, int index) {
        return new Layout(index, 0, Map.of(), Terms.categoryOfSheet(sheet.name()).orElse(null));
    }

    public Layout with(Map<String, Field> newColumns) {
        return new Layout(sheet, headerRow, newColumns, category);
    }

    /** @param newCategory empty: none @throws Problem 422 longer than the field */
    public Layout categorised(String newCategory) {
        String clean = Clean.line(newCategory);
        if (clean.length() > Field.CATEGORY.limit()) {
            throw new Problem(422, "rest.invalid").field("category", "directory.too-long", Map.of("limit", Field.CATEGORY.limit()));
        }
        return new Layout(sheet, headerRow, columns, clean.isEmpty() ? null : Terms.category(clean).orElse(clean));
    }

    private static Set<String> people(Workbook book, Layout layout) {
        @Nullable String column = layout.columns.entrySet().stream().filter(c -> c.getValue() == Field.NAME).map(Map.Entry::getKey).findFirst().orElse(null);
        return column == null ? new HashSet<>() : book.sheets().get(layout.sheet).rows().stream().filter(r -> r.number() > layout.headerRow).map(r -> r.cells().get(column))
                .filter(Objects::nonNull).map(c -> Clean.name(c.text())).collect(Collectors.toCollection(HashSet::new));
    }

    private static int score(Layout layout, Workbook book) {
        boolean hidden = layout.headerRow > 0 && book.sheets().get(layout.sheet).hidden();
        return layout.columns.size() * 2 - (hidden ? 1 : 0);
    }

    /** Each field is taken once, by the first column that names it. */
    public static Map<String, Field> columns(Row header) {
        Map<String, Field> columns = new LinkedHashMap<>();
        Set<Field> taken = EnumSet.noneOf(Field.class);
        ordered(header).forEach((letter, cell) -> Field.byHeader(cell.text()).filter(taken::add).ifPresent(f -> columns.put(letter, f)));
        return columns;
    }

    /** The row of that number. */
    public static Optional<Row> row(Sheet sheet, int number) {
        return sheet.rows().stream().filter(r -> r.number() == number).findFirst();
    }

    /** What the headers read, to recognise the same form the next time. */
    public static String signature(Row header) {
        return ordered(header).values().stream().map(c -> Clean.key(Clean.cut(c.text(), 60))).collect(Collectors.joining("|"));
    }

    /** Totals, signatures, remarks below or among the people. */
    static boolean filler(Row row, Map<String, Field> columns) {
        @Nullable Cell first = ordered(row).values().stream().filter(c -> !Clean.line(c.text()).isEmpty()).findFirst().orElse(null);
        if (first == null || !FILLER.matcher(Clean.line(first.text()).replace(" ", "")).matches()) {
            return false;
        }
        long filled = columns.keySet().stream().map(row.cells()::get).filter(c -> c != null && !Clean.line(c.text()).isEmpty()).count();
        return filled * 2 <= columns.size() || filled <= 2;
    }

    /** The header printed again at the top of a page. */
    static boolean headerAgain(Row row, Map<String, Field> columns) {
        List<Map.Entry<String, Field>> matching = columns.entrySet().stream()
                .filter(e -> row.cells().get(e.getKey()) != null && Field.byHeader(row.cells().get(e.getKey()).text()).orElse(null) == e.getValue()).toList();
        return matching.size() >= 2 && matching.size() * 2 > columns.size();
    }

    /** Cells from left to right. */
    public static Map<String, Cell> ordered(Row row) {
        return row.cells().entrySet().stream()
                .sorted(Map.Entry.comparingByKey(LETTERS))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, LinkedHashMap::new));
    }
}
