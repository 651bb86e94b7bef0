package org.shuyuan.api.files;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Tells what passes through it, in little memory and without unpacking anything, so that nothing can grow. Of a packed file (ZIP, APPNOTE 4.3) the names in the directory at its end
 * count; of the older layouts (MS-CFB) the names of the streams. What carries macros is nothing that this knows.
 */
final class TypeReader extends FilterInputStream {

    private static final byte[] PDF = "%PDF-".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10};
    private static final byte[] JPG = {(byte) 0xff, (byte) 0xd8, (byte) 0xff};
    private static final byte[] ZIP = {'P', 'K', 3, 4};
    private static final byte[] COMPOUND = {(byte) 0xd0, (byte) 0xcf, 0x11, (byte) 0xe0, (byte) 0xa1, (byte) 0xb1, 0x1a, (byte) 0xe1};
    private static final byte[] OLD_MACROS = "_VBA_PROJECT".getBytes(StandardCharsets.UTF_16LE);
    private static final Map<FileType, byte[]> STREAMS = Map.of(FileType.DOC, "WordDocument".getBytes(StandardCharsets.UTF_16LE), FileType.XLS,
            "Workbook".getBytes(StandardCharsets.UTF_16LE), FileType.PPT, "PowerPoint Document".getBytes(StandardCharsets.UTF_16LE));
    private static final Map<FileType, String> PARTS = Map.of(FileType.DOCX, "word/document.xml", FileType.XLSX, "xl/workbook.xml", FileType.PPTX, "ppt/presentation.xml");
    private static final int ENTRY = 46;
    private static final int END = 22;
    private static final int LONGEST_NAME = 512;
    private static final int MOST_ENTRIES = 20_000;
    /** Enough for any entry or stream name, and for the end of a directory with a short comment. */
    private static final int CARRY = ENTRY + LONGEST_NAME;

    private final Map<Long, String> entries = new TreeMap<>();
    private final Set<FileType> streams = EnumSet.noneOf(FileType.class);
    private byte[] head = new byte[0];
    private byte[] carry = new byte[0];
    private long read;
    private long looked;
    private boolean oldMacros;

    TypeReader(InputStream in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int n = in.read(buffer, offset, length);
        if (n > 0) {
            look(Arrays.copyOfRange(buffer, offset, offset + n));
        }
        return n;
    }

    private void look(byte[] chunk) {
        if (head.length < COMPOUND.length) {
            head = joined(head, Arrays.copyOf(chunk, Math.min(chunk.length, COMPOUND.length - head.length)));
        }
        byte[] window = joined(carry, chunk);
        long start = read - carry.length;
        read += chunk.length;
        for (int at = (int) (looked - start); at + CARRY <= window.length; at++) {
            at(window, at, start);
        }
        looked = Math.max(looked, start + Math.max(0, window.length - CARRY + 1));
        carry = Arrays.copyOfRange(window, Math.max(0, window.length - CARRY), window.length);
    }

    private void at(byte[] window, int at, long start) {
        byte first = window[at];
        if (first == 'P' && begins(window, at, new byte[] {'P', 'K', 1, 2}) && at + ENTRY <= window.length && entries.size() <= MOST_ENTRIES) {
            int length = number(window, at + 28, 2);
            if (length <= LONGEST_NAME && at + ENTRY + length <= window.length) {
                entries.put(start + at, new String(window, at + ENTRY, length, StandardCharsets.UTF_8));
            }
        }
        if (first == 'W' || first == 'P') {
            STREAMS.forEach((type, name) -> {
                if (begins(window, at, name)) {
                    streams.add(type);
                }
            });
        }
        oldMacros |= first == '_' && begins(window, at, OLD_MACROS);
    }

    /** What it was, once all of it was read. @param name as somebody called it: an older file with another in it holds the streams of both */
    Optional<FileType> type(String name) {
        long start = read - carry.length;
        for (int at = (int) (looked - start); at < carry.length; at++) {
            at(carry, at, start);
        }
        looked = read;
        if (begins(head, 0, PDF)) {
            return Optional.of(FileType.PDF);
        }
        if (begins(head, 0, PNG)) {
            return Optional.of(FileType.PNG);
        }
        if (begins(head, 0, JPG)) {
            return Optional.of(FileType.JPG);
        }
        if (begins(head, 0, ZIP)) {
            return packed();
        }
        if (!begins(head, 0, COMPOUND) || oldMacros) {
            return Optional.empty();
        }
        String called = name.toLowerCase(Locale.ROOT);
        return streams.stream().filter(t -> streams.size() == 1 || called.endsWith("." + t.word())).findFirst();
    }

    private Optional<FileType> packed() {
        int end = carry.length - END;
        while (end >= 0 && !begins(carry, end, new byte[] {'P', 'K', 5, 6})) {
            end--;
        }
        if (end < 0 || entries.size() > MOST_ENTRIES) {
            return Optional.empty();
        }
        // a packed file in a packed file has a directory too; that of the outer one is where the end says
        long from = Integer.toUnsignedLong(number(carry, end + 16, 4));
        Set<String> names = new HashSet<>();
        entries.forEach((position, entry) -> {
            if (position >= from) {
                names.add(entry);
            }
        });
        if (!names.contains("[Content_Types].xml") || names.stream().anyMatch(n -> n.toLowerCase(Locale.ROOT).contains("vbaproject"))) {
            return Optional.empty();
        }
        return PARTS.entrySet().stream().filter(p -> names.contains(p.getValue())).map(Map.Entry::getKey).findFirst();
    }

    private static boolean begins(byte[] bytes, int at, byte[] wanted) {
        return bytes.length - at >= wanted.length && Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length);
    }

    /** Little endian. */
    private static int number(byte[] bytes, int at, int size) {
        int value = 0;
        for (int i = size - 1; i >= 0; i--) {
            value = value << 8 | bytes[at + i] & 0xff;
        }
        return value;
    }

    private static byte[] joined(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }
}
