package org.shuyuan.office.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.apache.poi.xwpf.usermodel.ParagraphAlignment;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.apache.poi.xwpf.usermodel.XWPFParagraph;
import org.apache.poi.xwpf.usermodel.XWPFTable;
import org.junit.jupiter.api.Test;
import org.shuyuan.api.office.Documents;

/** Papers as GB/T 9704-2012 has them, read back by another part of the library. */
class DocumentsTest {

    private static XWPFDocument written(Consumer<Documents.Paper> content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new OfficeDocuments().write("通报", content, out);
        return new XWPFDocument(new ByteArrayInputStream(out.toByteArray()));
    }

    @Test
    void theLayoutIsTheStandards() throws IOException {
        XWPFDocument paper = written(p -> {
            p.title("关于学习考勤情况的通报");
            p.addressee("各部门：");
            p.heading("一、总体情况");
            p.paragraph("第一段。\n第二段。");
            p.signature("某支行", "2026年10月9日");
        });
        var section = paper.getDocument().getBody().getSectPr();
        assertThat(mm(section.getPgMar().getTop())).isEqualTo(37);
        assertThat(mm(section.getPgMar().getLeft())).isEqualTo(28);
        assertThat(mm(section.getPgSz().getW())).isEqualTo(210);

        List<XWPFParagraph> all = paper.getParagraphs().stream().filter(p -> !p.getText().isEmpty()).toList();
        assertThat(all).extracting(XWPFParagraph::getText).containsExactly("关于学习考勤情况的通报", "各部门：", "一、总体情况", "第一段。", "第二段。", "某支行", "2026年10月9日");
        assertThat(all.get(0).getAlignment()).isEqualTo(ParagraphAlignment.CENTER);
        assertThat(all.get(0).getRuns().get(0).getFontSizeAsDouble()).as("size 2").isEqualTo(22);
        assertThat(all.get(3).getRuns().get(0).getFontSizeAsDouble()).as("size 3").isEqualTo(16);
        assertThat(all.get(3).getRuns().get(0).getCTR().getRPr().getRFontsArray(0).getEastAsia()).isEqualTo("仿宋_GB2312");
        assertThat(all.get(3).getIndentationFirstLine()).as("two characters").isEqualTo(640);
        assertThat(all.get(6).getAlignment()).isEqualTo(ParagraphAlignment.RIGHT);
        assertThat(paper.getFooterList().get(0).getText()).startsWith("— ");
        assertThat(paper.getProperties().getCoreProperties().getTitle()).isEqualTo("通报");
    }

    private static long mm(Object twentieths) {
        return Math.round(Long.parseLong(twentieths.toString()) / 1440.0 * 25.4);
    }

    @Test
    void tablesFillTheTypeAreaAndRepeatTheirHead() throws IOException {
        XWPFTable table = written(p -> p.table(List.of(new Documents.Column("部门", 3, false), new Documents.Column("出勤率", 1, true)),
                List.of(List.of("营业部", "92.5%"), Arrays.asList("综合部", null)))).getTables().get(0);
        assertThat(table.getRow(0).isRepeatHeader()).isTrue();
        assertThat(table.getWidth()).isEqualTo(8_845);
        assertThat(table.getRow(1).getCell(1).getText()).isEqualTo("92.5%");
        assertThat(table.getRow(1).getCell(1).getParagraphs().get(0).getAlignment()).isEqualTo(ParagraphAlignment.RIGHT);
        assertThat(table.getRow(2).getCell(1).getText()).isEmpty();
    }

    @Test
    void whatNoDocumentCanHoldIsLeftOutOrRefused() throws IOException {
        assertThat(written(p -> p.paragraph("一\u0000二\u0007三 =1+1 <b>")).getParagraphs().get(0).getText()).isEqualTo("一二三 =1+1 <b>");
        assertThatThrownBy(() -> written(p -> p.paragraph("长".repeat(20_001)))).isInstanceOf(IllegalArgumentException.class);
        List<List<String>> rows = Collections.nCopies(5_001, List.of("一"));
        assertThatThrownBy(() -> written(p -> p.table(List.of(new Documents.Column("一", 1, false)), rows))).isInstanceOf(IllegalArgumentException.class);
    }
}
