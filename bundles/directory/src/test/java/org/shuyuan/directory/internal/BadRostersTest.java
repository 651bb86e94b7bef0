package org.shuyuan.directory.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.directory.internal.ImportService.Opened;
import org.shuyuan.directory.internal.roster.Comparison.State;
import org.shuyuan.directory.internal.roster.Field;
import org.shuyuan.directory.internal.roster.RosterFiles;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;

/** Files as they should not be: what is refused, and what is read all the same. */
class BadRostersTest {

    private static void refused(World w, byte[] bytes, String name, String code) {
        assertThatThrownBy(() -> w.imports.open(w.secretary, w.bank.id(), name, new ByteArrayInputStream(bytes)))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).as(name).isEqualTo(code));
        assertThat(w.db.count("directory_import")).isZero();
    }

    private static byte[] csv(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] with(byte[] xlsx, String part, byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(xlsx)); ZipOutputStream zip = new ZipOutputStream(out)) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                if (!entry.getName().equals(part)) {
                    zip.putNextEntry(new ZipEntry(entry.getName()));
                    in.transferTo(zip);
                }
            }
            zip.putNextEntry(new ZipEntry(part));
            zip.write(content);
        }
        return out.toByteArray();
    }

    @BothDatabases
    void aHundredThousandRowsAreRefusedByTheDeclaredLimit(Database database) {
        try (World w = new World(database)) {
            String rows = IntStream.range(0, 100_000).mapToObj(i -> "N" + i + ",王" + i).collect(Collectors.joining("\n"));
            assertThatThrownBy(() -> w.imports.open(w.secretary, w.bank.id(), "many.csv", new ByteArrayInputStream(csv("工号,姓名\n" + rows))))
                    .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.values()).containsEntry("limit", Rosters.ROWS));
            refused(w, csv("工号,姓名\n" + rows), "many.csv", "directory.import-too-many-rows");
        }
    }

    @BothDatabases
    void aBombIsRefused(Database database) throws IOException {
        try (World w = new World(database)) {
            byte[] rows = csv("<worksheet><sheetData>" + "<row/>".repeat(8 << 20));
            refused(w, with(Files.readAllBytes(RosterFiles.file("roster-bank.xlsx")), "xl/worksheets/sheet1.xml", rows), "bomb.xlsx", "office.workbook-too-much");
        }
    }

    @BothDatabases
    void aWorkbookWithMacrosIsReadAsData(Database database) throws IOException {
        try (World w = new World(database)) {
            byte[] macros = with(Files.readAllBytes(RosterFiles.file("roster-bank.xlsx")), "xl/vbaProject.bin", new byte[] {1, 2, 3});
            Opened opened = w.imports.open(w.secretary, w.bank.id(), "roster.xlsm", new ByteArrayInputStream(macros));
            assertThat(opened.preview().count(State.ADDED)).isEqualTo(85);
        }
    }

    @BothDatabases
    void ofAFormulaTheLastValueCountsAndIsTold(Database database) throws IOException {
        try (World w = new World(database)) {
            byte[] sheet = csv("<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>"
                    + "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>姓名</t></is></c><c r=\"B1\" t=\"inlineStr\"><is><t>职务</t></is></c></row>"
                    + "<row r=\"2\"><c r=\"A2\" t=\"str\"><f>\"王\"&amp;\"伟\"</f><v>王伟</v></c><c r=\"B2\" t=\"e\"><f>A9/0</f><v>#DIV/0!</v></c></row></sheetData></worksheet>");
            Opened opened = w.imports.open(w.secretary, w.bank.id(), "f.xlsx", new ByteArrayInputStream(
                    with(Files.readAllBytes(RosterFiles.file("roster-bank.xlsx")), "xl/worksheets/sheet1.xml", sheet)));
            var entry = opened.preview().lines().get(0).entry();
            assertThat(entry.get(Field.NAME)).isEqualTo("王伟");
            assertThat(entry.findings()).extracting("code").contains("formula", "cell-error");
        }
    }

    @BothDatabases
    void threeHundredColumnsAreReadAndMoreAreRefused(Database database) {
        try (World w = new World(database)) {
            String wide = IntStream.range(0, 298).mapToObj(i -> "附加" + i).collect(Collectors.joining(","));
            assertThat(w.openCsv(w.bank.id(), "工号,姓名," + wide + "\nA1,王伟," + wide + "\n").preview().count(State.ADDED)).isEqualTo(1);
            assertThatThrownBy(() -> w.openCsv(w.bank.id(), "工号,姓名," + wide + ",x\nA1,王伟\n")).isInstanceOfSatisfying(Problem.class,
                    p -> assertThat(p.code()).isEqualTo("office.too-many-columns"));
        }
    }

    @BothDatabases
    void aNumberOnThreeRowsBelongsToTheFirst(Database database) {
        try (World w = new World(database)) {
            Opened opened = w.openCsv(w.bank.id(), "工号,姓名\nA1,王伟\nA1,李明\nA1,何建国\n");
            assertThat(opened.preview().lines()).extracting("state").containsExactly(State.ADDED, State.PROBLEM, State.PROBLEM);
        }
    }

    @BothDatabases
    void unusualNamesAreStoredFoundAndExportedAsTheyAre(Database database) {
        List<String> names = List.of("O'Neil", "<b>王伟</b>", "王😀伟", "王\uD842\uDFB7", "買買提·艾力", "\uD884\uDF50明", "古麗娜扎爾·阿卜杜熱依木·買買提明·托合提·吾買爾江·阿不都克里木", "\"引号\"", "=1+1王", "a&amp;b");
        try (World w = new World(database)) {
            List<String> rows = new ArrayList<>();
            for (int i = 0; i < names.size(); i++) {
                rows.add("X" + i + ",\"" + names.get(i).replace("\"", "\"\"") + "\",办公室");
            }
            w.confirm(w.openCsv(w.bank.id(), "工号,姓名,部门\n" + String.join("\n", rows)));
            for (int i = 0; i < names.size(); i++) {
                assertThat(w.people.byNumber("X" + i).orElseThrow().name()).isEqualTo(names.get(i));
                assertThat(w.persons.search(w.secretary, w.bank.id(), names.get(i))).as(names.get(i)).extracting(l -> l.person().number()).contains("X" + i);
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            new org.shuyuan.office.internal.OfficeWorkbooks().write("人员", List.of(new org.shuyuan.api.office.Workbooks.Column("姓名", 10)),
                    sink -> w.persons.list(w.secretary, w.bank.id(), true, null, null, false, org.shuyuan.api.text.Names.Order.PINYIN,
                            org.shuyuan.rest.ListQuery.of(null, 1, 100, null)).items().forEach(l -> sink.row(l.person().name())), out);
            assertThat(new org.shuyuan.office.internal.OfficeWorkbooks().read(new ByteArrayInputStream(out.toByteArray()), "a.xlsx", org.shuyuan.api.office.Workbooks.Limits.DEFAULT)
                    .sheets().get(0).rows()).extracting(r -> r.cells().get("A").text()).containsAll(names);
            assertThat(w.openCsv(w.bank.id(), "工号,姓名,部门\n" + String.join("\n", rows)).preview().nothing()).isTrue();
        }
    }
}
