package org.shuyuan.office.internal;

import java.math.BigInteger;
import java.util.List;
import org.apache.poi.wp.usermodel.HeaderFooterType;
import org.apache.poi.xwpf.usermodel.ParagraphAlignment;
import org.apache.poi.xwpf.usermodel.TableRowAlign;
import org.apache.poi.xwpf.usermodel.TableWidthType;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.apache.poi.xwpf.usermodel.XWPFFooter;
import org.apache.poi.xwpf.usermodel.XWPFParagraph;
import org.apache.poi.xwpf.usermodel.XWPFRun;
import org.apache.poi.xwpf.usermodel.XWPFTable;
import org.apache.poi.xwpf.usermodel.XWPFTableCell;
import org.apache.poi.xwpf.usermodel.XWPFTableRow;
import org.jspecify.annotations.Nullable;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.CTFonts;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.CTPageMar;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.CTPageSz;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.CTSectPr;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.CTSpacing;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.STLineSpacingRule;
import org.shuyuan.api.office.Documents;

/**
 * A paper by GB/T 9704-2012. Lengths are twentieths of a point. Section 5.2.1: margins; 5.2.2: text of size 3 (16 pt) in 仿宋; 5.2.3: 22 lines of 28 characters; 7.3.1: title of size 2
 * (22 pt) in 小标宋; 7.3.3: headings in 黑体; 7.5: page numbers of size 4 (14 pt) between dashes.
 */
final class OfficialPaper implements Documents.Paper {

    private static final int MOST = 20_000;
    private static final int ROWS = 5_000;
    private static final int COLUMNS = 20;
    private static final int PER_MM = 1440 * 10 / 254;
    /** 156 mm. */
    private static final int TYPE_AREA = 8_845;
    /** 28 pt. */
    private static final int LINE = 560;
    private static final int TITLE_LINE = 640;
    private static final int TEXT = 16;
    private static final String SERIF = "方正小标宋简体";
    private static final String BODY = "仿宋_GB2312";
    private static final String SANS = "黑体";
    private static final String LATIN = "Times New Roman";

    private final XWPFDocument document;

    OfficialPaper(XWPFDocument document) {
        this.document = document;
        page();
        pageNumbers();
    }

    private void page() {
        CTSectPr section = document.getDocument().getBody().addNewSectPr();
        CTPageSz size = section.addNewPgSz();
        size.setW(BigInteger.valueOf(11_906));
        size.setH(BigInteger.valueOf(16_838));
        CTPageMar margins = section.addNewPgMar();
        margins.setTop(BigInteger.valueOf(37L * PER_MM));
        margins.setLeft(BigInteger.valueOf(28L * PER_MM));
        margins.setRight(BigInteger.valueOf(26L * PER_MM));
        margins.setBottom(BigInteger.valueOf(35L * PER_MM));
        margins.setHeader(BigInteger.valueOf(851));
        // the number stands 7 mm below the type area
        margins.setFooter(BigInteger.valueOf(28L * PER_MM));
    }

    private void pageNumbers() {
        XWPFFooter footer = document.createFooter(HeaderFooterType.DEFAULT);
        XWPFParagraph line = footer.createParagraph();
        line.setAlignment(ParagraphAlignment.CENTER);
        run(line, "— ", "宋体", 14);
        line.getCTP().addNewFldSimple().setInstr("PAGE");
        run(line, " —", "宋体", 14);
    }

    @Override
    public void title(String text) {
        for (String one : lines(text)) {
            XWPFParagraph line = paragraph(ParagraphAlignment.CENTER, TITLE_LINE, 0);
            line.setKeepNext(true);
            run(line, one, SERIF, 22);
        }
        paragraph(ParagraphAlignment.LEFT, LINE, 0);
    }

    @Override
    public void addressee(String text) {
        lines(text).forEach(one -> run(paragraph(ParagraphAlignment.BOTH, LINE, 0), one, BODY, TEXT));
    }

    @Override
    public void heading(String text) {
        for (String one : lines(text)) {
            XWPFParagraph line = paragraph(ParagraphAlignment.BOTH, LINE, 2 * TEXT * 20);
            line.setKeepNext(true);
            run(line, one, SANS, TEXT);
        }
    }

    @Override
    public void paragraph(String text) {
        lines(text).forEach(one -> run(paragraph(ParagraphAlignment.BOTH, LINE, 2 * TEXT * 20), one, BODY, TEXT));
    }

    @Override
    public void table(List<Documents.Column> columns, List<List<@Nullable String>> rows) {
        if (columns.isEmpty() || columns.size() > COLUMNS || rows.size() > ROWS) {
            throw new IllegalArgumentException(columns.size() + " columns, " + rows.size() + " rows");
        }
        XWPFTable table = document.createTable(1, columns.size());
        table.setTableAlignment(TableRowAlign.CENTER);
        table.setWidthType(TableWidthType.DXA);
        table.setWidth(String.valueOf(TYPE_AREA));
        int all = columns.stream().mapToInt(Documents.Column::width).sum();
        XWPFTableRow head = table.getRow(0);
        head.setRepeatHeader(true);
        head.setCantSplitRow(true);
        for (int i = 0; i < columns.size(); i++) {
            cell(head.getCell(i), columns.get(i).header(), SANS, ParagraphAlignment.CENTER, TYPE_AREA * columns.get(i).width() / all);
        }
        for (List<@Nullable String> row : rows) {
            XWPFTableRow line = table.createRow();
            line.setCantSplitRow(true);
            for (int i = 0; i < columns.size(); i++) {
                String text = i < row.size() ? row.get(i) : null;
                cell(line.getCell(i), text == null ? "" : text, BODY, columns.get(i).number() ? ParagraphAlignment.RIGHT : ParagraphAlignment.LEFT, TYPE_AREA * columns.get(i).width() / all);
            }
        }
        paragraph(ParagraphAlignment.LEFT, LINE / 2, 0);
    }

    private static void cell(XWPFTableCell cell, String text, String font, ParagraphAlignment side, int width) {
        cell.setWidthType(TableWidthType.DXA);
        cell.setWidth(String.valueOf(width));
        cell.setVerticalAlignment(XWPFTableCell.XWPFVertAlign.CENTER);
        XWPFParagraph line = cell.getParagraphs().get(0);
        line.setAlignment(side);
        run(line, bounded(text), font, 12);
    }

    @Override
    public void signature(String from, String date) {
        paragraph(ParagraphAlignment.LEFT, LINE, 0);
        for (String text : List.of(from, date)) {
            XWPFParagraph line = paragraph(ParagraphAlignment.RIGHT, LINE, 0);
            // section 7.3.5.2: four characters free at the right of a date without a seal; two would do for the name, but they are centred on each other
            line.setIndentationRight(4 * TEXT * 20);
            line.setKeepNext(text.equals(from));
            run(line, bounded(text), BODY, TEXT);
        }
    }

    private static List<String> lines(String text) {
        return bounded(text).lines().map(String::strip).filter(s -> !s.isEmpty()).toList();
    }

    /** XML 1.0 knows no control characters. */
    private static String bounded(String text) {
        if (text.length() > MOST) {
            throw new IllegalArgumentException(text.length() + " characters");
        }
        return text.replaceAll("[\\p{Cntrl}&&[^\\n\\r\\t]]", "");
    }

    private XWPFParagraph paragraph(ParagraphAlignment side, int height, int indent) {
        XWPFParagraph line = document.createParagraph();
        line.setAlignment(side);
        line.setIndentationFirstLine(indent);
        CTSpacing spacing = line.getCTP().getPPr().addNewSpacing();
        spacing.setLine(BigInteger.valueOf(height));
        spacing.setLineRule(STLineSpacingRule.EXACT);
        spacing.setBefore(BigInteger.ZERO);
        spacing.setAfter(BigInteger.ZERO);
        return line;
    }

    private static void run(XWPFParagraph line, String text, String font, int size) {
        XWPFRun run = line.createRun();
        run.setText(text);
        // before the size: the schema has them in this order
        CTFonts fonts = run.getCTR().addNewRPr().addNewRFonts();
        fonts.setEastAsia(font);
        fonts.setAscii(LATIN);
        fonts.setHAnsi(LATIN);
        run.setFontSize(size);
    }
}
