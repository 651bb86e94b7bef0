package org.shuyuan.office.internal;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.office.Workbooks.Limits;
import org.shuyuan.api.office.Workbooks.Sheet;
import org.shuyuan.api.office.Workbooks.Workbook;
import org.shuyuan.api.problem.Problem;

/**
 * Office Open XML by streaming; macros, links and drawings in the file are never looked at. One use only.
 *
 * <p>Every byte taken out of the archive is counted, whatever its directory claims: {@link #PART} for a part, {@link #WHOLE}
 * for the file, and {@link #RATIO} to one once a part is past {@link #FREE}. No single piece of it grows past what {@link XmlPieces} lets through.
 */
final class XlsxReader {

    private static final long PART = 200L << 20;
    private static final long WHOLE = 300L << 20;
    private static final long FREE = 8L << 20;
    private static final int RATIO = 200;
    private static final int ENTRIES = 10_000;

    private record Styles(boolean[] dates) {
        boolean date(int style) {
            return style >= 0 && style < dates.length && dates[style];
        }
    }

    private final Limits limits;
    private final SheetBuilder.Budget budget = new SheetBuilder.Budget();
    private final XMLInputFactory factory = factory();
    private long inflated;

    XlsxReader(Limits limits) {
        this.limits = limits;
    }

    Workbook read(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            if (zip.size() > ENTRIES) {
                throw OfficeWorkbooks.tooLarge(OfficeWorkbooks.Bound.CONTENT, WHOLE >> 20);
            }
            if (zip.getEntry("EncryptedPackage") != null) {
                throw new Problem(422, "office.workbook-encrypted");
            }
            if (zip.getEntry("xl/workbook.xml") == null) {
                throw new Problem(415, "office.not-a-workbook");
            }
            return workbook(zip);
        } catch (ZipException | EOFException | XMLStreamException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new Problem(422, "office.workbook-damaged");
        }
    }

    private Workbook workbook(ZipFile zip) throws IOException, XMLStreamException {
        Map<String, String> targets = relationships(zip);
        boolean[] epoch1904 = {false};
        List<String[]> listed = new ArrayList<>();
        parse(zip, "xl/workbook.xml", xml -> {
            if (xml.getLocalName().equals("workbookPr")) {
                String value = xml.getAttributeValue(null, "date1904");
                epoch1904[0] = "1".equals(value) || "true".equals(value);
            } else if (xml.getLocalName().equals("sheet")) {
                String id = null;
                for (int i = 0; i < xml.getAttributeCount(); i++) {
                    if (xml.getAttributeLocalName(i).equals("id") && xml.getAttributeNamespace(i) != null) {
                        id = xml.getAttributeValue(i);
                    }
                }
                String state = xml.getAttributeValue(null, "state");
                String target = targets.get(id);
                if (target != null) {
                    listed.add(new String[] {String.valueOf(xml.getAttributeValue(null, "name")), target,
                        state == null || state.equals("visible") ? "" : "hidden"});
                }
            }
        });
        if (listed.size() > limits.sheets()) {
            throw OfficeWorkbooks.tooLarge(OfficeWorkbooks.Bound.SHEETS, limits.sheets());
        }
        List<String> shared = sharedStrings(zip, targets);
        Styles styles = styles(zip, targets);
        List<Sheet> sheets = new ArrayList<>();
        for (String[] sheet : listed) {
            SheetBuilder builder = new SheetBuilder(limits, budget);
            try (InputStream in = open(zip, sheet[1])) {
                XMLStreamReader xml = factory.createXMLStreamReader(new XmlPieces(in));
                new XlsxSheet(xml, shared, styles::date, epoch1904[0], builder).read();
            }
            sheets.add(builder.sheet(sheet[0], !sheet[2].isEmpty()));
        }
        return new Workbook(List.copyOf(sheets), null);
    }

    /** Targets by relationship id, and those of shared strings and styles by "*type". Chart sheets have no cells and are left out. */
    private Map<String, String> relationships(ZipFile zip) throws IOException, XMLStreamException {
        Map<String, String> targets = new HashMap<>();
        parse(zip, "xl/_rels/workbook.xml.rels", xml -> {
            if (!xml.getLocalName().equals("Relationship")) {
                return;
            }
            String type = String.valueOf(xml.getAttributeValue(null, "Type"));
            String target = String.valueOf(xml.getAttributeValue(null, "Target"));
            String path = target.startsWith("/") ? target.substring(1) : Path.of("xl").resolve(target).normalize().toString().replace('\\', '/');
            String kind = type.substring(type.lastIndexOf('/') + 1);
            if (kind.equals("worksheet")) {
                targets.put(xml.getAttributeValue(null, "Id"), path);
            } else {
                targets.put("*" + kind, path);
            }
        });
        return targets;
    }

    private List<String> sharedStrings(ZipFile zip, Map<String, String> targets) throws IOException, XMLStreamException {
        List<String> strings = new ArrayList<>();
        String part = targets.getOrDefault("*sharedStrings", "xl/sharedStrings.xml");
        if (zip.getEntry(part) == null) {
            return strings;
        }
        parse(zip, part, xml -> {
            if (xml.getLocalName().equals("si")) {
                String text = XlsxSheet.richText(xml, "si");
                budget.take(text.length());
                strings.add(text);
            }
        });
        return strings;
    }

    private Styles styles(ZipFile zip, Map<String, String> targets) throws IOException, XMLStreamException {
        Map<Integer, Boolean> custom = new HashMap<>();
        List<Boolean> dates = new ArrayList<>();
        boolean[] inCells = {false};
        String part = targets.getOrDefault("*styles", "xl/styles.xml");
        if (zip.getEntry(part) != null) {
            parse(zip, part, xml -> {
                switch (xml.getLocalName()) {
                    case "numFmt" -> custom.put(Integer.valueOf(xml.getAttributeValue(null, "numFmtId")),
                            NumberFormats.isDate(String.valueOf(xml.getAttributeValue(null, "formatCode"))));
                    case "cellXfs" -> inCells[0] = true;
                    case "cellStyles", "dxfs" -> inCells[0] = false;
                    case "xf" -> {
                        if (inCells[0]) {
                            String id = xml.getAttributeValue(null, "numFmtId");
                            int format = id == null ? 0 : Integer.parseInt(id);
                            dates.add(custom.containsKey(format) ? custom.get(format) : NumberFormats.isDate(format));
                        }
                    }
                    default -> { }
                }
            });
        }
        boolean[] array = new boolean[dates.size()];
        for (int i = 0; i < array.length; i++) {
            array[i] = dates.get(i);
        }
        return new Styles(array);
    }

    private interface Element {
        void start(XMLStreamReader xml) throws XMLStreamException;
    }

    private void parse(ZipFile zip, String part, Element element) throws IOException, XMLStreamException {
        try (InputStream in = open(zip, part)) {
            XMLStreamReader xml = factory.createXMLStreamReader(new XmlPieces(in));
            while (xml.hasNext()) {
                if (xml.next() == XMLStreamConstants.START_ELEMENT) {
                    element.start(xml);
                }
            }
        }
    }

    private InputStream open(ZipFile zip, String part) throws IOException {
        @Nullable ZipEntry entry = zip.getEntry(part);
        if (entry == null) {
            throw new ZipException(part);
        }
        return new Counted(zip.getInputStream(entry), Math.max(1, entry.getCompressedSize()));
    }

    private final class Counted extends FilterInputStream {
        private final long compressed;
        private long taken;

        Counted(InputStream in, long compressed) {
            super(in);
            this.compressed = compressed;
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            count(b < 0 ? 0 : 1);
            return b;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int n = super.read(buffer, offset, length);
            count(Math.max(0, n));
            return n;
        }

        private void count(int n) {
            taken += n;
            inflated += n;
            if (taken > PART || inflated > WHOLE || taken > FREE && taken / compressed > RATIO) {
                throw OfficeWorkbooks.tooLarge(OfficeWorkbooks.Bound.CONTENT, WHOLE >> 20);
            }
        }
    }

    /** The JDK's own, whatever parser the container holds; no DTD, so no entity reaches out or blows up. */
    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        // Joined texts have no bound; XlsxSheet.text joins what is asked for, up to one.
        factory.setProperty(XMLInputFactory.IS_COALESCING, false);
        return factory;
    }
}
