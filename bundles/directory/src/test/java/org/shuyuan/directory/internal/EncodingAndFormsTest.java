package org.shuyuan.directory.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.directory.internal.ImportService.Adjustment;
import org.shuyuan.directory.internal.ImportService.Opened;
import org.shuyuan.directory.internal.roster.Comparison.State;
import org.shuyuan.directory.internal.roster.Field;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;

/** In which encoding a file is read and where its table stands: proposed, corrected, remembered for the next file of the source. */
class EncodingAndFormsTest {

    private static final Charset BIG5 = Charset.forName("x-windows-950");

    private static Opened open(World w, byte[] bytes) {
        return w.imports.open(w.secretary, w.bank.id(), "roster.csv", new ByteArrayInputStream(bytes));
    }

    private static Opened adjust(World w, Opened opened, Adjustment change) {
        return w.imports.adjust(w.secretary, opened.data().id(), opened.data().version(), change);
    }

    private static Adjustment charset(String charset) {
        return new Adjustment(null, null, null, null, null, null, null, null, charset, null, null, null);
    }

    private static Adjustment table(@Nullable Integer headerRow, @Nullable Map<String, String> columns) {
        return new Adjustment(null, null, headerRow, columns == null ? null : new java.util.HashMap<>(columns), null, null, null, null, null, null, null, null);
    }

    @BothDatabases
    void aTraditionalRosterInBig5AndAnotherInUtf16ComeIn(Database database) {
        try (World w = new World(database)) {
            String text = "機關部門,姓名,職務,黨員,聯絡電話\r\n黨建辦,陳怡君,鄉長,是,13968566164\r\n黨政辦,林志明,幹部,否,18683731274\r\n";
            Opened big5 = open(w, text.getBytes(BIG5));
            assertThat(big5.book().charset()).isEqualTo("Big5");
            assertThat(big5.preview().count(State.ADDED)).isEqualTo(2);
            w.confirm(big5);
            for (Charset charset : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
                Opened wide = open(w, ("\uFEFF" + text).getBytes(charset));
                assertThat(wide.book().charset()).isEqualTo(charset.name());
                assertThat(wide.preview().count(State.UNCHANGED)).isEqualTo(2);
            }
        }
    }

    @BothDatabases
    void theEncodingSomebodyChoseIsRememberedForTheNextFileOfTheSource(Database database) {
        try (World w = new World(database)) {
            // few and rare characters: the guess may be wrong, and only a person sees it
            Opened opened = open(w, "姓名,工號\r\n嚳嚷,1\r\n".getBytes(BIG5));
            Opened wrong = adjust(w, opened, charset("GB18030"));
            assertThat(wrong.data().choices().sheets().get(0).columns()).doesNotContainValue(Field.NAME);
            assertThat(wrong.book().charset()).isEqualTo("GB18030");
            Opened right = adjust(w, wrong, charset("Big5"));
            assertThat(right.preview().lines()).extracting(l -> l.entry().get(Field.NAME)).containsExactly("嚳嚷");
            w.confirm(right);
            Opened next = open(w, "姓名,工號\r\n嚳嚷,1\r\n囍囉,2\r\n".getBytes(BIG5));
            assertThat(next.data().choices().charset()).isEqualTo("Big5");
            assertThatThrownBy(() -> adjust(w, next, charset("KOI8-R"))).isInstanceOfSatisfying(Problem.class, p -> assertThat(p.status()).isEqualTo(422));
        }
    }

    @BothDatabases
    void rowsInAnotherEncodingAreToldByRow(Database database) {
        try (World w = new World(database)) {
            ByteArrayOutputStream mixed = new ByteArrayOutputStream();
            mixed.writeBytes("工号,姓名,部门\nA1,王伟,办公室\nA2,李明宇,国库科\n".getBytes(StandardCharsets.UTF_8));
            mixed.writeBytes("A3,何建国,货币信贷科\n".getBytes(Charset.forName("GB18030")));
            mixed.writeBytes(new byte[] {'A', '4', ',', (byte) 0xFF, (byte) 0xFF, ',', 'x', '\n'});
            Opened opened = open(w, mixed.toByteArray());
            assertThat(opened.preview().lines().get(2).entry().get(Field.NAME)).isEqualTo("何建国");
            assertThat(opened.preview().lines().get(2).entry().findings()).filteredOn(f -> f.code().equals("row-charset")).singleElement()
                    .satisfies(f -> assertThat(f.values()).containsEntry("charset", "GB18030"));
            assertThat(opened.preview().lines().get(3).state()).isEqualTo(State.PROBLEM);
            assertThat(opened.preview().lines().get(3).entry().findings()).extracting("code").contains("row-unreadable");
        }
    }

    @BothDatabases
    void aTableWithoutHeadersIsReadOnceItsColumnsAreNamedAndTheNextOneAtOnce(Database database) {
        try (World w = new World(database)) {
            Opened opened = w.openCsv(w.bank.id(), "A1,王伟,办公室\nA2,李明,国库科\n");
            assertThat(opened.preview().lines()).isEmpty();
            assertThatThrownBy(() -> w.confirm(opened)).isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("directory.import-no-names"));
            Opened named = adjust(w, adjust(w, opened, table(0, null)), table(null, Map.of("A", "number", "B", "name", "C", "unit")));
            assertThat(named.preview().count(State.ADDED)).isEqualTo(2);
            w.confirm(named);
            Opened next = w.openCsv(w.bank.id(), "A1,王伟,国库科\nA2,李明,国库科\nA3,何建国,国库科\n");
            assertThat(next.preview().counts()).containsEntry("added", 1L).containsEntry("moved", 1L).containsEntry("unchanged", 1L);
        }
    }

    @BothDatabases
    void anotherHeaderRowAndASheetLeftOutAreRememberedToo(Database database) {
        try (World w = new World(database)) {
            String first = "姓名,部门,备注\n经办人,电话,签名\n代码,姓名,部门\nA1,王伟,办公室\n";
            Opened opened = w.openCsv(w.bank.id(), first);
            Opened moved = adjust(w, adjust(w, opened, table(3, null)), table(null, Map.of("A", "number", "B", "name", "C", "unit")));
            assertThat(moved.preview().lines()).hasSize(1);
            w.confirm(moved);
            Opened next = w.openCsv(w.bank.id(), first + "A2,李明,国库科\n");
            assertThat(next.data().choices().sheets().get(0).headerRow()).isEqualTo(3);
            assertThat(next.preview().counts()).containsEntry("added", 1L).containsEntry("unchanged", 1L);
        }
    }
}
