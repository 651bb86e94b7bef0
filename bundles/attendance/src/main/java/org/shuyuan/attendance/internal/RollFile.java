package org.shuyuan.attendance.internal;

import java.io.InputStream;
import java.text.Normalizer;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.office.Workbooks;
import org.shuyuan.api.problem.Problem;

/**
 * Reads a roll out of a workbook: the first sheet with a row of headings that names people, by name or number, and their state. Columns are known by their headings, in any order; others
 * are passed over, so that the workbook the roll is exported as comes in as it is. Knows nobody and writes nothing. Thread-safe.
 */
@Component(service = RollFile.class)
public final class RollFile {

    static final long LARGEST = 2L << 20;
    private static final Workbooks.Limits LIMITS = new Workbooks.Limits(LARGEST, 20, 5_000, 60, 1_000);

    /** What a column holds, with the headings that it has. */
    enum Column {
        NAME("姓名", "名字", "name"),
        NUMBER("工号", "工號", "员工编号", "員工編號", "编号", "number", "staff number"),
        STATE("状态", "狀態", "出勤状态", "出勤狀態", "考勤", "出勤", "签到情况", "簽到情況", "state"),
        REASON("事由", "原因", "reason"),
        CAME("签到时间", "簽到時間", "到会时间", "到會時間", "came"),
        NOTE("备注", "備註", "说明", "說明", "note"),
        MINUTES("计入分钟", "計入分鐘", "分钟", "分鐘", "minutes counted", "minutes");

        private final List<String> headings;

        Column(String... headings) {
            this.headings = List.of(headings);
        }
    }

    /** @param cells what stands there, of the columns that are known */
    record Row(int number, Map<Column, Workbooks.Cell> cells) {

        String text(Column column) {
            Workbooks.@Nullable Cell cell = cells.get(column);
            return cell == null ? "" : plain(cell.text());
        }
    }

    /** @param letters of the columns that are known @param headings what they are called in the file, by letter */
    record Found(Map<Column, String> letters, Map<String, String> headings, List<Row> rows) {}

    private final Workbooks workbooks;

    @Activate
    public RollFile(@Reference Workbooks workbooks) {
        this.workbooks = workbooks;
    }

    /** @param name of the file, for its ending @throws Problem 422 {@code attendance.file-no-columns}; those of {@link Workbooks#read} */
    Found read(InputStream content, String name) {
        for (Workbooks.Sheet sheet : workbooks.read(content, name, LIMITS).sheets()) {
            for (int i = 0; i < sheet.rows().size(); i++) {
                Workbooks.Row heading = sheet.rows().get(i);
                Map<Column, String> letters = letters(heading);
                if (letters.containsKey(Column.STATE) && (letters.containsKey(Column.NAME) || letters.containsKey(Column.NUMBER))) {
                    Map<String, String> headings = new LinkedHashMap<>();
                    letters.values().stream().sorted().forEach(letter -> headings.put(letter, plain(heading.cells().get(letter).text())));
                    return new Found(letters, headings, sheet.rows().subList(i + 1, sheet.rows().size()).stream().map(row -> row(row, letters)).filter(r -> !r.cells().isEmpty()).toList());
                }
            }
        }
        throw new Problem(422, "attendance.file-no-columns");
    }

    private static Row row(Workbooks.Row row, Map<Column, String> letters) {
        Map<Column, Workbooks.Cell> cells = new EnumMap<>(Column.class);
        letters.forEach((column, letter) -> {
            Workbooks.@Nullable Cell cell = row.cells().get(letter);
            if (cell != null && !cell.text().isBlank()) {
                cells.put(column, cell);
            }
        });
        return new Row(row.number(), cells);
    }

    private static Map<Column, String> letters(Workbooks.Row row) {
        Map<Column, String> letters = new EnumMap<>(Column.class);
        row.cells().forEach((letter, cell) -> {
            String heading = plain(cell.text()).replaceAll("[:*]", "").toLowerCase(Locale.ROOT);
            for (Column column : Column.values()) {
                if (column.headings.contains(heading)) {
                    letters.putIfAbsent(column, letter);
                }
            }
        });
        return letters;
    }

    /** Full-width digits and spaces as others. */
    static String plain(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC).strip();
    }
}
