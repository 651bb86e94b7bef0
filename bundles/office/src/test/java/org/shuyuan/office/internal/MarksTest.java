package org.shuyuan.office.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.shuyuan.api.office.Workbooks.Cell;
import org.shuyuan.api.office.Workbooks.Limits;
import org.shuyuan.api.office.Workbooks.Mark;
import org.shuyuan.api.office.Workbooks.Row;
import org.shuyuan.api.office.Workbooks.Sheet;
import org.shuyuan.api.office.Workbooks.Workbook;

/** A table given back with what is wrong in it. */
class MarksTest {

    private final OfficeWorkbooks workbooks = new OfficeWorkbooks();

    private static Row row(int number, Object... values) {
        Map<String, Cell> cells = new LinkedHashMap<>();
        for (int i = 0; i < values.length; i++) {
            if (values[i] instanceof LocalDateTime date) {
                cells.put(SheetBuilder.letters(i), new Cell(date.toLocalDate().toString(), 1.0, date, false));
            } else if (values[i] instanceof Double number2) {
                cells.put(SheetBuilder.letters(i), new Cell(String.format("%.0f", number2), number2, null, false));
            } else {
                cells.put(SheetBuilder.letters(i), new Cell(values[i].toString(), null, null, false));
            }
        }
        return new Row(number, cells);
    }

    @Test
    void everyCellStaysInItsPlaceAndTheMarkedOnesAreColouredAndCommented() throws IOException {
        Workbook book = new Workbook(List.of(
                new Sheet("名册", false, List.of(row(1, "人员花名册"), row(3, "工号", "姓名", "出生年月"), row(4, "007", "王伟", LocalDateTime.parse("1983-05-12T00:00")),
                        row(5, "=1+1", "李明", 18684874526.0))),
                new Sheet("说明", true, List.of(row(1, "注")))), null);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        workbooks.mark(book, List.of(new Mark(0, 4, "C", false, "日期写法"), new Mark(0, 5, "A", true, "工号重复"), new Mark(0, 5, null, true, "暂不导入")), "问题", out);
        Workbook back = workbooks.read(new ByteArrayInputStream(out.toByteArray()), "a.xlsx", Limits.DEFAULT);
        List<Row> rows = back.sheets().get(0).rows();
        assertThat(rows).extracting(Row::number).containsExactly(1, 3, 4, 5);
        assertThat(rows.get(1).cells().get("D").text()).isEqualTo("问题");
        assertThat(rows.get(2).cells().get("A").text()).isEqualTo("007");
        assertThat(rows.get(2).cells().get("C").date()).isEqualTo(LocalDateTime.parse("1983-05-12T00:00"));
        assertThat(rows.get(2).cells().get("D").text()).isEqualTo("日期写法");
        assertThat(rows.get(3).cells().get("A")).isEqualTo(new Cell("=1+1", null, null, false));
        assertThat(rows.get(3).cells().get("C").number()).isEqualTo(18684874526.0);
        assertThat(rows.get(3).cells().get("D").text()).isEqualTo("工号重复\n暂不导入");
        assertThat(back.sheets().get(1).hidden()).isTrue();
        assertThat(part(out.toByteArray(), "xl/comments1.xml")).contains("&#x5de5;&#x53f7;&#x91cd;&#x590d;").contains("ref=\"A5\"").contains("ref=\"C4\"");
        assertThat(part(out.toByteArray(), "xl/styles.xml")).contains("FFC7CE").contains("FFEB9C");
    }

    private static String part(byte[] bytes, String name) throws IOException {
        Path file = Files.createTempFile("shuyuan-test", ".xlsx");
        Files.write(file, bytes);
        try (ZipFile zip = new ZipFile(file.toFile())) {
            return new String(zip.getInputStream(zip.getEntry(name)).readAllBytes(), StandardCharsets.UTF_8);
        } finally {
            Files.delete(file);
        }
    }
}
