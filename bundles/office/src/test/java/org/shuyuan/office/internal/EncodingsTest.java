package org.shuyuan.office.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shuyuan.api.office.Workbooks.Limits;
import org.shuyuan.api.office.Workbooks.Workbook;
import org.shuyuan.api.problem.Problem;

/** Texts as offices save them: one encoding, another, or both in one file. */
class EncodingsTest {

    private static final String SIMPLIFIED = "工号,姓名,部门\r\nA1,王伟,办公室\r\nA2,欧阳娜,人事教育科\r\n";
    private static final String TRADITIONAL = "工號,姓名,部門\r\nA1,陳怡君,黨政辦\r\nA2,林志明,農業服務中心\r\n";

    private final OfficeWorkbooks workbooks = new OfficeWorkbooks();

    private Workbook read(byte[] bytes, String charset) {
        return workbooks.read(new ByteArrayInputStream(bytes), "roster.csv", Limits.DEFAULT, charset);
    }

    private static byte[] in(String text, String charset) {
        return text.getBytes(Charset.forName(charset.equals("Big5") ? "x-windows-950" : charset));
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static String cell(Workbook book, int row, String column) {
        return book.sheets().get(0).rows().get(row - 1).cells().get(column).text();
    }

    @ParameterizedTest
    @CsvSource({"UTF-8,false", "UTF-8,true", "GB18030,false", "Big5,true", "UTF-16LE,false", "UTF-16LE,true", "UTF-16BE,true"})
    void eachEncodingIsFoundOut(String charset, boolean traditional) {
        String text = traditional ? TRADITIONAL : SIMPLIFIED;
        Workbook book = read(in(text, charset), null);
        assertThat(book.charset()).isEqualTo(charset);
        assertThat(cell(book, 2, "B")).isEqualTo(traditional ? "陳怡君" : "王伟");
        assertThat(book.foreign()).isEmpty();
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheFirstHeader() {
        for (String charset : List.of("UTF-8", "UTF-16LE", "UTF-16BE")) {
            Workbook book = read(in("\uFEFF" + SIMPLIFIED, charset), null);
            assertThat(book.charset()).isEqualTo(charset);
            assertThat(cell(book, 1, "A")).isEqualTo("工号");
            assertThat(cell(read(in("\uFEFF" + SIMPLIFIED, charset), charset), 1, "A")).isEqualTo("工号");
        }
    }

    @Test
    void whatSomebodyChoseCountsEvenWhenItLooksWrong() {
        byte[] big5 = in(TRADITIONAL, "Big5");
        assertThat(cell(read(big5, "GB18030"), 1, "B")).isNotEqualTo("姓名");
        assertThat(read(big5, "GB18030").charset()).isEqualTo("GB18030");
        assertThat(cell(read(big5, "Big5"), 3, "C")).isEqualTo("農業服務中心");
        assertThatThrownBy(() -> read(big5, "EBCDIC")).isInstanceOfSatisfying(Problem.class, p -> assertThat(p.errors()).extracting("code").containsExactly("office.unknown-charset"));
    }

    @Test
    void linesInAnotherEncodingAreReadInTheirsAndTold() {
        byte[] mostlyUtf8 = joined(in(SIMPLIFIED, "UTF-8"), in("A3,李明宇,货币信贷科\r\n", "GB18030"), in("A4,plain,x\r\n", "UTF-8"), in("A5,何建国,国库科\r\n", "UTF-8"));
        Workbook book = read(mostlyUtf8, null);
        assertThat(book.charset()).isEqualTo("UTF-8");
        assertThat(cell(book, 4, "B")).isEqualTo("李明宇");
        assertThat(book.foreign()).isEqualTo(Map.of(4, "GB18030"));
        byte[] mostlyGb = joined(in(SIMPLIFIED, "GB18030"), in("A3,李明宇,货币信贷科\n", "UTF-8"), in("A4,何建国,国库科", "GB18030"));
        Workbook other = read(mostlyGb, null);
        assertThat(other.charset()).isEqualTo("GB18030");
        assertThat(cell(other, 4, "B")).as("valid UTF-8 is that, though it can be read as GB18030 too").isEqualTo("李明宇");
        assertThat(cell(other, 5, "B")).isEqualTo("何建国");
        assertThat(other.foreign()).isEqualTo(Map.of(4, "UTF-8"));
    }

    @Test
    void aLineThatIsInNoEncodingIsToldAndTheRestIsRead() {
        Workbook book = read(joined(in(SIMPLIFIED, "UTF-8"), new byte[] {'A', '3', ',', (byte) 0xFF, (byte) 0xFF, ',', 'x', '\n'}), null);
        assertThat(cell(book, 2, "B")).isEqualTo("王伟");
        assertThat(book.foreign()).isEqualTo(Map.of(4, ""));
        assertThatThrownBy(() -> read(new byte[] {'a', ',', (byte) 0xFF, (byte) 0xFF, '\n', (byte) 0xFE, (byte) 0xFF, '\n'}, null)).hasMessage("office.not-a-workbook");
    }

    @Test
    void rareCharactersOutsideTheBasicPlaneSurviveInTheEncodingsThatHaveThem() {
        for (String charset : List.of("UTF-8", "GB18030", "UTF-16LE")) {
            assertThat(cell(read(in("姓名,部门\r\n王\uD842\uDFB7\uD83D\uDE00,办公室\r\n李明,国库科\r\n", charset), null), 2, "A")).as(charset).isEqualTo("王\uD842\uDFB7\uD83D\uDE00");
        }
    }

    @Test
    void aRowOfQuotedLinesCountsAsOne() {
        Workbook book = read(joined(in("姓名,备注\r\n王伟,\"一\r\n二\"\r\n", "UTF-8"), in("李明宇,货币信贷\r\n", "GB18030"), in("何建国,三\r\n", "UTF-8")), null);
        assertThat(book.foreign()).isEqualTo(Map.of(3, "GB18030"));
    }
}
