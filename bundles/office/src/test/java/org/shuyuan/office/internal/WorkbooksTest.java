package org.shuyuan.office.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.shuyuan.api.office.Workbooks.Cell;
import org.shuyuan.api.office.Workbooks.Column;
import org.shuyuan.api.office.Workbooks.Limits;
import org.shuyuan.api.office.Workbooks.Row;
import org.shuyuan.api.office.Workbooks.Sheet;
import org.shuyuan.api.office.Workbooks.Workbook;
import org.shuyuan.api.problem.Problem;

class WorkbooksTest {

    private static final String MAIN = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
    private final OfficeWorkbooks workbooks = new OfficeWorkbooks();

    private Workbook read(byte[] bytes, String name) {
        return workbooks.read(new ByteArrayInputStream(bytes), name, Limits.DEFAULT);
    }

    private Workbook resource(String name) {
        return workbooks.read(WorkbooksTest.class.getResourceAsStream("/" + name), name, Limits.DEFAULT);
    }

    /** A workbook of one sheet, by hand. */
    private static byte[] xlsx(String workbookPr, String sheetData, Map<String, String> more) {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("xl/workbook.xml", "<workbook " + MAIN + " xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">" + workbookPr
                + "<sheets><sheet name=\"一\" sheetId=\"1\" r:id=\"rId1\" state=\"veryHidden\"/></sheets></workbook>");
        parts.put("xl/_rels/workbook.xml.rels", "<Relationships><Relationship Id=\"rId1\" Type=\"http://x/worksheet\" Target=\"/xl/worksheets/sheet1.xml\"/>"
                + "<Relationship Id=\"rId2\" Type=\"http://x/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>");
        parts.put("xl/worksheets/sheet1.xml", "<worksheet " + MAIN + "><sheetData>" + sheetData + "</sheetData></worksheet>");
        parts.putAll(more);
        return zip(parts);
    }

    private static byte[] zip(Map<String, String> parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (var part : parts.entrySet()) {
                zip.putNextEntry(new ZipEntry(part.getKey()));
                zip.write(part.getValue().getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static Map<String, Cell> row(Workbook workbook, int sheet, int number) {
        return workbook.sheets().get(sheet).rows().stream().filter(row -> row.number() == number).map(Row::cells).findFirst().orElseThrow();
    }

    @Test
    void theBanksRosterIsReadAsItIs() {
        Workbook roster = resource("roster-bank.xlsx");

        assertThat(roster.sheets()).extracting(Sheet::name).containsExactly("人员花名册", "填表说明");
        assertThat(row(roster, 0, 1)).containsOnlyKeys("A");
        assertThat(row(roster, 0, 3).get("K").text()).isEqualTo("手机号码");
        assertThat(row(roster, 0, 4).get("K").text()).isEqualTo("18684874526");
        assertThat(row(roster, 0, 4)).doesNotContainKey("J");
        List<Cell> births = roster.sheets().get(0).rows().stream().map(row -> row.cells().get("E")).filter(java.util.Objects::nonNull).toList();
        assertThat(births).anyMatch(cell -> cell.date() != null && cell.text().matches("\\d{4}-\\d\\d-\\d\\d")).anyMatch(cell -> cell.text().equals("1985.13"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"roster-school.xlsx", "question-bank.xlsx", "study-plan-2026.xlsx"})
    void theOtherHandedOverWorkbooksAreReadToo(String name) {
        assertThat(resource(name).sheets().get(0).rows()).hasSizeGreaterThan(10);
    }

    @Test
    void csvIsReadInTheEncodingItHas() {
        assertThat(row(resource("roster-park-gbk.csv"), 0, 2).get("A").text()).isEqualTo("宏远航空物流有限公司");
        assertThat(row(resource("roster-township-hant.csv"), 0, 1).get("A").text()).isEqualTo("機關部門");
        for (String charset : List.of("UTF-16LE", "UTF-16BE")) {
            assertThat(row(read("\uFEFF姓名\t部门\r\n王芳\t\"办公室\n二楼\"\r\n".getBytes(Charset.forName(charset)), "a.csv"), 0, 2).get("B").text()).isEqualTo("办公室\n二楼");
        }
        assertThat(row(read("sep=;\n=\"007\";\"a\"\"b\"\n".getBytes(StandardCharsets.UTF_8), "a.csv"), 0, 1)).extractingByKey("A").extracting(Cell::text)
                .isEqualTo("007");
    }

    @Test
    void everyKindOfCellIsUnderstood() {
        byte[] file = xlsx("", "<row r=\"2\"><c r=\"A2\" t=\"s\"><v>0</v></c><c r=\"B2\"><v>1.8684874526E10</v></c><c r=\"C2\" s=\"1\"><v>46027.604166666664</v></c>"
                + "<c r=\"D2\" s=\"2\"><v>60.5</v></c><c r=\"E2\" t=\"str\"><f>A1&amp;\"x\"</f><v>甲x</v></c><c r=\"F2\"><f>1/10</f><v>0.1</v></c><c r=\"G2\" t=\"b\"><v>1</v></c>"
                + "<c r=\"H2\" t=\"e\"><v>#N/A</v></c><c r=\"I2\" t=\"inlineStr\"><is><r><t>a</t></r><r><t>_x000D_b_x005F_x0041_</t></r></is></c><c t=\"d\"><v>2026-01-05</v></c>"
                + "<c r=\"AA2\" s=\"3\"><v>0.30000000000000004</v></c><c r=\"AB2\" s=\"1\"><v>0.5</v></c></row><row><c><v>1</v></c></row>",
                Map.of("xl/sharedStrings.xml", "<sst " + MAIN + "><si><t>重庆</t><rPh sb=\"0\" eb=\"2\"><t>chongqing</t></rPh></si></sst>", "xl/styles.xml",
                        "<styleSheet " + MAIN + "><numFmts><numFmt numFmtId=\"180\" formatCode=\"[$-804]yyyy&quot;年&quot;m&quot;月&quot;;@\"/>"
                                + "<numFmt numFmtId=\"181\" formatCode=\"0.00&quot;days&quot;\"/></numFmts><cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/>"
                                + "<xf numFmtId=\"22\"/><xf numFmtId=\"180\"/><xf numFmtId=\"181\"/></cellXfs></styleSheet>"));

        Workbook workbook = read(file, "a.xlsx");

        assertThat(workbook.sheets().get(0).hidden()).isTrue();
        Map<String, Cell> cells = row(workbook, 0, 2);
        assertThat(cells.get("A").text()).isEqualTo("重庆");
        assertThat(cells.get("B").text()).isEqualTo("18684874526");
        assertThat(cells.get("C").date()).isEqualTo(LocalDateTime.parse("2026-01-05T14:30"));
        assertThat(cells.get("C").text()).isEqualTo("2026-01-05 14:30");
        assertThat(cells.get("E")).isEqualTo(new Cell("甲x", null, null, true));
        assertThat(cells.get("F").text()).isEqualTo("0.1");
        assertThat(cells.get("G").text()).isEqualTo("TRUE");
        assertThat(cells.get("H").text()).isEqualTo("#N/A");
        assertThat(cells.get("I").text()).isEqualTo("ab_x0041_");
        assertThat(cells.get("J").date()).isEqualTo(LocalDateTime.parse("2026-01-05T00:00"));
        assertThat(cells.get("AA")).isEqualTo(new Cell("0.3", 0.30000000000000004, null, false));
        assertThat(cells.get("AB").text()).isEqualTo("12:00");
        assertThat(row(workbook, 0, 3).get("A").text()).isEqualTo("1");
    }

    @Test
    void datesOfAnOldMacWorkbookCountFrom1904() {
        String styles = "<styleSheet " + MAIN + "><cellXfs><xf numFmtId=\"14\"/></cellXfs></styleSheet>";
        byte[] file = xlsx("<workbookPr date1904=\"1\"/>", "<row r=\"1\"><c r=\"A1\" s=\"0\"><v>0</v></c></row>", Map.of("xl/styles.xml", styles));
        assertThat(row(read(file, "a.xlsx"), 0, 1).get("A").date()).isEqualTo(LocalDateTime.parse("1904-01-01T00:00"));
        byte[] usual = xlsx("", "<row r=\"1\"><c r=\"A1\" s=\"0\"><v>1</v></c><c r=\"B1\" s=\"0\"><v>61</v></c></row>", Map.of("xl/styles.xml", styles));
        assertThat(row(read(usual, "a.xlsx"), 0, 1).get("A").text()).isEqualTo("1900-01-01");
        assertThat(row(read(usual, "a.xlsx"), 0, 1).get("B").text()).isEqualTo("1900-03-01");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"yyyy/m/d|true", "h:mm AM/PM|true", "[h]:mm|true", "General|false", "0.00E+00|false", "#,##0|false", "[Red]0|false", "@|false",
        "0\"小时 h\"|false", "m\"月\"d\"日\"|true", "0\\d|false", "yyyy\"年\"m\"月\";@|true"})
    void aDateIsKnownByItsFormat(String format, boolean date) {
        assertThat(NumberFormats.isDate(format)).isEqualTo(date);
    }

    @Test
    void whatIsNoWorkbookIsNamedForWhatItIs() {
        byte[] ole = new byte[2048];
        ole[0] = (byte) 0xD0;
        ole[1] = (byte) 0xCF;
        ole[2] = 0x11;
        ole[3] = (byte) 0xE0;
        refused(ole, "a.xls", 415, "office.old-workbook");
        byte[] encrypted = ole.clone();
        byte[] mark = "EncryptedPackage".getBytes(StandardCharsets.UTF_16LE);
        System.arraycopy(mark, 0, encrypted, 1024, mark.length);
        refused(encrypted, "a.xlsx", 422, "office.workbook-encrypted");
        refused("<html><table><tr><td>1</td></tr></table>".getBytes(StandardCharsets.UTF_8), "a.xls", 415, "office.disguised-workbook");
        refused("\uFEFF <?xml version=\"1.0\"?><Workbook/>".getBytes(StandardCharsets.UTF_8), "a.xls", 415, "office.disguised-workbook");
        refused("%PDF-1.7".getBytes(StandardCharsets.UTF_8), "a.csv", 415, "office.not-a-workbook");
        refused(new byte[0], "a.csv", 415, "office.not-a-workbook");
        refused(new byte[] {(byte) 0x89, 'P', 'N', 'G', 1, 2, 3}, "a.csv", 415, "office.not-a-workbook");
        refused("a,b".getBytes(StandardCharsets.UTF_8), "a.xlsx", 415, "office.not-a-workbook");
        refused(zip(Map.of("word/document.xml", "<x/>")), "a.xlsx", 415, "office.not-a-workbook");
    }

    @Test
    void aDamagedWorkbookIsToldAsSuch() {
        byte[] whole = xlsx("", "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>", Map.of());
        refused(java.util.Arrays.copyOf(whole, whole.length / 2), "a.xlsx", 422, "office.workbook-damaged");
        refused(xlsx("", "<row r=\"1\"><c r=\"A1\"", Map.of()), "a.xlsx", 422, "office.workbook-damaged");
        refused(xlsx("", "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>7</v></c></row>", Map.of()), "a.xlsx", 422, "office.workbook-damaged");
        refused(xlsx("", "<row r=\"1\"><c r=\"A1\"><v>12a</v></c></row>", Map.of()), "a.xlsx", 422, "office.workbook-damaged");
    }

    @Test
    void whatWouldFillTheMemoryIsRefusedBeforeItDoes() {
        refused(xlsx("", "<!--" + " ".repeat(30 << 20) + "-->", Map.of()), "bomb.xlsx", 422, "office.workbook-too-much");
        refused(xlsx("", "<row r=\"1\"><c r=\"ZZ1\"><v>1</v></c></row>", Map.of()), "a.xlsx", 422, "office.too-many-columns");
        refused(xlsx("", "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>" + "x".repeat(4001) + "</v></c></row>", Map.of()), "a.xlsx", 422, "office.cell-too-long");
        refused("a\n".repeat(100_001).getBytes(StandardCharsets.UTF_8), "a.csv", 422, "office.too-many-rows");
        assertThatThrownBy(() -> workbooks.read(new ByteArrayInputStream(new byte[100]), "a.csv", new Limits(99, 1, 1, 1, 1))).hasMessage("office.workbook-too-large");
    }

    /** What a parser keeps whole, in a file that unpacks to little enough as a whole. */
    @Test
    void onePieceThatWouldFillTheMemoryIsRefused() {
        String much = " ".repeat(2 << 20);
        for (String bomb : List.of(much, "<!--" + "<a>".repeat(1 << 19) + "-->", "<row r=\"1\" x=\"" + much + "\"/>", "<row r=\"1\" x=\"" + ">".repeat(2 << 20) + "\"/>",
                "<?x " + "<".repeat(2 << 20) + "?>", "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>" + "<![CDATA[<xxxxxxx>]]>".repeat(1 << 18) + "</v></c></row>",
                "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is>" + "<r><t>xxxxxxxx</t></r>".repeat(1 << 18) + "</is></c></row>")) {
            refused(xlsx("", bomb, Map.of()), "bomb.xlsx", 422, "office.workbook-too-much");
        }
    }

    @Test
    void aSheetWithAByteOrderMarkCommentsAndSectionsIsRead() {
        String sheet = "<worksheet><sheetData><!-- < --><row r=\"1\"><c r=\"A1\" t=\"str\"><v>王<![CDATA[<小>]]>芳&amp;</v></c></row></sheetData></worksheet>";
        assertThat(row(read(xlsx("", "", Map.of("xl/worksheets/sheet1.xml", "\uFEFF" + sheet)), "a.xlsx"), 0, 1).get("A").text()).isEqualTo("王<小>芳&");
    }

    @Test
    void cellsMergedDownwardsHoldTheirValueInEveryRow() {
        String rows = "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>名册</v></c></row><row r=\"2\"><c r=\"A2\" t=\"str\"><v>办公室</v></c><c r=\"B2\" t=\"str\"><v>王伟</v></c></row>"
                + "<row r=\"3\"><c r=\"B3\" t=\"str\"><v>李明</v></c></row><row r=\"5\"><c r=\"B5\" t=\"str\"><v>赵云</v></c></row>";
        Workbook book = read(xlsx("", rows, Map.of("xl/worksheets/sheet1.xml", "<worksheet " + MAIN + "><sheetData>" + rows
                + "</sheetData><mergeCells><mergeCell ref=\"A1:C1\"/><mergeCell ref=\"A2:A4\"/></mergeCells></worksheet>")), "a.xlsx");
        assertThat(row(book, 0, 3).get("A").text()).isEqualTo("办公室");
        assertThat(row(book, 0, 1)).as("a title stays in its first cell").containsOnlyKeys("A");
        assertThat(row(book, 0, 5)).doesNotContainKey("A");
        assertThat(book.sheets().get(0).rows()).as("no row is made").hasSize(4);
    }

    @Test
    void noEntityOfTheFileIsFollowed() {
        byte[] file = xlsx("", "", Map.of("xl/worksheets/sheet1.xml", "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/hostname\">]><worksheet><sheetData><row r=\"1\">"
                + "<c r=\"A1\" t=\"str\"><v>&e;</v></c></row></sheetData></worksheet>"));
        refused(file, "a.xlsx", 422, "office.workbook-damaged");
    }

    @Test
    void formattedButEmptyRowsCountForNothing() {
        byte[] file = xlsx("", "<row r=\"1048576\"><c r=\"XFD1048576\" s=\"0\"/></row>", Map.of());
        assertThat(read(file, "a.xlsx").sheets().get(0).rows()).isEmpty();
    }

    @Test
    void macrosInAFileAreJustNotLookedAt() {
        byte[] file = xlsx("", "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>", Map.of("xl/vbaProject.bin", "Sub Auto_Open()"));
        assertThat(row(read(file, "a.xlsm"), 0, 1).get("A").text()).isEqualTo("1");
    }

    @Test
    void whatIsWrittenIsReadBackAndNothingOfItIsAFormula() throws IOException {
        List<String> hostile = List.of("=1+1", "+8613800000000", "-2+3", "@SUM(A1)", "=HYPERLINK(\"http://x\",\"y\")", "_x0041_", "a\u0000\u0008b", "\t=1", "\r=1", "多\n行",
                "\uD83D\uDCDA", "\uD800x", "</t><f>1</f>");
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        workbooks.write("名册[1]/2", List.of(new Column("=标题", 12), new Column("日期", 12), new Column("时间", 16), new Column("数", 8), new Column("长数", 20)),
                sink -> hostile.forEach(text -> sink.row(text, LocalDate.parse("2026-07-01"), LocalDateTime.parse("2026-07-01T09:30"), 42, 110101199003077777L)), out);

        String xml = part(out.toByteArray(), "xl/worksheets/sheet1.xml");
        assertThat(xml).doesNotContain("<f>", "<f ").contains("autoFilter", "state=\"frozen\"");
        Workbook back = read(out.toByteArray(), "a.xlsx");
        assertThat(back.sheets().get(0).name()).isEqualTo("名册 1  2");
        assertThat(back.sheets().get(0).rows()).hasSize(hostile.size() + 1).allMatch(row -> row.cells().values().stream().noneMatch(Cell::formula));
        assertThat(back.sheets().get(0).rows().stream().skip(1).map(row -> row.cells().get("A").text())).containsExactly("=1+1", "+8613800000000", "-2+3", "@SUM(A1)",
                "=HYPERLINK(\"http://x\",\"y\")", "_x0041_", "ab", "=1", "=1", "多\n行", "\uD83D\uDCDA", "x", "</t><f>1</f>");
        assertThat(row(back, 0, 2).get("B").date()).isEqualTo(LocalDateTime.parse("2026-07-01T00:00"));
        assertThat(row(back, 0, 2).get("C").text()).isEqualTo("2026-07-01 09:30");
        assertThat(row(back, 0, 2).get("D").number()).isEqualTo(42.0);
        assertThat(row(back, 0, 2).get("E")).isEqualTo(new Cell("110101199003077777", null, null, false));
    }

    @Test
    void aLongTableIsWrittenAsItComesAndALongTextIsCut() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        workbooks.write("", List.of(new Column("a", 5)), sink -> {
            for (int i = 0; i < 5_000; i++) {
                sink.row(i == 0 ? "长".repeat(40_000) : "r" + i, null, true);
            }
        }, out);
        Workbook back = workbooks.read(new ByteArrayInputStream(out.toByteArray()), "a.xlsx", new Limits(20 << 20, 5, 10_000, 10, 40_000));
        assertThat(back.sheets().get(0).rows()).hasSize(5_001);
        assertThat(row(back, 0, 2).get("A").text()).hasSize(32_767);
        assertThat(row(back, 0, 5001).get("A").text()).isEqualTo("r4999");
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

    private void refused(byte[] file, String name, int status, String code) {
        assertThatThrownBy(() -> read(file, name)).isInstanceOfSatisfying(Problem.class, e -> {
            assertThat(e.code()).isEqualTo(code);
            assertThat(e.status()).isEqualTo(status);
        });
    }
}
