package org.shuyuan.itests;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** What people and attackers put into a file field. */
final class WrongFiles {

    private static final int BLOWN_UP_MB = 300;

    private WrongFiles() {}

    /** By what they are, under the names that they pretend. */
    static Map<String, byte[]> rosters() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("公文改名.xlsx", document());
        files.put("空文件.xlsx", new byte[0]);
        files.put("炸弹.xlsx", bomb());
        files.put("只下载了一半.xlsx", half(Portal.resource("roster-bank.xlsx")));
        return files;
    }

    static Map<String, byte[]> calendars() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("公文改名.ics", document());
        files.put("空文件.ics", new byte[0]);
        files.put("炸弹.ics", bomb());
        return files;
    }

    /** A text document's archive. */
    private static byte[] document() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (String name : new String[] {"[Content_Types].xml", "word/document.xml"}) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write("<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document xmlns:w=\"urn:w\"/>".getBytes(StandardCharsets.UTF_8));
            }
        }
        return out.toByteArray();
    }

    private static byte[] half(byte[] whole) {
        return java.util.Arrays.copyOf(whole, whole.length / 2);
    }

    /** The real roster whose first sheet grows to hundreds of megabytes when it is unpacked. */
    private static byte[] bomb() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] blank = " ".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(Portal.resource("roster-bank.xlsx"))); ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.setLevel(Deflater.BEST_SPEED);
            for (ZipEntry entry; (entry = in.getNextEntry()) != null;) {
                byte[] content = in.readAllBytes();
                zip.putNextEntry(new ZipEntry(entry.getName()));
                if (entry.getName().endsWith("sheet1.xml")) {
                    String text = new String(content, StandardCharsets.UTF_8);
                    int at = text.indexOf("<sheetData>") + "<sheetData>".length();
                    zip.write(text.substring(0, at).getBytes(StandardCharsets.UTF_8));
                    for (int written = 0; written < BLOWN_UP_MB; written++) {
                        zip.write(blank);
                    }
                    zip.write(text.substring(at).getBytes(StandardCharsets.UTF_8));
                } else {
                    zip.write(content);
                }
            }
        }
        return out.toByteArray();
    }
}
