package org.shuyuan.office.internal;

import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.office.Workbooks.Cell;

/** One worksheet part. */
final class XlsxSheet {

    /** Excel's way of writing characters that XML does not allow. */
    private static final Pattern ESCAPE = Pattern.compile("_x([0-9A-Fa-f]{4})_");

    /** A4:A10. */
    private static final Pattern DOWNWARDS = Pattern.compile("([A-Z]{1,3})(\\d{1,7}):\\1(\\d{1,7})");
    /** More are not looked at: each walks through the rows. */
    private static final int MERGES = 2_000;

    private final XMLStreamReader xml;
    private final List<String> shared;
    private final IntPredicate dates;
    private final boolean epoch1904;
    private final SheetBuilder sheet;

    XlsxSheet(XMLStreamReader xml, List<String> shared, IntPredicate dates, boolean epoch1904, SheetBuilder sheet) {
        this.xml = xml;
        this.shared = shared;
        this.dates = dates;
        this.epoch1904 = epoch1904;
        this.sheet = sheet;
    }

    void read() throws XMLStreamException {
        int row = 0;
        int column = -1;
        int merges = 0;
        while (xml.hasNext()) {
            int event = xml.next();
            if (event == XMLStreamConstants.START_ELEMENT && xml.getLocalName().equals("row")) {
                String number = xml.getAttributeValue(null, "r");
                row = number == null ? row + 1 : Integer.parseInt(number);
                column = -1;
            } else if (event == XMLStreamConstants.START_ELEMENT && xml.getLocalName().equals("c")) {
                String reference = xml.getAttributeValue(null, "r");
                column = reference == null ? column + 1 : column(reference);
                cell(row, column);
            } else if (event == XMLStreamConstants.END_ELEMENT && xml.getLocalName().equals("row")) {
                sheet.endRow(row);
            } else if (event == XMLStreamConstants.START_ELEMENT && xml.getLocalName().equals("mergeCell") && merges++ < MERGES) {
                merged(String.valueOf(xml.getAttributeValue(null, "ref")));
            }
        }
    }

    private void merged(String range) {
        Matcher downwards = DOWNWARDS.matcher(range);
        if (downwards.matches()) {
            sheet.merged(column(downwards.group(1)), Integer.parseInt(downwards.group(2)), Integer.parseInt(downwards.group(3)));
        }
    }

    private void cell(int row, int column) throws XMLStreamException {
        String type = xml.getAttributeValue(null, "t");
        String style = xml.getAttributeValue(null, "s");
        String value = "";
        boolean formula = false;
        while (xml.hasNext()) {
            int event = xml.next();
            if (event == XMLStreamConstants.END_ELEMENT && xml.getLocalName().equals("c")) {
                break;
            }
            if (event == XMLStreamConstants.START_ELEMENT) {
                switch (xml.getLocalName()) {
                    case "v" -> value = text(xml);
                    case "is" -> value = richText(xml, "is");
                    case "f" -> formula = true;
                    default -> { }
                }
            }
        }
        if (!value.isEmpty()) {
            sheet.cell(row, column, value(type == null ? "n" : type, style, value, formula));
        }
    }

    private Cell value(String type, @Nullable String style, String value, boolean formula) {
        return switch (type) {
            case "s" -> new Cell(shared.get(Integer.parseInt(value.trim())), null, null, formula);
            case "n" -> number(value.trim(), style == null ? 0 : Integer.parseInt(style), formula);
            case "b" -> new Cell(value.trim().equals("1") ? "TRUE" : "FALSE", null, null, formula);
            case "d" -> iso(value.trim(), formula);
            case "inlineStr" -> new Cell(value, null, null, formula);
            default -> new Cell(unescape(value), null, null, formula);
        };
    }

    private Cell number(String value, int style, boolean formula) {
        if (value.isEmpty()) {
            return new Cell("", null, null, formula);
        }
        double number = Double.parseDouble(value);
        if (dates.test(style)) {
            LocalDateTime date = NumberFormats.date(number, epoch1904);
            if (date != null) {
                return new Cell(NumberFormats.text(date), number, date, formula);
            }
            if (number >= 0 && number < 1) {
                return new Cell(NumberFormats.time(number), number, null, formula);
            }
        }
        return new Cell(NumberFormats.text(value, number), number, null, formula);
    }

    private static Cell iso(String value, boolean formula) {
        try {
            LocalDateTime date = LocalDateTime.parse(value.contains("T") ? value.replace("Z", "") : value + "T00:00:00");
            return new Cell(NumberFormats.text(date), null, date, formula);
        } catch (DateTimeParseException e) {
            return new Cell(value, null, null, formula);
        }
    }

    /** The text of the element that was just opened, up to its end. */
    private static String text(XMLStreamReader xml) throws XMLStreamException {
        StringBuilder text = new StringBuilder();
        for (int event = xml.next(); event != XMLStreamConstants.END_ELEMENT; event = xml.next()) {
            if (event == XMLStreamConstants.START_ELEMENT || event == XMLStreamConstants.ENTITY_REFERENCE) {
                throw new XMLStreamException("Text expected", xml.getLocation());
            }
            if (event == XMLStreamConstants.CHARACTERS || event == XMLStreamConstants.CDATA || event == XMLStreamConstants.SPACE) {
                if (text.length() + xml.getTextLength() > XmlPieces.MOST) {
                    throw OfficeWorkbooks.tooLarge(OfficeWorkbooks.Bound.CONTENT, XmlPieces.MOST);
                }
                text.append(xml.getTextCharacters(), xml.getTextStart(), xml.getTextLength());
            }
        }
        return text.toString();
    }

    /** The text of all runs, without the reading aids (phonetic runs) that stand among them. */
    static String richText(XMLStreamReader xml, String end) throws XMLStreamException {
        StringBuilder text = new StringBuilder();
        boolean phonetic = false;
        while (xml.hasNext()) {
            int event = xml.next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                if (xml.getLocalName().equals("rPh")) {
                    phonetic = true;
                } else if (xml.getLocalName().equals("t") && !phonetic) {
                    text.append(text(xml));
                    if (text.length() > XmlPieces.MOST) {
                        throw OfficeWorkbooks.tooLarge(OfficeWorkbooks.Bound.CONTENT, XmlPieces.MOST);
                    }
                }
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                if (xml.getLocalName().equals("rPh")) {
                    phonetic = false;
                } else if (xml.getLocalName().equals(end)) {
                    break;
                }
            }
        }
        return unescape(text.toString());
    }

    private static String unescape(String text) {
        if (!text.contains("_x")) {
            return text;
        }
        Matcher matcher = ESCAPE.matcher(text);
        return matcher.replaceAll(m -> {
            char c = (char) Integer.parseInt(m.group(1), 16);
            return Matcher.quoteReplacement(c == '\r' ? "" : String.valueOf(c));
        });
    }

    private static int column(String reference) {
        int column = 0;
        int i = 0;
        for (; i < reference.length() && i < 4 && Character.isLetter(reference.charAt(i)); i++) {
            column = column * 26 + Character.toUpperCase(reference.charAt(i)) - 'A' + 1;
        }
        if (i == 0 || i == 4) {
            throw new IllegalArgumentException(reference);
        }
        return column - 1;
    }
}
