package org.shuyuan.attendance.internal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What a file with leave can be; told by its content, whatever it is called. */
public enum LeaveFileType {
    PDF("application/pdf"),
    JPG("image/jpeg"),
    PNG("image/png"),
    DOCX("application/vnd.openxmlformats-officedocument.wordprocessingml.document");

    private static final byte[] PNG_HEAD = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10};
    private static final byte[] JPG_HEAD = {(byte) 0xff, (byte) 0xd8, (byte) 0xff};
    private static final int MOST_ENTRIES = 2_000;

    private final String mime;

    LeaveFileType(String mime) {
        this.mime = mime;
    }

    public String mime() {
        return mime;
    }

    /** As the REST and the database have it, and as its ending. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @return empty for what is none of these, and for a document with macros */
    static Optional<LeaveFileType> of(byte[] content) {
        if (begins(content, "%PDF-".getBytes(StandardCharsets.US_ASCII))) {
            return Optional.of(PDF);
        }
        if (begins(content, PNG_HEAD)) {
            return Optional.of(PNG);
        }
        if (begins(content, JPG_HEAD)) {
            return Optional.of(JPG);
        }
        return begins(content, new byte[] {'P', 'K', 3, 4}) && document(content) ? Optional.of(DOCX) : Optional.empty();
    }

    private static boolean begins(byte[] content, byte[] head) {
        return content.length > head.length && Arrays.equals(content, 0, head.length, head, 0, head.length);
    }

    /** Names only: nothing is unpacked, so nothing can grow. */
    private static boolean document(byte[] content) {
        Set<String> names = new HashSet<>();
        // the directory at the end: entries are not read through
        for (int at = 0; at + 46 < content.length && names.size() <= MOST_ENTRIES; at++) {
            if (content[at] == 'P' && content[at + 1] == 'K' && content[at + 2] == 1 && content[at + 3] == 2) {
                int length = (content[at + 28] & 0xff) | (content[at + 29] & 0xff) << 8;
                if (at + 46 + length <= content.length) {
                    names.add(new String(content, at + 46, length, StandardCharsets.UTF_8));
                }
            }
        }
        return names.contains("[Content_Types].xml") && names.contains("word/document.xml") && names.stream().noneMatch(n -> n.toLowerCase(Locale.ROOT).contains("vbaproject"));
    }
}
